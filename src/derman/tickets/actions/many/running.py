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

from derman.kernel import clock, live, sql
from derman.kernel.gathering import gathering
from derman.kernel.jobs import enqueue, enqueue_once, job
from derman.kernel.recalling import recalling
from derman.people.models import Person
from derman.tickets.access import may_delete, visible_to
from derman.tickets.actions.changing import all_or_none, written_together
from derman.tickets.actions.locking import locked_together
from derman.tickets.actions.many.doing import Act, End, doing, know_together, undoing, why_not
from derman.tickets.actions.many.saying import SAID, words_for
from derman.tickets.actions.many.wanted import MOST, Wanted, checked
from derman.tickets.errors import (
    AlreadyUndone,
    TicketError,
    TicketNotFound,
    TooLateToUndo,
    WrongInput,
)
from derman.tickets.models import Message, Ticket
from derman.tickets.together import Refusal, Run, RunTicket

log = logging.getLogger("derman.tickets")

LONG = timedelta(minutes=15)  # that a run takes at most while all is well
BATCH = 50  # tickets that are locked together: somebody else waits for them a tenth of a second or two
State = RunTicket.State
# what is done to each of many tickets without reading what was written for it before
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
        "fields",
        "tasks",
        "delete",
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


def _ends(run: Run, numbers: Sequence[int]) -> list[End]:
    """Do, or take back, what is wanted of some tickets; what became of each.

    What is said on tickets and what sets their values is written for all of them together, and of other things what may
    wait. Where something unexpected happens then, all of it is rolled back and each has its turn alone: one ticket with
    a fault stops no other.
    """
    refused: dict[int, End] = {}
    try:
        while SETS.issuperset(run.wanted.keys() - SAID):
            try:
                return _ends_together(run, numbers, refused)
            except _RefusedLate as late:
                refused.update(late.ends)
        with transaction.atomic(), recalling(), gathering(), _locked(run, numbers) as act:
            return [_end_alone(act, run, number) for number in numbers]
    except (OperationalError, InterfaceError):
        raise  # the database is in the way, not a ticket: the job is tried again
    except Exception:
        log.warning("The change of many tickets %s goes on one by one", run.pk, exc_info=True)
    with recalling(), _locked(run, numbers) as act:
        return [_end_alone(act, run, number) for number in numbers]


class _RefusedLate(Exception):
    """On some tickets a part of what is wanted was done when the rest was refused: none of it may stay."""

    def __init__(self, ends: dict[int, End]) -> None:
        super().__init__()
        self.ends = ends


def _ends_together(run: Run, numbers: Sequence[int], refused: dict[int, End]) -> list[End]:
    """The same, written together; those that are known to be `refused` are left out. Raises _RefusedLate."""
    ends, running = dict(refused), run.state == Run.State.RUNNING
    with transaction.atomic(), recalling(), gathering():
        if running and not SAID.isdisjoint(run.wanted):
            _say_together(run, [number for number in numbers if number not in ends], ends)
        said = [number for number in numbers if number not in ends]
        with _locked(run, said, together=True) as act, written_together():
            rest = {number: _end(act, run, number) for number in said}
        if running and not SAID.isdisjoint(run.wanted):
            _none_stays({number: end for number, end in rest.items() if end[0] == State.REFUSED})
    return [{**ends, **rest}[number] for number in numbers]


def _say_together(run: Run, numbers: Sequence[int], ends: dict[int, End]) -> None:
    """Write to all of these what is to be said, and note in `ends` where that is refused. Raises _RefusedLate."""
    tickets = Ticket.objects.select_related("requester").in_bulk(numbers)
    words: dict[int, dict[Callable[..., Message], str]] = {}
    for number in numbers:
        try:
            words[number] = words_for(run.actor, tickets[number], run.wanted)
        except TicketError as error:
            ends[number] = (State.REFUSED, why_not(error))
    for step, write in enumerate(dict.fromkeys(one for said in words.values() for one in said)):
        some = [number for number, said in words.items() if write in said and number not in ends]
        sql.expect_keys(Message, len(some))
        late: dict[int, End] = {}
        with locked_together(some, run.actor), written_together():
            for number in some:
                try:
                    write(actor=run.actor, ticket=number, text=words[number][write])
                except TicketError as error:
                    late[number] = (State.REFUSED, why_not(error))
        if step:
            _none_stays(late)
        ends.update(late)


def _none_stays(late: dict[int, End]) -> None:
    if late:
        raise _RefusedLate(late)


@contextmanager
def _locked(run: Run, numbers: Sequence[int], *, together: bool = False) -> Iterator[Act]:
    """The tickets locked, and what does or takes back to each what is wanted.

    `together`: what can be read for all is read, and what is to be said has been.
    """
    back = run.state == Run.State.UNDOING
    with locked_together(numbers, run.actor, deleted_too=back and may_delete(run.actor)):
        if together and not back:
            know_together(run, numbers)
        yield undoing(run, numbers, together=together) if back else doing(run, said=together)


def _end(act: Act, run: Run, number: int) -> End:
    try:
        with all_or_none():
            return act(number)
    except AlreadyUndone:
        return State.UNDONE, ""
    except TicketError as error:
        return _left_alone(run), why_not(error)


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
