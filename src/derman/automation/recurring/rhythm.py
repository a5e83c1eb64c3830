"""When something comes again: every 90 days, every first Monday; and what becomes of days when the desk is closed."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

LAST = 5  # of the weekdays of a month
DAYS, WEEKS, MONTHS, WEEKDAY = "days", "weeks", "months", "weekday"
EVERY = (DAYS, WEEKS, MONTHS, WEEKDAY)
OPEN, BEFORE, AFTER, SKIP = "open", "before", "after", "skip"
CLOSED = (OPEN, BEFORE, AFTER, SKIP)
_NEAR = 30  # days that are looked at for one on which the desk is open
_MOST = 5_000  # dates that are looked at for those that are asked for


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`every` so many days, weeks, months (on the day of the first), or months on the `nth` weekday (Monday is 0)."""

    every: str
    number: int
    first: date
    until: date | None = None
    nth: int = 1
    weekday: int = 0
    closed: str = OPEN  # what happens on a day on which the desk is closed

    def planned(self, since: date = date.min) -> Iterator[date]:
        """The dates by the calendar alone, in order, from about `since` on."""
        for turn in count(max(0, self._turns_until(since) - 1)):
            try:
                day = self._turn(turn)
            except (OverflowError, ValueError):
                return
            if self.until is not None and day > self.until:
                return
            if day >= self.first:
                yield day

    def _turns_until(self, day: date) -> int:
        if day <= self.first:
            return 0
        if self.every in (DAYS, WEEKS):
            return (day - self.first).days // (self.number * (7 if self.every == WEEKS else 1))
        return ((day.year - self.first.year) * 12 + day.month - self.first.month) // self.number

    def _turn(self, turn: int) -> date:
        if self.every == DAYS:
            return self.first + timedelta(days=turn * self.number)
        if self.every == WEEKS:
            return self.first + timedelta(weeks=turn * self.number)
        months = self.first.month - 1 + turn * self.number
        year, month = self.first.year + months // 12, months % 12 + 1
        length = calendar.monthrange(year, month)[1]
        if self.every == MONTHS:
            return date(year, month, min(self.first.day, length))
        ahead = (self.weekday - date(year, month, 1).weekday()) % 7
        days = range(1 + ahead, length + 1, 7)
        return date(year, month, days[-1] if self.nth == LAST else days[self.nth - 1])

    def dates(self, is_working: Callable[[date], bool], since: date = date.min) -> Iterator[date]:
        """The dates on which it really happens, each once, in order, from a while before `since` on."""
        last, begin = date.min, since - timedelta(days=2 * _NEAR) if since > self.first else date.min
        for day in islice(self.planned(begin), _MOST):
            moved = self._moved(day, is_working)
            if moved is not None and moved > last:
                last = moved
                yield moved

    def _moved(self, day: date, is_working: Callable[[date], bool]) -> date | None:
        if self.closed == OPEN or is_working(day):
            return day
        if self.closed == SKIP:
            return None
        step = timedelta(days=1 if self.closed == AFTER else -1)
        return next((near for near in (day + step * far for far in range(1, _NEAR)) if is_working(near)), day)


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When the clock of `zone` shows `at` on that day, in UTC; of an hour that the clock leaves out, right after it."""
    return datetime.combine(day, at, zone).astimezone(UTC)
