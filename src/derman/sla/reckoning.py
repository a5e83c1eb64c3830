"""How a clock runs, stops and ends: pure, on `Clock` objects that nobody has saved yet.

A clock has run between its marks, in pairs, and runs still where one is left over. All else follows from its marks,
from what is promised, and from the working time by which it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from derman.desk.working import WorkingTime
from derman.sla.book import Chapter, Promise
from derman.sla.models import Clock, State, Target
from derman.tickets.binned import IN_BIN
from derman.tickets.models import Status, Ticket


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation with the requester, as far as promises go; machines say nothing in it."""

    answered_at: datetime | None  # when the desk last wrote
    asked_at: datetime | None  # the first that the requester wrote after that


@dataclass(frozen=True, slots=True)
class Want:
    """A clock that a ticket should have: since when, until when, and whether it stands still now."""

    target: str
    started_at: datetime
    ended_at: datetime | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock whose promise was changed: when it would have been due, and the promise from before."""

    clock: Clock
    due_before: datetime | None
    seconds_before: int


@dataclass(slots=True)
class Outcome:
    """What became of the clocks of a ticket."""

    made: list[Clock] = field(default_factory=list)
    changed: list[Clock] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)


def wanted(ticket: Ticket, talk: Talk, pauses: Iterable[str]) -> list[Want]:
    """The clocks that a ticket should have now; none for one that is spam, deleted, or goes on elsewhere."""
    if ticket.status in (Status.SPAM, IN_BIN) or ticket.merged_into_id is not None:
        return []
    paused = ticket.status == Status.WAITING and ticket.waiting_for in pauses
    opened, answered, resolved = ticket.created_at, ticket.first_response_at, ticket.resolved_at
    wants = [
        Want(Target.FIRST_RESPONSE, opened, answered or resolved, paused),
        Want(Target.RESOLUTION, opened, resolved, paused),
    ]
    if answered is None or resolved is not None:
        return wants
    if talk.asked_at is not None and talk.asked_at > answered:
        wants.append(Want(Target.NEXT_REPLY, talk.asked_at, None, paused))
    if talk.answered_at is not None:
        wants.append(Want(Target.UPDATE, talk.answered_at, None, paused))
    return wants


def reconcile(
    ticket: Ticket, clocks: Sequence[Clock], talk: Talk, chapter: Chapter | None, at: datetime, *, aloud: bool = True
) -> Outcome:
    """Bring the clocks of a ticket to where they should be at a moment.

    `chapter`: the policy that holds for it; None: nothing is promised. `aloud`: where a new promise is past a step
    already, that step is announced.
    """
    outcome = Outcome()
    wants = wanted(ticket, talk, chapter.pauses) if chapter is not None else []
    promises = chapter.promises(ticket.priority, ticket.team_id) if chapter is not None else {}
    if wants and Target.TEAM in promises:
        wants.append(_stay(ticket, clocks, wants[0].paused, at))
    left = {(want.target, want.started_at): want for want in wants if want.target in promises}
    for clock in clocks:
        want = left.pop((clock.target, clock.started_at), None)
        before = looks(clock)
        if chapter is None or want is None:
            if clock.is_live:
                answered = _ended(clock, ticket, talk) if wants and clock.target in promises else None
                if clock.target == Target.TEAM and wants and clock.team_id != ticket.team_id:
                    answered = at  # it was handed on
                _end(clock, answered, at, chapter)
        else:
            # what is over keeps what it was promised, until it goes on
            goes_on = clock.is_live or want.ended_at is None
            moved = _promise(clock, chapter, promises[clock.target]) if goes_on else None
            _run_as(clock, want, at, chapter)
            if moved is not None and clock.is_live:
                outcome.moved.append(moved)
            if before != looks(clock):
                settle(clock, chapter, at, anew=moved is not None, aloud=aloud)
        if before != looks(clock):
            outcome.changed.append(clock)
    if chapter is not None:
        outcome.made = [
            _made(want, ticket, chapter, at, clocks, aloud) for want in left.values() if want.ended_at is None
        ]
    return outcome


def _stay(ticket: Ticket, clocks: Sequence[Clock], paused: bool, at: datetime) -> Want:
    """How long a ticket is with its team: since it came there, or since that is promised at all."""
    last = next((clock for clock in reversed(clocks) if clock.target == Target.TEAM), None)
    if last is not None and last.team_id == ticket.team_id and last.state != State.DROPPED:
        return Want(Target.TEAM, last.started_at, ticket.resolved_at, paused)
    # handed on twice within one moment: each stay has a beginning of its own
    begins = at if last is None else max(at, last.started_at + timedelta(microseconds=1))
    return Want(Target.TEAM, begins, ticket.resolved_at, paused)


def recount(clocks: Iterable[Clock], chapter: Chapter | None, at: datetime) -> None:
    """Reckon all that is live anew, quietly: a calendar, or the steps of a policy, may have changed."""
    for clock in clocks:
        if clock.is_live and chapter is not None and clock.policy_id == chapter.policy:
            settle(clock, chapter, at, anew=True, aloud=False)


def spent(marks: Sequence[datetime], working: WorkingTime, until: datetime) -> timedelta:
    """The working time that a clock with these marks has run until a moment."""
    return sum((working.between(a, min(b or until, until)) for a, b in _runs(marks)), timedelta())


def reached(marks: Sequence[datetime], working: WorkingTime, seconds: int) -> datetime | None:
    """When a clock with these marks has run so many seconds, if it stops no more; None where it stands before that."""
    left = timedelta(seconds=seconds)
    for begins, ends in _runs(marks):
        run = working.between(begins, ends) if ends is not None else None
        if run is None or run >= left:
            return working.after(begins, left)
        left -= run
    return None


def settle(clock: Clock, chapter: Chapter, at: datetime, *, anew: bool = False, aloud: bool = True) -> None:
    """Reckon when a live clock is due, what is left of a paused one, and when its next step is to be announced.

    `anew`: what is promised has changed, so the steps begin again; what lies behind is announced only as far as it is
    the last of them, and that only `aloud`.
    """
    working = chapter.time_of(clock.always, clock.team_id)
    owed = clock.next_at is not None and clock.next_at <= at  # due this very second
    runs = clock.state == State.RUNNING
    clock.due_at = reached(clock.marks, working, clock.seconds) if runs else None
    used = spent(clock.marks, working, at)
    clock.left = clock.seconds - int(used.total_seconds()) if clock.state == State.PAUSED else None
    steps = chapter.steps(clock.seconds)
    if anew:
        told, passed = clock.stage, sum(step.seconds <= used.total_seconds() for step in steps)
        clock.stage = passed - 1 if (aloud or owed) and passed > told else passed
    clock.next_at = None
    if runs and clock.stage < len(steps):
        clock.next_at = reached(clock.marks, working, steps[clock.stage].seconds)


def most_urgent(clocks: Iterable[Clock]) -> Clock | None:
    """The clock that a ticket is known by: of those that run the one that is due first, else one that is paused."""
    live = [clock for clock in clocks if clock.is_live and clock.target != Target.TEAM]
    running = [clock for clock in live if clock.due_at is not None]
    if running:
        return min(running, key=lambda clock: (clock.due_at, clock.pk or 0))
    return min(live, key=lambda clock: (clock.left is None, clock.left or 0), default=None)


def _runs(marks: Sequence[datetime]) -> Iterator[tuple[datetime, datetime | None]]:
    for place in range(0, len(marks), 2):
        yield marks[place], marks[place + 1] if place + 1 < len(marks) else None


def looks(clock: Clock) -> tuple[object, ...]:
    """All of a clock that may change, to see whether it did."""
    return (
        clock.policy_id,
        clock.seconds,
        clock.always,
        clock.state,
        clock.due_at,
        clock.left,
        clock.ended_at,
        clock.stage,
        clock.next_at,
        tuple(clock.marks),
    )


def _promise(clock: Clock, chapter: Chapter, promise: Promise) -> Moved | None:
    """Have a clock count by what is promised now; gives what it was where that is something else."""
    same = (clock.seconds, clock.always, clock.policy_id) == (promise.seconds, promise.always, chapter.policy)
    if same:
        return None
    moved = Moved(clock, clock.due_at, clock.seconds)
    clock.seconds, clock.always, clock.policy_id = promise.seconds, promise.always, chapter.policy
    return moved


def _run_as(clock: Clock, want: Want, at: datetime, chapter: Chapter) -> None:
    if want.ended_at is not None:
        if _was_over_when_dropped(clock, want.ended_at):
            clock.marks = [mark for mark in clock.marks if mark <= want.ended_at]
            _end(clock, want.ended_at, at, chapter)
        elif clock.is_live:
            _end(clock, want.ended_at, at, chapter)
        return
    clock.ended_at = None
    if (len(clock.marks) % 2 == 1) == want.paused:
        _mark(clock, at)
    clock.state = State.PAUSED if want.paused else State.RUNNING


def _was_over_when_dropped(clock: Clock, ended: datetime) -> bool:
    """A promise that was over went on, fell away while the ticket was spam, and both were taken back: it is over again.

    What fell away before it was over was promised no longer, and stays so.
    """
    return clock.state == State.DROPPED and clock.ended_at is not None and ended <= clock.ended_at


def _end(clock: Clock, ended: datetime | None, at: datetime, chapter: Chapter | None) -> None:
    """Stop a live clock for good: when its promise was met or missed, or (`ended` is None) is one no longer."""
    if len(clock.marks) % 2:
        _mark(clock, at if ended is None else min(ended, at))
    clock.ended_at = ended or at
    if ended is None or chapter is None:
        clock.state = State.DROPPED
    else:
        used = spent(clock.marks, chapter.time_of(clock.always, clock.team_id), at)
        clock.state = State.MISSED if used > timedelta(seconds=clock.seconds) else State.MET
    clock.due_at = clock.left = clock.next_at = None


def _ended(clock: Clock, ticket: Ticket, talk: Talk) -> datetime | None:
    """When a round of answers that is over was over; None where it was not answered, as when its message is gone."""
    if talk.answered_at is not None and talk.answered_at > clock.started_at:
        return talk.answered_at
    return ticket.resolved_at


def _mark(clock: Clock, moment: datetime) -> None:
    clock.marks = [*clock.marks, max(moment, clock.marks[-1]) if clock.marks else moment]


def _made(want: Want, ticket: Ticket, chapter: Chapter, at: datetime, others: Iterable[Clock], aloud: bool) -> Clock:
    promise = chapter.promises(ticket.priority, ticket.team_id)[want.target]
    clock = Clock(
        ticket=ticket,
        policy_id=chapter.policy,
        target=want.target,
        team_id=ticket.team_id if want.target == Target.TEAM else None,
        seconds=promise.seconds,
        always=promise.always,
        started_at=want.started_at,
        state=State.PAUSED if want.paused else State.RUNNING,
    )
    # one that begins later, as by another priority, has stood still where the others stood still
    older = next((other.marks for other in others if other.started_at == want.started_at and other.is_live), None)
    clock.marks = list(older) if older else [want.started_at] if not want.paused else [want.started_at, at]
    settle(clock, chapter, at, anew=want.started_at < at, aloud=aloud)
    return clock
