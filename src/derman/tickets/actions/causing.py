"""The cause behind a ticket: its problem on the timeline, and what the requester is told because of it."""

from __future__ import annotations

from typing import Any

from derman.kernel import jobs
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import changing
from derman.tickets.actions.messages import require_words, write_message
from derman.tickets.actions.standing import set_status
from derman.tickets.facts import MessageAdded
from derman.tickets.models import Channel, Message, Status
from derman.tickets.settling import GRACE, UNDO_TIME, settle


def note_problem_linked(*, actor: Person | None, ticket: int, problem: int, way: str) -> None:
    """It is an incident of a problem. Raises TicketNotFound, NotAllowed, Overtaken for one that was merged."""
    with changing(ticket, actor, touch=False) as change:
        change.record(events.ProblemLinked(problem=problem, way=way))


def note_problem_unlinked(*, actor: Person | None, ticket: int, problem: int, before: dict[str, Any]) -> None:
    """It is so no longer; `before`: how it was linked. Raises TicketNotFound, NotAllowed."""
    with changing(ticket, actor, touch=False, merged_too=True) as change:
        change.record(events.ProblemUnlinked(problem=problem, before=before))


def tell_of_problem(*, author: Person, ticket: int, problem: int, text: str, resolve: bool) -> Message:
    """Tell the requester what became of the problem behind their ticket; who may do so the room of problems knows.

    `author` wrote it, and need not see the ticket. With `resolve`, what is not over is resolved with it; else it stays
    as it is. Raises WrongInput for nothing.
    """
    with changing(ticket, None) as change:
        require_words(text, "", ())
        change.actor = author
        message = write_message(change, author=author, public=True, staff=True, channel=Channel.PORTAL, text=text)
        change.record(events.Replied(message=message.pk))
        change.record(events.ProblemTold(problem=problem, why="closed"))
        if change.ticket.first_response_at is None:
            change.set(first_response_at=change.at)
        if resolve and change.ticket.is_unresolved:
            set_status(change, Status.RESOLVED, why="problem_closed")
        change.later(MessageAdded(ticket=ticket, message=message.pk, public=True, staff=True, automatic=False))
        jobs.enqueue(settle, at=change.at + UNDO_TIME + GRACE, ticket=ticket)
    return message
