"""Sending what is due: one sender at a time for a desk, so that a row left as “sending” can only be a broken try."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from derman.channels.mail.composing import compose
from derman.channels.mail.models import OutgoingMail, OutgoingState
from derman.channels.mail.outgoing import remember
from derman.channels.mail.servers import BadMailUrl, Server, connected, is_permanent, server_of, words_of
from derman.desk.queries import the_desk
from derman.kernel import clock, live
from derman.kernel.files import DiskFull
from derman.kernel.secrets import SecretUnreadable
from derman.tickets.access import audience

log = logging.getLogger("derman.mail")

MOST_TRIES = 30  # with the waits below: about a day
INTERRUPTED = gettext_noop(
    "The desk was stopped while this mail was being sent; it is sent again under the same Message-ID."
)
TWICE_INTERRUPTED = gettext_noop(
    "The desk was stopped twice while this mail was being sent. Whether it left is not known."
)
NOBODY_THERE = gettext_noop("Not sent: addresses that end in .invalid exist nowhere.")
_SENDER_LOCK = 7_265_002


def due() -> QuerySet[OutgoingMail]:
    """Mails that can leave now, the oldest first."""
    found = OutgoingMail.objects.filter(state=OutgoingState.WAITING, not_before__lte=clock.now())
    if not settings.DERMAN_MAIL_URL:
        found = found.exclude(Q(mailbox=None) | Q(mailbox__host=""))
    return found.order_by("not_before", "id")


def send_due() -> None:
    """Send every mail that is due. Returns at once where another worker is at it already."""
    while due().exists() or OutgoingMail.objects.filter(state=OutgoingState.SENDING).exclude(kind="test").exists():
        with _only_sender() as alone:
            if not alone:
                return
            # what is noted at a mail by the desk itself is in the desk's language
            with override(the_desk().language):
                _take_up_broken_tries()
                down: dict[Server, str] = {}
                while (row := _claim()) is not None:
                    _send(row, down)
        # whoever came meanwhile and found the lock taken has gone: look once more


@contextmanager
def _only_sender() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_SENDER_LOCK])
        found = cursor.fetchone()
    alone = bool(found and found[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_SENDER_LOCK])


def _take_up_broken_tries() -> None:
    """Rows left as “sending” by a sender that was killed: once more, then a person decides."""
    broken = OutgoingMail.objects.filter(state=OutgoingState.SENDING).exclude(kind="test")
    broken.filter(interrupted__gte=1).update(
        state=OutgoingState.FAILED, words=_(TWICE_INTERRUPTED), done_at=clock.now(), sealed=""
    )
    broken.update(state=OutgoingState.WAITING, words=_(INTERRUPTED), interrupted=F("interrupted") + 1)


def _claim() -> OutgoingMail | None:
    """Mark the next due mail as being sent, in a transaction of its own. An undo waits for it, or comes first."""
    with transaction.atomic():
        row = (
            due()
            .select_related("mailbox", "ticket__team", "message__author")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if row is None:
            return None
        row.state, row.tries = OutgoingState.SENDING, row.tries + 1
        row.save(update_fields=["state", "tries"])
    return row


def _send(row: OutgoingMail, down: dict[Server, str]) -> None:
    """Hand one mail to its server and note what became of it. `down`: servers that did not answer just now."""
    if not _reachable(row):
        _finish(row, OutgoingState.CANCELLED, _(NOBODY_THERE))
        return
    try:
        server = server_of(row.mailbox)
    except (BadMailUrl, SecretUnreadable) as error:
        _later(row, str(error))
        return
    if server is None:
        _later(row, "")
        return
    if server in down:
        _later(row, down[server])
        return
    try:
        words = hand_over(row, server)
    except (ValueError, UnicodeError, FileNotFoundError) as error:
        _finish(row, OutgoingState.FAILED, words_of(error))
    except DiskFull as error:
        _later(row, str(error))
    except Exception as error:
        if is_permanent(error):
            _finish(row, OutgoingState.FAILED, words_of(error))
            return
        if isinstance(error, OSError):
            down[server] = words_of(error)
        else:
            log.warning("A mail could not be sent: %s", words_of(error))
        _later(row, words_of(error))
    else:
        _finish(row, OutgoingState.SENT, words)


def hand_over(row: OutgoingMail, server: Server) -> str:
    """Send now. Gives the server's words about recipients that it refused, where it took others. Raises as smtplib."""
    mail = compose(row)
    addresses = _reachable(row)
    with connected(server) as session:
        refused = session.send_message(mail, from_addr=row.from_address, to_addrs=addresses)
    return "; ".join(
        f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text} ({address})"
        for address, (code, text) in refused.items()
    )


def _reachable(row: OutgoingMail) -> list[str]:
    """To whom it goes, each once: not to the domain that is kept for addresses which do not exist (RFC 2606)."""
    everybody = dict.fromkeys([*row.to, *row.cc])
    return [address for address in everybody if not address.rstrip(".>").casefold().endswith((".invalid", "@invalid"))]


def _later(row: OutgoingMail, words: str) -> None:
    """Wait longer after each try: half a minute, then twice as long, an hour at most; after a day give up."""
    if row.tries >= MOST_TRIES:
        _finish(row, OutgoingState.FAILED, words)
        return
    seconds = min(3600, 30 * 2 ** min(row.tries - 1, 10))
    row.not_before = clock.now() + timedelta(seconds=seconds * random.uniform(0.9, 1.1))  # noqa: S311
    row.state, row.words = OutgoingState.WAITING, words[:1000]
    _save(row, "not_before", "state", "words")


def _finish(row: OutgoingMail, state: str, words: str) -> None:
    row.state, row.words, row.done_at = state, words[:1000], clock.now()
    row.sealed = ""  # a link to sign in is nobody's to read once it left
    _save(row, "state", "words", "done_at", "sealed")


def _save(row: OutgoingMail, *fields: str) -> None:
    """Save, remember the Message-ID of what was sent, and tell the open screens of the ticket."""
    with transaction.atomic():
        row.save(update_fields=fields)
        if row.state == OutgoingState.SENT:
            remember(row)
        if row.ticket is not None:
            live.signal("ticket", row.ticket.pk, audience=audience(row.ticket))
