"""What is usual: how many tickets a sign has at an hour of the week, of the weeks before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from derman.radar.detecting import Season
from derman.radar.signs import Seen

HISTORY = timedelta(weeks=8)
HOUR = timedelta(hours=1)
WEEK = timedelta(weeks=1)
ALL = "*"  # the sign that every ticket has


def hour_of(at: datetime) -> datetime:
    """The beginning of its hour."""
    return at.replace(minute=0, second=0, microsecond=0)


def usual(seen: Mapping[str, int], near: Mapping[str, float], *, total: int, weeks: float) -> Season:
    """From how often each sign was `seen` among `total` tickets, and how often `near` this hour of the week.

    `near`: the hour counts half, each of its neighbours a quarter.
    """
    weeks = max(1.0, weeks)
    return Season(
        expected={sign: count / weeks for sign, count in near.items()},
        shares={sign: (count + 0.5) / (total + 100) for sign, count in seen.items()},
    )


class Counts:
    """Counts in memory, as the table of signs keeps them."""

    def __init__(self) -> None:
        self.by_sign: dict[str, dict[datetime, int]] = defaultdict(lambda: defaultdict(int))
        self.seen: dict[str, int] = defaultdict(int)
        self.first: datetime | None = None

    def add(self, seen: Seen) -> None:
        """A ticket came in."""
        hour = hour_of(seen.at)
        self.first = self.first or hour
        for sign in (ALL, *seen.signs):
            self.by_sign[sign][hour] += 1
            self.seen[sign] += 1

    def season(self, signs: Collection[str], at: datetime) -> Season:
        """What is usual at this moment. The last hours are left out: they are what is asked about."""
        now = hour_of(at)
        late = {sign: sum(self.by_sign[sign].get(now - back * HOUR, 0) for back in (0, 1)) for sign in (ALL, *signs)}
        near = {sign: sum(part * self.by_sign[sign].get(then, 0) for then, part in near_hours(at)) for sign in signs}
        weeks = min(HISTORY, now - (self.first or now)) / WEEK
        seen = {sign: self.seen[sign] - late[sign] for sign in signs}
        return usual(seen, near, total=self.seen[ALL] - late[ALL], weeks=weeks)


def near_hours(at: datetime) -> list[tuple[datetime, float]]:
    """The hours of the weeks before that are like this one, and how much each counts."""
    now = hour_of(at)
    return [
        (now - back * WEEK + step * HOUR, part)
        for back in range(1, HISTORY // WEEK + 1)
        for step, part in ((-1, 0.25), (0, 0.5), (1, 0.25))
    ]
