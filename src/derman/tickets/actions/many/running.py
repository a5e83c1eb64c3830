"""A run: the tickets of a change one after the other, in the worker, some in each transaction.

The journal says what became of each ticket in the same transaction in which it changed: a run that is killed goes on
where it was, and one that is begun twice does nothing twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, live
from derman.kernel.gathering import gathering
from derman.kernel.jobs import enqueue, enqueue_once, job
from derman.kernel.recalling import recalling
from derman.people.models import Person, Team
from derman.tickets import events
from derman.tickets.access import may_delete, visible_to
from derman.tickets.actions import fields, own_fields
from derman.tickets.actions.changing import Change, changing, written_together
from derman.tickets.actions.deleting import put_in
from derman.tickets.actions.locking import lock_in_order, locked_together
from derman.tickets.actions.many.foreseeing import tags_after
from derman.tickets.actions.many.saying import SAID, plan_tasks, say
from derman.tickets.actions.many.wanted import MOST, Wanted, checked, until_of
from derman.tickets.actions.standing import know_empty_fields, set_status
from derman.tickets.actions.undo import done_by, undo_done
from derman.tickets.actions.watching import set_watchers_within
from derman.tickets.errors import (
    AlreadyUndone,
    NotAllowed,
    Overtaken,
    TicketError,
    TicketNotFound,
    TooLateToUndo,
    WrongInput,
)
from derman.tickets.merged import family_of
from derman.tickets.models import Category, Status
from derman.tickets.together import Refusal, Run, RunTicket

log = logging.getLogger("derman.tickets")

LONG = timedelta(minutes=15)  # that a run takes at most while all is well
BATCH = 25  # tickets that are locked together: somebody else waits for them a tenth of a second at most
State = RunTicket.State
# what sets values of a ticket, and writes nothing else
SETS = frozenset(
    {
        "status",
        "waiting_for",
        "waiting_until",
        "priority",
        "kind",
        "category",
        "team",
        "assignee",
        "add_tags",
        "remove_tags",
        "watch",
        "macro",
    }
)


def change_many(*, actor: Person, numbers: Collection[int], wanted: Wanted) -> Run:
    """Have `wanted` done to the tickets with these numbers that `actor` sees. Raises WrongInput, NotAllowed."""
    wanted = checked(actor, wanted)
    if len(numbers) > MOST:
        raise WrongInput(_("Choose %(most)s tickets at most.") % {"most": MOST}, field="numbers")
    named = {number for number in numbers if 0 < number < 2**63}
    with transaction.atomic():
        seen = list(visible_to(actor).filter(pk__in=named).values_list("pk", flat=True))
        if not seen:
            raise WrongInput(_("Choose at least one ticket."), field="numbers")
        run = Run.objects.create(actor=actor, wanted=wanted, total=len(seen))
        RunTicket.objects.bulk_create([RunTicket(run=run, ticket_id=number) for number in sorted(seen)])
        enqueue(go_on, run=run.pk)
    return run


def take_back_run(*, actor: Person, run: int) -> Run:
    """Take back what a run of one's own did, as far as nothing later builds on it; one still at work stops.

    Raises TicketNotFound, TooLateToUndo.
    """
    with transaction.atomic():
        found = Run.objects.select_for_update().filter(pk=run, actor=actor).first() if run < 2**63 else None
        if found is None:
            raise TicketNotFound(_("There is no such change of yours."))
        if found.state in (Run.State.UNDOING, Run.State.UNDONE):
            raise TooLateToUndo(_("This was taken back already."))
        found.tickets.filter(state=State.WAITING).update(state=State.LEFT)
        found.state, found.ended_at = Run.State.UNDOING, None
        found.save(update_fields=["state", "ended_at"])
        enqueue(go_on, run=found.pk)
    return found


@job("tickets.change_many", tries=8)
def go_on(*, run: int) -> None:
    """Carry a run on until it has ended."""
    while _some_more(run):
        pass


def _some_more(number: int) -> bool:
    """The next tickets of a run; whether some are left. Whoever does the same at once waits, and does the next ones."""
    with transaction.atomic():
        run = Run.objects.select_for_update(of=("self",)).select_related("actor").filter(pk=number).first()
        if run is None or run.state in (Run.State.DONE, Run.State.UNDONE):
            return False
        undoing = run.state == Run.State.UNDOING
        due = run.tickets.filter(state=State.CHANGED if undoing else State.WAITING)
        # by number, as all who lock several tickets do
        some = list(due.order_by("ticket_id")[:BATCH])
        numbers = [row.ticket_id for row in some]
        became: dict[tuple[str, str], list[int]] = {}
        for row, end in zip(some, _ends(run, numbers), strict=True):
            became.setdefault(end, []).append(row.pk)
        for (state, why), rows in became.items():
            RunTicket.objects.filter(pk__in=rows).update(state=state, why=why)
        if len(some) < BATCH:
            run.state = Run.State.UNDONE if undoing else Run.State.DONE
            run.ended_at = clock.now()
            run.save(update_fields=["state", "ended_at"])
        live.signal("bulk", run.pk, audience=[f"person:{run.actor_id}"])
        return len(some) == BATCH


@job("tickets.change_many_on", every="*/5 * * * *")
def go_on_with_all() -> None:
    """Runs that should have ended long ago, since their job gave up, go on."""
    unended = Run.objects.filter(state__in=[Run.State.RUNNING, Run.State.UNDOING])
    for number in unended.filter(created_at__lt=clock.now() - LONG).values_list("pk", flat=True):
        enqueue_once(go_on, soon=timedelta(seconds=10), run=number)


type End = tuple[str, str]  # what became of a ticket: its state, and why
type Act = Callable[[int], End]


def _ends(run: Run, numbers: Sequence[int]) -> list[End]:
    """Do, or take back, what is wanted of some tickets; what became of each.

    What sets values of tickets alone is written for all of them together, and of other things what may wait. Where
    something unexpected happens then, all of it is rolled back and each has its turn alone: one ticket with a fault
    stops no other.
    """
    # taking back leaves alone what was said
    together = SETS.issuperset(run.wanted.keys() - (SAID if run.state == Run.State.UNDOING else set()))
    try:
        with transaction.atomic(), recalling(), gathering(), _locked(run, numbers) as act:
            if not together:
                return [_end_alone(act, run, number) for number in numbers]
            if run.state == Run.State.RUNNING and run.wanted.get("status") in (Status.RESOLVED, Status.CLOSED):
                know_empty_fields(numbers)
            with written_together():
                return [_end(act, run, number) for number in numbers]
    except (OperationalError, InterfaceError):
        raise  # the database is in the way, not a ticket: the job is tried again
    except Exception:
        log.warning("The change of many tickets %s goes on one by one", run.pk, exc_info=True)
    with recalling(), _locked(run, numbers) as act:
        return [_end_alone(act, run, number) for number in numbers]


@contextmanager
def _locked(run: Run, numbers: Sequence[int]) -> Iterator[Act]:
    """The tickets locked, and what does or takes back to each what is wanted."""
    undoing = run.state == Run.State.UNDOING
    with locked_together(numbers, run.actor, deleted_too=undoing and may_delete(run.actor)):
        yield _undoing(run, numbers) if undoing else _doing(run)


def _end(act: Act, run: Run, number: int) -> End:
    try:
        return act(number)
    except AlreadyUndone:
        return State.UNDONE, ""
    except TicketError as error:
        return _left_alone(run), _why(error)


def _end_alone(act: Act, run: Run, number: int) -> End:
    """The same behind a savepoint: all that is wanted of a ticket holds or falls together."""

    def apart(number: int) -> End:
        with transaction.atomic():
            return act(number)

    try:
        return _end(apart, run, number)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("Ticket %s was left as it is by the change of many tickets %s", number, run.pk)
        return _left_alone(run), Refusal.FAILED


def _left_alone(run: Run) -> State:
    return State.KEPT if run.state == Run.State.UNDOING else State.REFUSED


def _doing(run: Run) -> Act:
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


def _undoing(run: Run, numbers: Sequence[int]) -> Act:
    """Takes back what was done to one of these tickets, which are locked. 2 statements."""
    done = done_by(run.act, numbers)

    def act(number: int) -> tuple[str, str]:
        if SAID.issuperset(run.wanted.keys() - {"macro"}):
            return State.KEPT, Refusal.SAID
        lock_in_order(*done[number].others)
        undo_done(actor=run.actor, ticket=number, done=done[number])
        return State.UNDONE, ""

    return act


def _why(error: TicketError) -> str:
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
