"""The radar looks back once a day: what recurs in two weeks, although no hour of them was a surge."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from derman.kernel import clock, sql
from derman.notify.actions import note_surge
from derman.radar import recurring
from derman.radar.detecting import BROAD, Found
from derman.radar.looking import alone, incidents_since, put
from derman.radar.models import Surge
from derman.radar.recurring import FEWEST, FEWEST_DAYS, WINDOW, Days
from derman.radar.seasons import HISTORY

QUIET = timedelta(days=28)  # so long after its last ticket the same signs are the same
MOST = 20_000  # tickets that are looked at
MOST_FOUND = 5  # are announced on one day, the clearest

_DAYS = """
WITH day AS (
    SELECT sign, (hour AT TIME ZONE 'UTC')::date AS day, sum(tickets)::int AS tickets FROM radar_count
    WHERE hour >= %(since)s GROUP BY 1, 2
), recent AS (
    SELECT sign, array_agg(tickets) AS counts FROM day GROUP BY sign
    HAVING count(*) >= %(days)s AND sum(tickets) >= %(fewest)s
)
SELECT r.sign, r.counts, (SELECT coalesce(sum(c.tickets), 0)::int FROM radar_count c
    WHERE c.sign = r.sign AND c.hour >= %(first)s AND c.hour < %(since)s)
FROM recent r
"""


def look_back() -> int:
    """Find what recurs; how much was announced. Safe to run twice, and one at a time."""
    now = clock.now()
    since = now - WINDOW
    with transaction.atomic():
        if not alone():
            return 0
        values = {"since": since, "first": now - HISTORY, "days": FEWEST_DAYS, "fewest": FEWEST}
        days = {sign: Days(tuple(counts), before) for sign, counts, before in sql.rows(_DAYS, values)}
        signs = recurring.often(days)
        if not signs:
            return 0
        window = incidents_since(since, most=MOST)
        times = {seen.number: seen.at for seen in window}
        new = 0
        for one in recurring.recurrences(signs, window):
            if new < MOST_FOUND and _keep(one, first=times[one.tickets[0]], last=times[one.tickets[-1]]):
                new += 1
    return new


def _keep(found: Found, *, first: datetime, last: datetime) -> bool:
    """Keep what recurs; is it new, and was announced? What is a surge already, or was decided about, stays as it is."""
    now = clock.now()
    # a whole category or organisation is in many things: what has words of its own is known by these
    own = [sign for sign in found.signs if sign[0] not in BROAD] or list(found.signs)
    same = Surge.objects.filter(signs__overlap=own, last_at__gt=now - QUIET)
    row = same.select_for_update().order_by("-pk").first()
    if row is not None:
        if row.slow and row.state == Surge.State.SEEN:
            put(row, found.tickets)
            row.signs = list(dict.fromkeys([*row.signs, *found.signs]))[:20]
            row.last_at = max(row.last_at, last)
            row.tickets = row.rows.count()
            row.save(update_fields=["signs", "last_at", "tickets"])
        return False
    row = Surge.objects.create(
        slow=True,
        signs=[sign[:48] for sign in found.signs[:20]],
        expected=found.expected,
        tickets=len(found.tickets),
        began_at=first,
        seen_at=now,
        last_at=last,
    )
    put(row, found.tickets)
    note_surge(found.tickets[-1])
    return True
