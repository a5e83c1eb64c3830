"""Working time, to the second: how much of it lies between two moments, and when so much of it has passed.

A moment is working time where the clock on the wall of the calendar's zone shows an open hour. So an hour that comes
twice when the clock goes back counts twice, and one that the clock leaves out counts not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

FARTHEST = timedelta(days=5 * 366)  # that is looked ahead

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_PROBE = timedelta(hours=6)  # no zone changed its clock twice within so little

type Span = tuple[timedelta, timedelta]  # of a day, as the clock shows it: from, until


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The open hours of seven days, Monday first, and the days that are closed from some hour on."""

    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...]
    closed_from: Mapping[date, timedelta] = field(default_factory=dict)  # zero: all day; 13 hours: half a day

    @classmethod
    def of(
        cls,
        zone: ZoneInfo,
        weekly: Mapping[str, Sequence[Sequence[str]]],
        closed_from: Mapping[date, timedelta],
    ) -> WorkingTime:
        """From hours as a calendar keeps them: {"0": [["08:30", "18:00"]], …}, Monday is 0."""
        week = tuple(_joined((_shown(a), _shown(b)) for a, b in weekly.get(str(day), ())) for day in range(7))
        return cls(zone, week, closed_from)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from `start` until `end` (both aware); nothing where `end` comes first."""
        pieces = self._pieces(start.astimezone(UTC), end.astimezone(UTC))
        return sum((until - begins for begins, until in pieces), timedelta())

    def after(self, start: datetime, working: timedelta) -> datetime | None:
        """The first moment, in UTC, at which `working` time has passed since `start` (aware); None where none is near.

        That is `start` itself for no time, and the end of a day rather than the beginning of the next.
        """
        if working <= timedelta():
            return start.astimezone(UTC)
        left, begin = working, start.astimezone(UTC)
        for begins, until in self._pieces(begin, begin + FARTHEST):
            if until - begins >= left:
                return begins + left
            left -= until - begins
        return None

    def _pieces(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is open between two moments, in order, each piece within one day of the clock on the wall."""
        if not any(self.week):
            return
        for begins, until, offset in _steady(self.zone, start, end):
            # what the clock on the wall shows, in steady steps: no zone any more, so it goes by the name of UTC
            shown, shown_until = begins + offset, until + offset
            midnight = datetime.combine(shown.date(), time(), UTC)
            while midnight < shown_until:
                for opens, closes in self._day(midnight.date()):
                    first, last = max(midnight + opens, shown), min(midnight + closes, shown_until)
                    if first < last:
                        yield first - offset, last - offset
                midnight += _DAY

    def _day(self, day: date) -> Iterator[Span]:
        end = self.closed_from.get(day, _DAY)
        for opens, closes in self.week[day.weekday()]:
            yield opens, min(closes, end)


def _shown(text: str) -> timedelta:
    hour, minute = map(int, text.split(":"))
    return timedelta(hours=hour, minutes=minute)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order, and what overlaps as one, so that no minute counts twice."""
    joined: list[Span] = []
    for opens, closes in sorted(spans):
        if joined and opens <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(closes, joined[-1][1])
        elif opens < closes:
            joined.append((opens, closes))
    return tuple(joined)


def _steady(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """From `start` until `end` (UTC) in stretches in which the clock is not changed, each with its offset from UTC."""
    for year in range(start.year, end.year + 1):
        changes = _changes(zone, year)
        ends = [begins for begins, _offset in changes[1:]] + [_new_year(year + 1)]
        for (begins, offset), until in zip(changes, ends, strict=True):
            if max(begins, start) < min(until, end):
                yield max(begins, start), min(until, end), offset


@lru_cache(maxsize=2048)
def _changes(zone: ZoneInfo, year: int) -> tuple[tuple[datetime, timedelta], ...]:
    """The offsets from UTC that hold in a year (of UTC), each with its beginning."""
    moment, last = _new_year(year), _new_year(year + 1)
    found = [(moment, _offset(zone, moment))]
    while moment < last:
        ahead = min(moment + _PROBE, last)
        if _offset(zone, ahead) == found[-1][1]:
            moment = ahead
            continue
        before, change = moment, ahead
        while change - before > _SECOND:
            middle = before + (change - before) // _SECOND // 2 * _SECOND
            before, change = (middle, change) if _offset(zone, middle) == found[-1][1] else (before, middle)
        moment = change
        if change < last:
            found.append((change, _offset(zone, change)))
    return tuple(found)


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
