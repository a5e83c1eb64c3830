"""A ticket that belongs to a major incident: on its timeline, and what the requester is told because of it."""

from __future__ import annotations

from collections.abc import Sequence

from derman.kernel import jobs
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import changing
from derman.tickets.actions.messages import require_words, write_message
from derman.tickets.actions.standing import set_status
from derman.tickets.facts import MessageAdded
from derman.tickets.models import Channel, Message, Status
from derman.tickets.settling import GRACE, UNDO_TIME, settle


def note_major_joined(*, actor: Person, ticket: int, major: int, way: str, words: Sequence[str] = ()) -> None:
    """It belongs to a major incident. Raises TicketNotFound, NotAllowed, Overtaken for one that was merged."""
    with changing(ticket, actor, touch=False) as change:
        change.record(events.MajorJoined(major=major, way=way, words=tuple(words)))


def note_major_left(*, actor: Person | None, ticket: int, major: int, why: str = "") -> None:
    """It does so no longer; `why`: withdrawn, by the desk. Raises TicketNotFound, NotAllowed."""
    with changing(ticket, actor, touch=False, merged_too=True) as change:
        change.record(events.MajorLeft(major=major, why=why))


def tell_of_major(*, author: Person, ticket: int, major: int, html_body: str, why: str, resolve: bool) -> Message:
    """Tell the requester how the major incident goes on; who may do so its own room knows.

    `author` wrote it, and need not see the ticket. With `resolve`, what is not over is resolved with it.
    Raises WrongInput for nothing.
    """
    with changing(ticket, None) as change:
        require_words("", html_body, ())
        change.actor = author
        message = write_message(
            change, author=author, public=True, staff=True, channel=Channel.PORTAL, text="", html_body=html_body
        )
        change.record(events.Replied(message=message.pk))
        change.record(events.MajorTold(major=major, why=why))
        if change.ticket.first_response_at is None:
            change.set(first_response_at=change.at)
        if resolve and change.ticket.is_unresolved:
            set_status(change, Status.RESOLVED, why="major_resolved")
        change.later(MessageAdded(ticket=ticket, message=message.pk, public=True, staff=True, automatic=False))
        jobs.enqueue(settle, at=change.at + UNDO_TIME + GRACE, ticket=ticket)
    return message


def reopen_after_major(*, actor: Person, ticket: int) -> bool:
    """Back in work, where it was resolved with the major incident and nobody has touched that since; was it so?

    Raises TicketNotFound, NotAllowed.
    """
    with changing(ticket, actor) as change:
        if change.ticket.status != Status.RESOLVED:
            return False
        set_status(change, Status.OPEN, why="major_reopened")
    return True
