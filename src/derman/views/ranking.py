"""“What should I do now?”: the tickets that one could work on, the most urgent first, each with the reasons.

Candidates come from the ends of indexes, so that the answer takes as long at a desk with a million tickets; only they
are weighed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.desk.actions import audit
from derman.kernel import clock, sql
from derman.people.access import Lens, lens_of
from derman.people.models import Person
from derman.tickets.queries.lines import Line, lines_of
from derman.views.errors import NotAllowed, WrongInput
from derman.views.models import RankWeights

MINE, FREE, DUE = 300, 60, 200  # candidates: one's own; free ones of each team; those of each team that are due first
MOST = 40
HEAVIEST = 10
HORIZON = timedelta(hours=24)  # what is due later is not urgent yet
PATIENCE = timedelta(days=3)  # who waits longer waits as long as can be
EFFORT = 60  # minutes, from which on a ticket counts as well begun
_PRIORITY = {1: 1.0, 2: 0.6, 3: 0.25, 4: 0.0}
# in work and one's own, or free in one of one's teams
_CANDIDATES = f"""
    SELECT number, priority, due_at, updated_at, minutes, assignee_id FROM (
        (SELECT number, priority, due_at, updated_at, minutes, assignee_id, status FROM tickets_ticket
         WHERE assignee_id = %(person)s AND status IN ('new', 'open', 'waiting') ORDER BY updated_at DESC, number DESC
         LIMIT {MINE})
        UNION
        SELECT part.* FROM unnest(%(teams)s::bigint[]) AS own(team), LATERAL
        (SELECT number, priority, due_at, updated_at, minutes, assignee_id, status FROM tickets_ticket
         WHERE team_id = own.team AND status IN ('new', 'open') AND assignee_id IS NULL
         ORDER BY priority, created_at LIMIT {FREE}) AS part
        UNION
        SELECT part.* FROM unnest(%(teams)s::bigint[]) AS own(team), LATERAL
        (SELECT number, priority, due_at, updated_at, minutes, assignee_id, status FROM tickets_ticket
         WHERE team_id = own.team AND due_at IS NOT NULL ORDER BY due_at, number LIMIT {DUE}) AS part
    ) AS found
    WHERE status IN ('new', 'open') AND (assignee_id IS NULL OR assignee_id = %(person)s)"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each thing counts, 0 to 10."""

    promise: int = 5
    priority: int = 4
    waiting: int = 2
    effort: int = 1


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a ticket stands where it does: `late`, `due`, `priority`, `waiting`, `effort`; and how much of it."""

    code: str
    weight: float
    seconds: int = 0  # late, left, or waited
    amount: int = 0  # the priority, or minutes spent


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ticket with its score and its reasons, the weightiest first."""

    line: Line
    unread: bool
    score: float
    reasons: tuple[Reason, ...]


NAMES = ("promise", "priority", "waiting", "effort")


def weights_now() -> Weights:
    """The weights that hold at this desk. 1 statement."""
    kept = RankWeights.objects.filter(pk=1).values(*NAMES).first()
    return Weights(**kept) if kept else Weights()


def set_weights(*, actor: Person, **given: int) -> Weights:
    """Have other weights hold for everybody; what is left out stays. For leads. Raises NotAllowed, WrongInput."""
    if not actor.is_lead:
        raise NotAllowed(_("Only leads and administrators change what counts."))
    for name, value in given.items():
        if name not in NAMES or not 0 <= value <= HEAVIEST:
            raise WrongInput(_("A weight is a number from 0 to 10."), field=name)
    with transaction.atomic():
        RankWeights.objects.get_or_create(pk=1)
        if given:
            RankWeights.objects.filter(pk=1).update(**given)
        audit(actor=actor, kind="ranking.changed", **given)
    return weights_now()


def now_for(person: Person, *, lens: Lens | None = None, weights: Weights | None = None) -> list[Ranked]:
    """What `person` had best do now, MOST tickets; nothing for a requester. 4 statements, one less each where
    `lens` or `weights` are given."""
    if not person.is_active or not person.is_staff_member:
        return []
    lens = lens or lens_of(person)
    found = sql.rows(_CANDIDATES, {"person": person.pk, "teams": lens.teams})
    at, counted = clock.now(), weights or weights_now()
    scored = []
    for number, priority, due, updated, minutes, _holder in found:
        reasons = _reasons(counted, at, priority, due, updated, minutes)
        scored.append((sum(reason.weight for reason in reasons), number, reasons))
    # of those that are alike the older one first
    scored.sort(key=lambda one: (-one[0], one[1]))
    best = scored[:MOST]
    lines = lines_of(person, lens, [number for _score, number, _reasons in best])
    return [Ranked(*lines[number], round(score, 3), reasons) for score, number, reasons in best if number in lines]


def _reasons(
    weights: Weights, at: datetime, priority: int, due: datetime | None, updated: datetime, minutes: int
) -> tuple[Reason, ...]:
    made = []
    if due is not None:
        left = due - at
        if left <= timedelta():
            share = 1 + min(1.0, -left / HORIZON)
            made.append(Reason("late", weights.promise * share, seconds=int(-left.total_seconds())))
        elif left < HORIZON:
            made.append(Reason("due", weights.promise * (1 - left / HORIZON), seconds=int(left.total_seconds())))
    made.append(Reason("priority", weights.priority * _PRIORITY[priority], amount=priority))
    waited = max(timedelta(), at - updated)
    made.append(Reason("waiting", weights.waiting * min(1.0, waited / PATIENCE), seconds=int(waited.total_seconds())))
    made.append(Reason("effort", weights.effort * min(1.0, minutes / EFFORT), amount=minutes))
    return _weightiest(made)


def _weightiest(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted((one for one in reasons if one.weight > 0), key=lambda one: -one.weight))
