"""Issues at the makers of a software, on the ticket: the lines of its timeline, and that it waits for them."""

from __future__ import annotations

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import changing
from derman.tickets.actions.standing import set_status
from derman.tickets.models import Status, WaitingFor

type OfIssue = (
    events.IssueAsked
    | events.IssueOpened
    | events.IssueSaid
    | events.IssueMoved
    | events.IssueFailed
    | events.IssueUnlinked
    | events.IssueLinkedAgain
)


def note_of_issue(
    *, actor: Person | None, ticket: int, what: OfIssue, waits: bool = False, comes_back: bool = False
) -> None:
    """A line about an issue; who may cause it the room of trackers knows. None: the desk, or the tracker itself.

    `waits`: an unresolved ticket waits for the makers from now on. `comes_back`: one that waited for them is in work
    again.
    """
    with changing(ticket, None, touch=waits or comes_back, merged_too=True) as change:
        change.actor = actor
        change.record(what)
        row = change.ticket
        if waits and row.is_unresolved and row.status != Status.WAITING:
            set_status(change, Status.WAITING, waiting_for=WaitingFor.VENDOR, why="issue_waits")
        if comes_back and row.status == Status.WAITING and row.waiting_for == WaitingFor.VENDOR:
            set_status(change, Status.OPEN, why="issue_moved" if isinstance(what, events.IssueMoved) else "issue_ended")
