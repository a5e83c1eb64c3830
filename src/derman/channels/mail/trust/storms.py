"""Storms: many mails of one sender under one subject within a short time share one ticket, and lose nothing."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from derman.channels.mail.models import IncomingMail, IncomingState
from derman.channels.mail.reading.subjects import without_prefixes
from derman.channels.mail.trust.models import Storm, TrustSettings
from derman.kernel.folding import fold
from derman.tickets.models import HIDDEN, Status, Ticket

_COUNT = """
INSERT INTO mail_trust_storm AS s (sender, subject_key, subject, began_at, last_at, mails)
VALUES (%(sender)s, %(key)s, %(subject)s, %(at)s, %(at)s, 1)
ON CONFLICT (sender, subject_key) DO UPDATE SET
    mails = CASE WHEN {fresh} THEN s.mails + 1 ELSE 1 END,
    began_at = CASE WHEN {fresh} THEN s.began_at ELSE excluded.began_at END,
    ticket_id = CASE WHEN {fresh} THEN s.ticket_id END,
    last_at = greatest(s.last_at, excluded.last_at)
RETURNING id, mails, ticket_id
""".format(
    # the time has not passed since the first, or it is a storm already and goes on
    fresh="(s.began_at > %(at)s - %(window)s OR s.mails > %(most)s AND s.last_at > %(at)s - %(window)s)"
)


def subject_key(subject: str) -> str:
    """The same for subjects that differ in case, marks, blanks and signs of reply only."""
    return hashlib.sha256(" ".join(fold(without_prefixes(subject)).split()).encode()).hexdigest()


def count(*, sender: str, subject: str, at: datetime, settings: TrustSettings) -> int | None:
    """Count a mail that would open a ticket; the ticket that it joins instead, where it is one of a storm.

    1 statement, and 2 or 3 for a mail of a storm. Counting locks the sender's row until the mail is filed.
    """
    if not sender or not settings.storm_mails or not settings.groups_storms:
        return None
    key = subject_key(subject)
    values: dict[str, Any] = {
        "sender": sender,
        "key": key,
        "subject": subject[:300],
        "at": at,
        "window": timedelta(minutes=settings.storm_minutes),
        "most": settings.storm_mails,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        storm, mails, ticket = cursor.fetchone()
    if mails <= settings.storm_mails:
        return None
    ticket = ticket if ticket is not None and _is_open(ticket) else _latest(sender, key)
    Storm.objects.filter(pk=storm).update(ticket=ticket)
    return ticket


def _is_open(ticket: int) -> bool:
    over = (Status.RESOLVED, Status.CLOSED, *HIDDEN)
    return Ticket.objects.filter(pk=ticket).exclude(status__in=over).exists()


def _latest(sender: str, key: str) -> int | None:
    """The newest ticket in work that a mail of this sender and subject opened."""
    rows = IncomingMail.objects.filter(sender=sender, state=IncomingState.FILED, ticket__isnull=False)
    for ticket, subject in rows.order_by("-pk").values_list("ticket", "subject")[:50]:
        if subject_key(subject) == key and _is_open(ticket):
            return int(ticket)
    return None
