"""What is done to one ticket of a run, what takes it back, and why it was not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from derman.kernel import sql
from derman.people.models import Person, Team
from derman.tickets import events
from derman.tickets.actions import fields, own_fields
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.deleting import know_bin, put_in
from derman.tickets.actions.locking import lock_in_order
from derman.tickets.actions.many.foreseeing import tags_after
from derman.tickets.actions.many.saying import SAID, plan_tasks, say
from derman.tickets.actions.many.wanted import Wanted, until_of
from derman.tickets.actions.standing import know_values, set_status
from derman.tickets.actions.tasks import know_tasks
from derman.tickets.actions.undo import Done, done_by, undo_done
from derman.tickets.actions.watching import set_watchers_within
from derman.tickets.errors import NotAllowed, Overtaken, TicketError, TicketNotFound, TooLateToUndo, WrongInput
from derman.tickets.merged import family_of, know_families
from derman.tickets.models import Category, Status, Task
from derman.tickets.together import Refusal, Run, RunTicket

State = RunTicket.State
type End = tuple[str, str]  # what became of a ticket: its state, and why
type Act = Callable[[int], End]


def doing(run: Run, *, said: bool) -> Act:
    """Does what is wanted to one ticket."""
    wanted: Wanted = run.wanted
    team_id, person_id, category_id = (wanted.get("team"), wanted.get("assignee"), wanted.get("category"))
    team = Team.objects.filter(pk=team_id).first() if team_id is not None else None
    assignee = Person.objects.filter(pk=person_id).first() if person_id is not None else None
    category = Category.objects.filter(pk=category_id).first() if category_id is not None else None
    # what was chosen may have been removed since: then nothing is taken away instead
    chosen = ((team_id, team), (person_id, assignee), (category_id, category))
    gone = any(pk is not None and found is None for pk, found in chosen)

    def set_fields(change: Change) -> None:
        if "team" in wanted:
            fields.set_team(change, team)
        if "assignee" in wanted:
            fields.set_assignee(change, assignee)
        if "priority" in wanted:
            fields.set_priority_within(change, priority=wanted["priority"])
        if "category" in wanted:
            fields.set_category_within(change, category)
        if "kind" in wanted:
            fields.set_kind_within(change, wanted["kind"])
        if "add_tags" in wanted or "remove_tags" in wanted:
            fields.set_tags_within(change, tags_after(change.ticket, wanted))
        if "fields" in wanted:
            own_fields.set_within(change, wanted["fields"])
        if "status" in wanted:
            waiting_for, until = wanted.get("waiting_for", ""), until_of(wanted)
            set_status(change, wanted["status"], waiting_for=waiting_for, waiting_until=until)

    def add(change: Change) -> None:
        if "watch" in wanted:
            set_watchers_within(change, {*change.ticket.watchers, *wanted["watch"]})
        if "tasks" in wanted:
            plan_tasks(change, run.actor, wanted)

    def act(number: int) -> tuple[str, str]:
        if gone:
            return State.REFUSED, Refusal.WRONG
        if not said:
            say(run.actor, number, wanted)
        merged = family_of(number) - {number} if "delete" in wanted else set()
        lock_in_order(*merged)
        with changing(number, run.actor) as change:
            change.act = run.act
            if "delete" in wanted:
                put_in(change, merged)
            add(change)
            set_fields(change)
            if change.kinds and "macro" in wanted:
                by = wanted["macro"]
                change.record(events.MacroRan(macro=by["id"], version=by["version"], name=by["name"], did=by["did"]))
            if change.kinds:
                change.record(events.ChangedTogether(run=run.pk, others=run.total - 1))
        return (State.CHANGED if change.kinds or SAID & wanted.keys() else State.SAME), ""

    return act


def know_together(run: Run, numbers: Sequence[int]) -> None:
    """Read at once what doing it to each of these, which are locked, asks for; within `recalling`."""
    wanted: Wanted = run.wanted
    if "delete" in wanted:
        know_families(numbers)
    if "fields" in wanted or wanted.get("status") in (Status.RESOLVED, Status.CLOSED):
        know_values(numbers)
    if "tasks" in wanted:
        sql.expect_keys(Task, len(numbers) * len(wanted["tasks"]))


def _know_done(run: Run, done: Mapping[int, Done]) -> None:
    """The same for taking it back."""
    wanted: Wanted = run.wanted
    if "delete" in wanted:
        know_bin([*done, *(other for one in done.values() for other in one.others)])
    if "fields" in wanted:
        know_values(list(done))
    if "tasks" in wanted:
        added = [event for one in done.values() for event in one.events if event.kind == events.TaskAdded.kind]
        know_tasks([event.details["task"] for event in added])


def undoing(run: Run, numbers: Sequence[int], *, together: bool) -> Act:
    """Takes back what was done to one of these tickets, which are locked. 2 statements and more."""
    done = done_by(run.act, numbers)
    if together:
        _know_done(run, done)

    def act(number: int) -> tuple[str, str]:
        if SAID.issuperset(run.wanted.keys() - {"macro"}):
            return State.KEPT, Refusal.SAID
        lock_in_order(*done[number].others)
        undo_done(actor=run.actor, ticket=number, done=done[number])
        return State.UNDONE, ""

    return act


def why_not(error: TicketError) -> str:
    kinds: dict[type[TicketError], str] = {
        TicketNotFound: Refusal.GONE,
        NotAllowed: Refusal.WRONG,
        Overtaken: Refusal.MERGED,
        TooLateToUndo: Refusal.CHANGED,
    }
    by_field = {
        "status": Refusal.TASKS,
        "assignee": Refusal.ASSIGNEE,
        "tags": Refusal.TAGS,
        "later": Refusal.LATER,
        "fields": Refusal.FIELDS,
        "missing": Refusal.MISSING,
    }
    if isinstance(error, WrongInput):
        return str(by_field.get(error.field, Refusal.WRONG).value)
    return str(kinds.get(type(error), Refusal.WRONG))
