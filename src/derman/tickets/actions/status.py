"""The verbs that move a ticket along: wait, resolve, reopen, close, mark as spam."""

from __future__ import annotations

from datetime import datetime

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import changing
from derman.tickets.actions.standing import set_status, wait_for_answer
from derman.tickets.models import Status, Ticket, WaitingFor


def wait(
    *,
    actor: Person | None,
    ticket: int,
    waiting_for: str = WaitingFor.REQUESTER,
    until: datetime | None = None,
    expected_seq: int | None = None,
) -> Ticket:
    """Let the ticket wait for somebody or until a moment (aware). Raises WrongInput."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        set_status(change, Status.WAITING, waiting_for=waiting_for, waiting_until=until)
    return change.ticket


def remind(*, actor: Person, ticket: int, days: int, expected_seq: int | None = None) -> Ticket:
    """Out of sight for so many days, unless the requester answers before. Raises WrongInput."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        wait_for_answer(change, days)
    return change.ticket


def resolve(*, actor: Person | None, ticket: int, expected_seq: int | None = None) -> Ticket:
    """The request is met. A reply of the requester reopens it."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        set_status(change, Status.RESOLVED)
    return change.ticket


def reopen(*, actor: Person | None, ticket: int, why: str = "", expected_seq: int | None = None) -> Ticket:
    """Put a waiting, resolved, closed or spam ticket back in progress."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        set_status(change, Status.OPEN, why=why)
    return change.ticket


def close(*, actor: Person | None, ticket: int, why: str = "", expected_seq: int | None = None) -> Ticket:
    """The end of a ticket: after 14 days a reply to it opens a new, linked one."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        set_status(change, Status.CLOSED, why=why)
    return change.ticket


def mark_as_spam(*, actor: Person | None, ticket: int, expected_seq: int | None = None) -> Ticket:
    """Out of every queue and list of its sender; `reopen` brings it back."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        set_status(change, Status.SPAM)
    return change.ticket


def resolve_own(*, actor: Person, ticket: int) -> Ticket:
    """A requester says in the portal that the help is no longer needed."""
    with changing(ticket, actor, as_requester=True) as change:
        if change.ticket.is_unresolved:
            set_status(change, Status.RESOLVED, why="requester")
    return change.ticket


def reopen_own(*, actor: Person, ticket: int) -> Ticket:
    """A requester says in the portal that it is not solved after all."""
    with changing(ticket, actor, as_requester=True) as change:
        if change.ticket.status == Status.RESOLVED:
            set_status(change, Status.OPEN, why="requester")
    return change.ticket


def withdraw_links(*, actor: Person, ticket: int) -> Ticket:
    """Links in mails that were sent before open the request no longer; those who have an account sign in."""
    with changing(ticket, actor, touch=False) as change:
        change.record(events.LinksWithdrawn())
        change.set(links_since=change.at)
    return change.ticket
