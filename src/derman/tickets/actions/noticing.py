"""What the desk did by itself around a ticket, for its timeline."""

from __future__ import annotations

from derman.tickets import events
from derman.tickets.actions.changing import changing


def note_mail(*, ticket: int, mail: int, what: str) -> None:
    """The desk wrote a mail of its own accord, like an `auto_reply`."""
    with changing(ticket, None, touch=False) as change:
        change.record(events.MailSent(mail=mail, what=what))
