"""What a rule of the desk has done to a ticket: all of it in one act, which an agent can take back."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from derman.kernel import jobs
from derman.people.models import Person, Team
from derman.tickets import events
from derman.tickets.actions import fields, own_fields
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.guiding import begin_runbook_within
from derman.tickets.actions.messages import require_words, write_message
from derman.tickets.actions.pinning import pin_for
from derman.tickets.actions.standing import set_status
from derman.tickets.actions.tasks import add_within
from derman.tickets.actions.watching import set_watchers_within
from derman.tickets.errors import Overtaken, TicketNotFound
from derman.tickets.facts import MessageAdded
from derman.tickets.models import IN_BIN, Category, Channel, Event, Status, Ticket
from derman.tickets.settling import GRACE, UNDO_TIME, settle

UNCHANGED: Any = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """Something to be done, within so many days."""

    title: str
    team: Team | None = None
    days: int | None = None
    blocking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What to do with a ticket; what is UNCHANGED stays. `back`: to resolved again, with the dates from before."""

    priority: str = UNCHANGED
    kind: str = UNCHANGED
    category: Category | None = UNCHANGED
    team: Team | None = UNCHANGED
    assignee: Person | None = UNCHANGED
    add_tags: Collection[str] = ()
    remove_tags: Collection[str] = ()
    status: str = UNCHANGED
    waiting_for: str = ""
    waiting_until: datetime | None = None
    back: bool = False
    note: str = ""
    reply: str = ""
    tasks: Sequence[NewTask] = ()
    own: Mapping[str, Any] = field(default_factory=dict)  # of the desk's own fields, by key
    watch: Collection[int] = ()  # who watches it from now on
    runbooks: Collection[int] = ()  # guided fixes that stand begun beside it
    pin: Collection[int] = ()  # who has it at the top of their lists from now on


def carry_out(*, ticket: int, doing: Doing, ran: events.RuleRan, touch: bool = True) -> tuple[uuid.UUID, list[str]]:
    """Do all of `doing` or nothing, and say on the timeline which rule it was. Gives the act and the kinds of events.

    Raises what the single verbs raise, TicketNotFound for one in the bin, Overtaken for one that was merged. What is
    said is an act of its own, since it cannot be taken back.
    """
    if doing.note or doing.reply:
        with changing(ticket, None, touch=touch) as said:
            _still_there(said.ticket)
            _say(said, doing)
    with changing(ticket, None, touch=touch) as change:
        _still_there(change.ticket)
        set_within(change, doing)
        change.record(replace(ran, pinned=pin_for(change.ticket, doing.pin)))
    return change.act, change.kinds


def _still_there(ticket: Ticket) -> None:
    """Between the look at a ticket and its lock somebody may delete or merge it, and the desk itself reaches both."""
    values = {"number": ticket.pk, "other": ticket.merged_into_id}
    if ticket.status == IN_BIN:
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % values)
    if ticket.merged_into_id is not None:
        raise Overtaken(_("#%(number)s was merged into #%(other)s; the conversation goes on there.") % values)


def note_rule(*, ticket: int, ran: events.RuleRan) -> uuid.UUID:
    """Say on the timeline what a rule has had filing do, which changed nothing else. Gives the act."""
    with changing(ticket, None, touch=False) as change:
        change.record(ran)
    return change.act


def set_within(change: Change, doing: Doing) -> None:
    """Within a change: all of `doing` but for what it says."""
    if doing.priority is not UNCHANGED:
        fields.set_priority_within(change, priority=doing.priority)
    if doing.kind is not UNCHANGED:
        fields.set_kind_within(change, doing.kind)
    if doing.category is not UNCHANGED:
        fields.set_category_within(change, doing.category)
    if doing.add_tags or doing.remove_tags:
        fields.set_tags_within(change, {*change.ticket.tags, *doing.add_tags} - {*doing.remove_tags})
    if doing.team is not UNCHANGED:
        fields.set_team(change, doing.team)
    if doing.assignee is not UNCHANGED:
        fields.set_assignee(change, doing.assignee)
    if doing.own:
        own_fields.set_within(change, doing.own)
    if doing.watch:
        set_watchers_within(change, {*change.ticket.watchers, *doing.watch})
    for task in doing.tasks:
        due = change.at + timedelta(days=task.days) if task.days is not None else None
        add_within(change, title=task.title, team=task.team, due_at=due, blocking=task.blocking)
    if doing.status is not UNCHANGED:
        set_status(change, doing.status, waiting_for=doing.waiting_for, waiting_until=doing.waiting_until)
    for runbook in doing.runbooks:
        begin_runbook_within(change, runbook)
    if doing.back and change.ticket.status == Status.OPEN:
        _back(change)


def _back(change: Change) -> None:
    """Where the requester's last words put a resolved ticket back into work: as it stood before."""
    last: Event | None = change.ticket.events.filter(kind=events.StatusChanged.kind).last()
    if last is None or last.details["before"].get("status") not in (Status.RESOLVED, Status.CLOSED):
        return
    dates = {name: datetime.fromisoformat(text) for name, text in last.details.get("dates", {}).items() if text}
    set_status(change, last.details["before"]["status"], why="rule")
    change.set(**dates)


def _say(change: Change, doing: Doing) -> None:
    for text, public in ((doing.note, False), (doing.reply, True)):
        if not text:
            continue
        require_words(text, "", ())
        message = write_message(
            change, author=None, public=public, staff=True, channel=Channel.PORTAL, text=text, automatic=True
        )
        change.record((events.Replied if public else events.Noted)(message=message.pk))
        change.later(
            MessageAdded(ticket=change.ticket.pk, message=message.pk, public=public, staff=True, automatic=True)
        )
        if public:
            jobs.enqueue(settle, at=change.at + UNDO_TIME + GRACE, ticket=change.ticket.pk)


def last_holder(ticket: Ticket) -> int | None:
    """The agent who had the ticket last and has it no longer, from its timeline. 1 statement."""
    given = ticket.events.filter(kind=events.AssigneeChanged.kind).order_by("-seq")
    for details in given.values_list("details", flat=True):
        if details.get("before"):
            return int(details["before"])
    return None
