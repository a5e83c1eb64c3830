"""Work for the worker: what is due is announced, and clocks follow a policy that was changed. Safe to run twice.

A ticket is always locked before its clocks, as in every change of a ticket.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from derman.kernel import clock, jobs, sql
from derman.kernel.facts import announce
from derman.kernel.recalling import recalling
from derman.sla.book import Chapter, Step, the_book
from derman.sla.facts import PromiseDue
from derman.sla.handlers import CLOCK_COLUMNS, TICKET_COLUMNS, chapters_of, shown_of, talk_on
from derman.sla.models import Clock
from derman.sla.reckoning import Talk, looks, reconcile, recount, settle
from derman.sla.telling import ON_CALL, UP, Told, team_above, whom
from derman.tickets import actions
from derman.tickets.models import UNRESOLVED, Ticket

AT_ONCE = 25  # tickets in one transaction: an agent who wants one of them waits for no more than that

DUE = "SELECT EXISTS (SELECT 1 FROM sla_clock WHERE next_at <= now())"

_DUE = (
    "SELECT DISTINCT ticket_id FROM (SELECT ticket_id FROM sla_clock WHERE next_at <= %s ORDER BY next_at LIMIT %s) d"
)
_LOCK = "WHERE t.number = ANY(%s) ORDER BY t.number FOR UPDATE SKIP LOCKED"


@jobs.job("sla.announce_due", priority=jobs.URGENT)
def announce_due() -> None:
    """Announce every step that is due, each once; what somebody is changing right now comes a second later."""
    while announce_some():
        pass


jobs.wake(announce_due, when=DUE)


def announce_some() -> bool:
    """Announce what is due on some tickets; False where nothing is left that is not being changed by somebody."""
    with transaction.atomic(), recalling():
        numbers = [number for (number,) in sql.rows(_DUE, [clock.now(), AT_ONCE])]
        tickets = sql.read(Ticket, _LOCK, [numbers]) if numbers else []
        book = {chapter.policy: chapter for chapter in the_book()}
        locked = [ticket.pk for ticket in tickets]
        due = sql.read(Clock, "WHERE t.ticket_id = ANY(%s) AND t.next_at <= %s ORDER BY t.id", [locked, clock.now()])
        for row in due:
            ticket = next(one for one in tickets if one.pk == row.ticket_id)
            _announce(ticket, row, book.get(row.policy_id))
    return bool(due)


def _announce(ticket: Ticket, row: Clock, chapter: Chapter | None) -> None:
    """The latest step of a clock that is due: where a worker was away, those before it have nothing new to say."""
    if chapter is None or row.due_at is None:  # its policy was switched off just now; its clocks follow
        row.next_at = None
        sql.update(row, ["next_at"])
        return
    now, passed = clock.now(), list[Step]()
    steps = chapter.steps(row.seconds)
    while row.next_at is not None and row.next_at <= now:
        passed.append(steps[row.stage])
        row.stage += 1
        settle(row, chapter, now)
    sql.update(row, ["stage", "next_at"])
    if not passed:
        return
    step = next((one for one in reversed(passed) if one.what == "late"), passed[-1])
    wanted = {name for one in passed for name in one.tell}
    told = Told([], [])
    if wanted and row.acknowledged_at is None:
        pages = sum(ON_CALL in one.tell for one in steps[: row.stage]) - sum(ON_CALL in one.tell for one in passed)
        told = whom(ticket, wanted, moment=now, pages=pages)
    actions.note_promise_step(
        ticket=ticket.pk,
        target=row.target,
        what=step.what,
        due=row.due_at,
        told=told.persons,
        paged=told.paged,
        acknowledged=row.acknowledged_by_id if wanted else None,
    )
    if told.persons:
        announce(PromiseDue(ticket=ticket.pk, late=row.due_at <= now, persons=told.persons, paged=told.paged))
    if UP in wanted and row.acknowledged_at is None and (above := team_above(ticket)) is not None:
        actions.move_up_late(ticket=ticket.pk, team=above, target=row.target)


@jobs.job("sla.follow_policies", priority=jobs.IDLE)
def follow_policies(*, after: int = 0) -> None:
    """Bring the clocks of all unresolved tickets to where the policies have them now, some at a time.

    Quietly: a new policy is nobody's omission. The rest is left to a job of its own, so that a worker may end.
    """
    for _round in range(20):
        last = follow_some(after)
        if last is None:
            return
        after = last
    jobs.enqueue(follow_policies, after=after)


def follow_some(after: int) -> int | None:
    """The clocks of the next tickets behind a number; gives the last of them, None where there are no more."""
    with transaction.atomic(), recalling():
        tail = "WHERE t.number > %s AND t.status = ANY(%s) ORDER BY t.number LIMIT %s FOR UPDATE"
        tickets = sql.read(Ticket, tail, [after, list(UNRESOLVED), AT_ONCE * 4])
        if not tickets:
            return None
        book, numbers = the_book(), [ticket.pk for ticket in tickets]
        of: dict[int, list[Clock]] = {number: [] for number in numbers}
        for row in sql.read(Clock, "WHERE t.ticket_id = ANY(%s) ORDER BY t.id", [numbers]):
            of[row.ticket_id].append(row)
        chapters, talks = chapters_of(tickets, book), talk_on(*tickets)
        written = _Written()
        for ticket in tickets:
            _follow(ticket, of[ticket.pk], chapters[ticket.pk], talks[ticket.pk], written)
        sql.update_many(written.clocks, CLOCK_COLUMNS)
        sql.update_many(written.tickets, TICKET_COLUMNS)
        Clock.objects.bulk_create(written.made)
    return tickets[-1].pk


@dataclass(slots=True)
class _Written:
    """What is to be written of some tickets, together."""

    clocks: list[Clock] = field(default_factory=list)
    made: list[Clock] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)


def _follow(ticket: Ticket, clocks: list[Clock], chapter: Chapter | None, talk: Talk, written: _Written) -> None:
    if chapter is None and not clocks:
        return
    now, before = clock.now(), [looks(row) for row in clocks]
    recount(clocks, chapter, now)
    outcome = reconcile(ticket, clocks, talk, chapter, now, aloud=False)
    written.clocks += [row for row, looked in zip(clocks, before, strict=True) if looks(row) != looked]
    written.made += outcome.made
    columns = shown_of([*clocks, *outcome.made])
    if any(getattr(ticket, name) != value for name, value in columns.items()):
        for name, value in columns.items():
            setattr(ticket, name, value)
        written.tickets.append(ticket)
