"""How well a vendor keeps its word: handed over, answered in time, late, reopened, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from derman.desk.hours import the_zone
from derman.kernel import clock, sql
from derman.vendors.access import visible_to

DAYS = 365  # that count where nobody says otherwise

# one index scan of the vendor's latest cases; what was withdrawn without an answer was never theirs to keep
_SCORES = """
SELECT c.vendor_id, count(*),
    count(*) FILTER (WHERE c.state = 'open'),
    count(*) FILTER (WHERE c.state = 'withdrawn'),
    count(*) FILTER (WHERE c.answered_at <= c.response_due),
    count(*) FILTER (WHERE c.response_due < coalesce(c.answered_at, c.ended_at, %(now)s)),
    count(*) FILTER (WHERE c.state IN ('said', 'done') AND c.solved_at <= c.solution_due),
    count(*) FILTER (WHERE c.state <> 'withdrawn' AND c.solution_due < coalesce(c.solved_at, %(now)s)),
    count(*) FILTER (WHERE c.reopened > 0), coalesce(sum(c.reopened), 0),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.answered_at - c.sent_at))
        FILTER (WHERE c.answered_at IS NOT NULL)
FROM vendors_case c WHERE c.vendor_id = ANY(%(vendors)s) AND c.sent_at >= %(since)s AND c.sent_at < %(until)s
GROUP BY c.vendor_id
"""
_COSTS = """
SELECT c.vendor_id, c.currency, sum(c.cost) FROM vendors_case c
WHERE c.vendor_id = ANY(%(vendors)s) AND c.sent_at >= %(since)s AND c.sent_at < %(until)s AND c.cost IS NOT NULL
GROUP BY c.vendor_id, c.currency ORDER BY c.vendor_id, c.currency
"""


@dataclass(frozen=True, slots=True)
class Score:
    """Of one vendor, in a span of days. Counts of cases; `answer_minutes` is the median until the first answer."""

    handed: int = 0
    open: int = 0
    withdrawn: int = 0
    answered_in_time: int = 0
    answered_late: int = 0
    solved_in_time: int = 0
    solved_late: int = 0
    reopened: int = 0
    reopenings: int = 0
    answer_minutes: int | None = None
    costs: tuple[tuple[str, Decimal], ...] = ()  # of the cases, by currency

    @property
    def answers_kept(self) -> int | None:
        """Of a hundred answers that were due, how many came in time."""
        return _of_hundred(self.answered_in_time, self.answered_late)

    @property
    def solutions_kept(self) -> int | None:
        """Of a hundred solutions that were due, how many came in time."""
        return _of_hundred(self.solved_in_time, self.solved_late)


def _of_hundred(kept: int, late: int) -> int | None:
    return round(100 * kept / (kept + late)) if kept + late else None


def scores(
    person: Any, vendors: list[int], *, since: date | None = None, until: date | None = None
) -> dict[int, Score]:
    """By vendor, for the vendors that `person` may see, until the end of a day (None: today). 4 statements."""
    seen = list(visible_to(person).filter(pk__in=vendors).values_list("pk", flat=True))
    now, zone = clock.now(), the_zone()
    last = until or now.astimezone(zone).date()
    first = since or last - timedelta(days=DAYS)
    values = {
        "vendors": seen,
        "now": now,
        "since": datetime.combine(first, time(), zone),
        "until": datetime.combine(last, time(), zone) + timedelta(days=1),
    }
    costs: dict[int, list[tuple[str, Decimal]]] = {}
    for vendor, currency, amount in sql.rows(_COSTS, values):
        costs.setdefault(vendor, []).append((currency, amount))
    found = {}
    for vendor, *counts, seconds in sql.rows(_SCORES, values):
        minutes = round(seconds / 60) if seconds is not None else None
        found[vendor] = replace(Score(*counts), answer_minutes=minutes, costs=tuple(costs.get(vendor, ())))
    return {pk: found.get(pk, Score()) for pk in seen}
