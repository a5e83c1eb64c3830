"""Dates and time spans as they are typed: 4h, 2d, today, 2026-11-23, 23.11.2026."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

from derman.kernel.folding import fold
from derman.search.typed.keywords import UNIT_OF, VALUE_OF

_SPAN = re.compile(r"(\d{1,5})\s?([^\W\d_]{1,4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_LONGEST = 20 * 366 * 24 * 60  # minutes of a span


def span_code(value: str) -> str | None:
    """A time span as a code like 4h; None for what is none."""
    found = _SPAN.fullmatch(value)
    unit = UNIT_OF.get(fold(found[2])) if found else None
    if found is None or unit is None or not found[1].isascii() or int(found[1]) * MINUTES[unit] > _LONGEST:
        return None
    return f"{int(found[1])}{unit}"


def moment_code(value: str) -> str | None:
    """A day as 2026-11-23 or today, or a span as 4h; None for what is neither."""
    named = VALUE_OF["created"].get(fold(value))
    if named is not None:
        return named
    if value.isascii():
        for pattern, order in ((_ISO, (1, 2, 3)), (_DOTTED, (3, 2, 1))):
            found = pattern.fullmatch(value)
            if found is not None:
                try:
                    day = date(*(int(found[place]) for place in order))
                except ValueError:
                    return None
                return day.isoformat() if 1990 <= day.year <= 2200 else None
    return span_code(value)


def span_of(code: str) -> timedelta | None:
    """The span of a code; None for the code of a day."""
    return timedelta(minutes=int(code[:-1]) * MINUTES[code[-1]]) if code[:-1].isdigit() else None


def day_of(code: str, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """When the day of a code begins, and when the next one does, in a zone. “now” is this moment and no day."""
    if code == "now":
        return now, now
    today = now.astimezone(zone).date()
    days = {"today": today, "yesterday": today - timedelta(days=1), "tomorrow": today + timedelta(days=1)}
    day = days.get(code) or date.fromisoformat(code)
    begins = datetime.combine(day, time.min, zone)
    return begins, datetime.combine(day + timedelta(days=1), time.min, zone)
