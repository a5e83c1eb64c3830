"""Mails that wait because their server cannot be reached, for whoever can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.queries import sends_by
from derman.kernel import sql
from derman.people.models import Person


@dataclass(frozen=True, slots=True)
class StalledServer:
    """A server through which nothing leaves: since when, how many mails wait, and what went wrong last."""

    server: str
    since: datetime
    mails: int
    words: str


def stalled_servers(asker: Any) -> list[StalledServer]:
    """Servers at which mails failed more than once, for administrators. 1 statement, none for anybody else.

    A mail that gets through makes the others leave, so they go from here by themselves.
    """
    if not isinstance(asker, Person) or not asker.is_administrator:
        return []
    found = sql.rows(
        "SELECT b.host, b.port, min(m.created_at), count(*), (array_agg(m.words ORDER BY m.id DESC))[1]"
        " FROM mail_outgoingmail m LEFT JOIN mail_mailbox b ON b.id = m.mailbox_id AND b.host <> ''"
        " WHERE m.state = 'waiting' AND m.stalled AND m.tries > 1 GROUP BY b.host, b.port ORDER BY 3"
    )
    return [
        StalledServer(f"{host}:{port}" if host else sends_by(), since, mails, words)
        for host, port, since, mails, words in found
    ]


def kept_back_since(asker: Any) -> datetime | None:
    """Since when words of agents wait because no outgoing server is known, for administrators.

    None where none do. 1 statement, none for anybody else and where the desk has a server.
    """
    if settings.DERMAN_MAIL_URL or not isinstance(asker, Person) or not asker.is_administrator:
        return None
    found = sql.rows(
        "SELECT m.created_at FROM mail_outgoingmail m LEFT JOIN mail_mailbox b ON b.id = m.mailbox_id"
        " WHERE m.state = 'waiting' AND coalesce(b.host, '') = '' AND m.kind = ANY(%s)"
        " ORDER BY m.not_before, m.id LIMIT 1",
        [[OutgoingKind.REPLY.value, OutgoingKind.FORWARD.value, OutgoingKind.VENDOR.value]],
    )
    return found[0][0] if found else None
