"""Clocks as somebody would keep them who looks at the wall every minute: slow, and too simple to be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
FARTHEST = timedelta(days=400)


@dataclass(frozen=True)
class Wall:
    """The clock on the wall of a calendar, and the plate with the opening hours beside it."""

    zone: ZoneInfo
    weekly: Mapping[str, Sequence[Sequence[str]]]
    closed: Mapping[date, timedelta]  # closed from then on; zero: all day

    def is_open(self, moment: datetime) -> bool:
        """Is this an open minute?"""
        wall = moment.astimezone(self.zone)
        spans = self.weekly.get(str(wall.weekday()))
        if not spans:
            return False
        shown, end = wall.hour * 60 + wall.minute, self.closed.get(wall.date())
        if end is not None and shown * MINUTE >= end:
            return False
        return any(_minutes(a) <= shown < _minutes(b) for a, b in spans)


@dataclass
class Naive:
    """What happened to one promise: when it began, and from when on it stood still or ran."""

    began: datetime
    stands: list[tuple[datetime, bool]]  # (since, stands still), the first at the beginning

    def stand(self, moment: datetime, still: bool) -> None:
        """From now on it stands still, or runs."""
        if still != self.stands[-1][1]:
            self.stands.append((moment, still))

    def due(self, wall: Wall | None, seconds: int) -> datetime | None:
        """When so much open time has passed; None where it stands before that. No wall: nights count too."""
        left, moment, at = seconds, self.began, 0
        while moment < self.began + FARTHEST:
            while at + 1 < len(self.stands) and self.stands[at + 1][0] <= moment:
                at += 1
            since, still = self.stands[at]
            ahead = _next_minute(moment)
            if at + 1 < len(self.stands):
                ahead = min(ahead, self.stands[at + 1][0])
            if still and since == self.stands[-1][0]:
                return None
            if not still and (wall is None or wall.is_open(moment)):
                run = int((ahead - moment).total_seconds())
                if run >= left:
                    return moment + timedelta(seconds=left)
                left -= run
            moment = ahead
        return None


@cache
def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def _next_minute(moment: datetime) -> datetime:
    whole = moment.astimezone(UTC).replace(second=0, microsecond=0)
    return whole + MINUTE
