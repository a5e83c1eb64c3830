"""The time machine: a rule is run over the tickets of the last days, some at a time. Safe to run twice, and to stop."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.automation.access import replays_visible_to, visible_to
from derman.automation.book import Ready, ready
from derman.automation.errors import NotAllowed, RuleNotFound, WrongInput
from derman.automation.foretelling import foretell
from derman.automation.given import Given, given_of
from derman.automation.models import Foretold, Replay, Rule
from derman.kernel import clock, jobs, sql
from derman.kernel.recalling import recalling
from derman.people.models import Person
from derman.tickets.access import visible_to as tickets_visible_to

LONGEST = 365  # days
SLICE = 500  # tickets in one transaction
A_WHILE = 15.0  # seconds after which other work has its turn
KEPT = 20_000  # times that are kept one by one; beyond, they are counted
_BUSIEST = """
SELECT coalesce(max(n), 0) FROM (SELECT count(*) OVER (ORDER BY f.at RANGE BETWEEN '1 hour' PRECEDING AND CURRENT ROW) n
FROM automation_foretold f WHERE f.replay_id = %s) hours
"""


def replay(
    *, actor: Person, rule: int, days: int = 90, given: Given | None = None, patience: float = 0
) -> Replay:  # fmt: skip
    """Begin to try a rule on the last `days`; `given` instead of what is saved. It goes on in the worker.

    `patience`: for so many seconds it is worked on at once. Raises NotAllowed, RuleNotFound, WrongInput.
    """
    if not actor.is_lead:
        raise NotAllowed(_("Only a lead or an administrator can do this."))
    row = visible_to(actor).filter(pk=rule).first() if 0 < rule < 2**63 else None
    if row is None:
        raise RuleNotFound(_("There is no such rule."))
    if not 1 <= days <= LONGEST:
        raise WrongInput(_("Write 1 to 365 days."), field="days")
    kept = (given or given_of(row)).checked()
    since = clock.now() - timedelta(days=days)
    with transaction.atomic():
        made = Replay.objects.create(
            rule=row,
            by=actor,
            kept=kept.columns(),
            days=days,
            since=since,
            total=tickets_visible_to(actor).filter(updated_at__gte=since).count(),
        )
        jobs.enqueue(go_on, replay=made.pk)
    until = time.monotonic() + patience
    while patience and time.monotonic() < until and _some_more(made.pk):
        pass
    made.refresh_from_db()
    return made


def stop(*, actor: Person, rule: int, replay: int) -> None:
    """Stop one that is at work; what it found stays. Raises RuleNotFound."""
    found = replays_visible_to(actor).filter(rule=rule, pk=replay)
    if not found.exists():
        raise RuleNotFound(_("There is no such rule."))
    Replay.objects.filter(pk=replay, state=Replay.State.RUNNING).update(state=Replay.State.STOPPED)


@jobs.job("automation.replay", priority=jobs.IDLE, tries=5)
def go_on(*, replay: int) -> None:
    """Carry one on; after a while it lets other work go first."""
    until = time.monotonic() + A_WHILE
    while _some_more(replay):
        if time.monotonic() > until:
            jobs.enqueue(go_on, replay=replay)
            return


def _some_more(number: int) -> bool:
    """The next tickets; whether some are left."""
    begun = time.monotonic()
    with transaction.atomic(), recalling():
        row = Replay.objects.select_for_update(of=("self",)).select_related("by").filter(pk=number).first()
        if row is None or row.state != Replay.State.RUNNING:
            return False
        mine = tickets_visible_to(row.by) if row.by is not None else tickets_visible_to(None)
        left = mine.filter(updated_at__gte=row.since, pk__gt=row.place).order_by("pk")
        numbers = list(left.values_list("pk", flat=True)[:SLICE])
        if numbers:
            _look(row, numbers)
            row.place, row.looked = numbers[-1], row.looked + len(numbers)
        if len(numbers) < SLICE:
            row.state = Replay.State.DONE
            ((row.busiest,),) = sql.rows(_BUSIEST, [row.pk])
        row.seconds += time.monotonic() - begun
        row.save()
    return row.state == Replay.State.RUNNING


def _look(row: Replay, numbers: list[int]) -> None:
    given = Given(**row.kept)
    hits = foretell(_compiled(row, given), given.hours, given.working, numbers, row.since)
    if row.matched < KEPT:
        Foretold.objects.bulk_create(
            Foretold(replay=row, ticket_id=hit.ticket, at=hit.at, because=hit.because, changes=hit.changes)
            for hit in hits
        )
    row.matched += len(hits)
    row.changed += sum(1 for hit in hits if hit.changes)
    row.same += sum(1 for hit in hits if hit.changes and all(_done_anyway(one) for one in hit.changes))


def _done_anyway(change: dict[str, Any]) -> bool:
    return change["same"] is not None


def _compiled(row: Replay, given: Given) -> Ready:
    return ready(Rule(pk=row.rule_id, version=0, **given.columns()))
