"""What the desk did by itself around a ticket, for its timeline."""

from __future__ import annotations

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import changing
from derman.tickets.actions.standing import set_status, waits_for_answer
from derman.tickets.models import Status, Ticket, WaitingFor


def note_mail(*, ticket: int, mail: int, what: str) -> None:
    """The desk wrote a mail of its own accord, like an `auto_reply`."""
    with changing(ticket, None, touch=False) as change:
        change.record(events.MailSent(mail=mail, what=what))


def note_lost_mail(*, ticket: int, mail: int, what: str, reopen: bool) -> None:
    """A mail did not arrive: the ticket is unread again, for everybody, and with `reopen` back in work.

    Whoever waits for an answer to a mail that never arrived waits for nothing.
    """
    with changing(ticket, None) as change:
        if reopen and (change.ticket.status == Status.RESOLVED or _waits_for_requester(change.ticket)):
            set_status(change, Status.OPEN, why="mail_lost")
        change.set(message_seq=change.record(events.MailSent(mail=mail, what=what)))


def _waits_for_requester(ticket: Ticket) -> bool:
    if ticket.status != Status.WAITING:
        return False
    until = ticket.waiting_for == WaitingFor.DATE and waits_for_answer(ticket)
    return until or ticket.waiting_for == WaitingFor.REQUESTER


def note_outage(*, actor: Person, ticket: int, announcement: int) -> None:
    """An agent wrote an outage from a ticket. Raises TicketNotFound, NotAllowed."""
    with changing(ticket, actor, touch=False) as change:
        change.record(events.OutageBegun(announcement=announcement))


def note_rating(*, actor: Person, ticket: int, score: str, before: str) -> None:
    """The requester rated the help on their own ticket. Raises TicketNotFound."""
    with changing(ticket, actor, as_requester=True, touch=False) as change:
        change.record(events.Rated(score=score, before=before))
