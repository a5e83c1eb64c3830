"""The radar looks: it counts what came, and asks of the last hour whether the season explains it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from derman.kernel import clock, sql
from derman.notify.actions import note_surge
from derman.radar import detecting, likely, seasons
from derman.radar.detecting import Found, Season
from derman.radar.models import Bookmark, Count, Surge, SurgeTicket
from derman.radar.seasons import ALL, HISTORY, HOUR, WEEK
from derman.radar.signs import Seen, signs_of

GOES_ON = timedelta(hours=24)  # so long after its last ticket the same signs are the same surge
MOST = 3_000  # tickets of the last hour that are looked at
AT_ONCE = 2_000  # tickets counted in one statement
BATCHES = 10  # in one run
MOST_SIGNS = 200
_LOCK = 0x7ADA2

# incidents that came to open teams, of whatever state but spam and the bin
_ROWS = """
SELECT t.number, t.requester_id, t.created_at, t.subject, t.excerpt, t.category_id, asker.organisation_id
FROM tickets_ticket t JOIN people_person asker ON asker.id = t.requester_id
LEFT JOIN people_team team ON team.id = t.team_id
WHERE {which} AND t.kind = 'incident' AND t.status NOT IN ('spam', 'deleted') AND team.closed IS NOT TRUE
ORDER BY t.number {order} LIMIT %(most)s
"""
# from the end of the primary key: the newest tickets are looked through, however many there are
_NEWEST = _ROWS.format(which="t.number > %(after)s", order="DESC")
_NEXT = _ROWS.format(which="t.number > %(after)s", order="")
_SINCE = _ROWS.format(which="t.created_at >= %(after)s", order="DESC")
_ADD = """
INSERT INTO radar_count AS c (sign, hour, tickets) SELECT * FROM unnest(%s::text[], %s::timestamptz[], %s::int[])
ORDER BY 1, 2 ON CONFLICT (sign, hour) DO UPDATE SET tickets = c.tickets + excluded.tickets
"""
_USUAL = """
SELECT c.sign, sum(c.tickets), coalesce(sum(c.tickets * near.part), 0), min(c.hour) FROM radar_count c
LEFT JOIN unnest(%(hours)s::timestamptz[], %(parts)s::float[]) AS near(hour, part) ON near.hour = c.hour
WHERE c.sign = ANY(%(signs)s) AND c.hour >= %(first)s AND c.hour < %(end)s GROUP BY c.sign
"""


def look() -> int:
    """Count what is new, and find surges; how many were announced. Safe to run twice, and one at a time."""
    with transaction.atomic():
        if not alone():
            return 0
        for _batch in range(BATCHES):
            if _count_some() < AT_ONCE:
                break
    now = clock.now()
    with transaction.atomic():
        if not alone():
            return 0
        window = [seen for seen in _seen(_NEWEST, after=0, most=MOST) if now - detecting.WINDOW < seen.at <= now]
        candidates = detecting.candidates(window)
        if not candidates:
            return 0
        often = sorted(candidates, key=lambda sign: -len(candidates[sign]))[:MOST_SIGNS]
        season = season_of(often, now)
        asked = {sign: candidates[sign] for sign in often}
        times = {seen.number: seen.at for seen in window}
        found = detecting.surges(asked, season, total=len(window))
        return sum(_keep(one, times, now) for one in found)


def alone() -> bool:
    """Does nobody else look right now? Until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def incidents_since(moment: datetime, *, most: int) -> list[Seen]:
    """What came since then, the newest `most` of it, in order. 1 statement."""
    return sorted(
        (seen for seen in _seen(_SINCE, after=moment, most=most) if seen.at >= moment), key=lambda seen: seen.number
    )


def _seen(statement: str, *, after: int | datetime, most: int) -> list[Seen]:
    return [
        Seen(number, requester, at, signs_of(subject, excerpt, category=category, place=place))
        for number, requester, at, subject, excerpt, category, place in sql.rows(
            statement, {"after": after, "most": most}
        )
    ]


def _count_some() -> int:
    """Count the next tickets; how many."""
    mark = Bookmark.objects.first()
    if mark is None:
        # the first time: from the weeks that a season is made of
        since = clock.now() - HISTORY
        ((first,),) = sql.rows("SELECT min(number) FROM tickets_ticket WHERE created_at >= %s", [since])
        mark = Bookmark.objects.create(number=(first or 1) - 1)
    new = _seen(_NEXT, after=mark.number, most=AT_ONCE)
    if new:
        _add(new)
        likely.offer_among(new)
        mark.number = new[-1].number
        mark.save(update_fields=["number"])
    return len(new)


def _add(new: Iterable[Seen]) -> None:
    counted: Counter[tuple[str, datetime]] = Counter()
    for seen in new:
        hour = seasons.hour_of(seen.at)
        counted.update((sign[:48], hour) for sign in (ALL, *seen.signs))
    keys = list(counted)
    signs, hours = [sign for sign, _hour in keys], [hour for _sign, hour in keys]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [signs, hours, [counted[key] for key in keys]])


def season_of(signs: Collection[str], at: datetime) -> Season:
    """What is usual for these signs at this moment. 1 statement."""
    now = seasons.hour_of(at)
    near = seasons.near_hours(at)
    values = {
        "signs": [ALL, *signs],
        "first": now - HISTORY - HOUR,
        "end": now - HOUR,
        "hours": [hour for hour, _part in near],
        "parts": [part for _hour, part in near],
    }
    rows = {sign: (int(seen), float(weighted), first) for sign, seen, weighted, first in sql.rows(_USUAL, values)}
    total, _near, first = rows.get(ALL, (0, 0.0, now))
    return seasons.usual(
        {sign: rows[sign][0] if sign in rows else 0 for sign in signs},
        {sign: rows[sign][1] if sign in rows else 0.0 for sign in signs},
        total=total,
        weeks=min(HISTORY, now - first) / WEEK,
    )


def _keep(found: Found, times: dict[int, datetime], now: datetime) -> bool:
    """Keep a surge; is it a new one, which was announced? One that goes on, dismissed or not, only gets its tickets."""
    same = Surge.objects.filter(signs__overlap=list(found.signs), last_at__gt=now - GOES_ON, slow=False)
    row = same.select_for_update().order_by("-pk").first()
    new = row is None
    began, last = min(times[number] for number in found.tickets), max(times[number] for number in found.tickets)
    if row is None:
        row = Surge.objects.create(
            signs=[sign[:48] for sign in found.signs[:20]],
            expected=found.expected,
            began_at=began,
            seen_at=now,
            last_at=last,
        )
    put(row, found.tickets)
    row.signs = list(dict.fromkeys([*row.signs, *found.signs]))[:20]
    row.last_at = max(row.last_at, last)
    row.tickets = row.rows.count()
    row.save(update_fields=["signs", "last_at", "tickets"])
    if new:
        note_surge(found.tickets[-1])
    return new


def put(row: Surge, numbers: Sequence[int]) -> None:
    """These tickets are of it, too."""
    SurgeTicket.objects.bulk_create(
        [SurgeTicket(surge=row, ticket_id=number) for number in numbers], ignore_conflicts=True
    )


def forget() -> None:
    """Counts that no season is made of any more, and surges of long ago."""
    Count.objects.filter(hour__lt=clock.now() - HISTORY - timedelta(days=7)).delete()
    Surge.objects.filter(last_at__lt=clock.now() - timedelta(days=180)).delete()
