"""Time zones of calendars: by a name that is known, else by the calendar's own definition (RFC 5545, 3.6.5)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from .folding import ascii_lower

# What Outlook calls the zones that desks see most (CLDR, windowsZones).
_OUTLOOK_ZONES = {
    "turkey standard time": "Europe/Istanbul",
    "gtb standard time": "Europe/Bucharest",
    "fle standard time": "Europe/Kyiv",
    "e. europe standard time": "Europe/Chisinau",
    "w. europe standard time": "Europe/Berlin",
    "central europe standard time": "Europe/Budapest",
    "central european standard time": "Europe/Warsaw",
    "romance standard time": "Europe/Paris",
    "gmt standard time": "Europe/London",
    "greenwich standard time": "Atlantic/Reykjavik",
    "russian standard time": "Europe/Moscow",
    "azerbaijan standard time": "Asia/Baku",
    "georgian standard time": "Asia/Tbilisi",
    "arab standard time": "Asia/Riyadh",
    "arabian standard time": "Asia/Dubai",
    "arabic standard time": "Asia/Baghdad",
    "egypt standard time": "Africa/Cairo",
    "israel standard time": "Asia/Jerusalem",
    "iran standard time": "Asia/Tehran",
    "india standard time": "Asia/Kolkata",
    "china standard time": "Asia/Shanghai",
    "tokyo standard time": "Asia/Tokyo",
    "eastern standard time": "America/New_York",
    "central standard time": "America/Chicago",
    "mountain standard time": "America/Denver",
    "pacific standard time": "America/Los_Angeles",
    "utc": "UTC",
    "gmt": "UTC",
}
_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})")
_BEGINS = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})")
_CITIES = re.compile(r"\((?:UTC|GMT)[^()]{0,12}\)\s*(.{2,100})")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"([+-]?[1-5])(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(slots=True)
class Observance:
    """One part of a zone's definition, as the calendar writes it: from when, how it comes again, and its offset."""

    begins: str = ""
    rule: str = ""
    offset: str = ""


def zone_of(name: str, defined: Sequence[Observance], moment: datetime) -> tzinfo | None:
    """The zone of a naive `moment` that a calendar calls `name` and defines as `defined`; None where nobody knows."""
    if not name:
        return None
    # "/freeassociation.sourceforge.net/Europe/Istanbul" and its like carry a name at their end.
    for tried in (name, "/".join(name.split("/")[-2:]), _OUTLOOK_ZONES.get(ascii_lower(name).strip(), "")):
        if tried and (zone := _known_zone(tried.strip())) is not None:
            return zone
    if (offset := _defined_offset(defined, moment)) is not None:
        return offset
    return _by_city(name)


def _defined_offset(defined: Sequence[Observance], moment: datetime) -> tzinfo | None:
    """The offset that holds at `moment`: that of the part which began last before it."""
    offsets = {part.offset for part in defined}
    if len(offsets) == 1:
        return _offset(offsets.pop())
    began: list[tuple[datetime, str]] = []
    for part in defined:
        for year in (moment.year - 1, moment.year):
            begins = _begins(part, year)
            if begins is None:
                return None
            if begins <= moment:
                began.append((begins, part.offset))
    return _offset(max(began)[1]) if began else None


def _begins(part: Observance, year: int) -> datetime | None:
    """When a part begins in a year, by the clock of before; None for rules of other kinds than calendars write."""
    match = _BEGINS.match(part.begins)
    if not match:
        return None
    rule = dict(piece.split("=", 1) for piece in part.rule.split(";") if "=" in piece)
    first_year, month, day, hour, minute = map(int, match.groups())
    try:
        if not rule:
            return datetime.combine(date(first_year, month, day), time(hour, minute))
        by_day = _BY_DAY.fullmatch(rule.get("BYDAY", ""))
        if rule.get("FREQ") != "YEARLY" or not by_day:
            return None
        month = int(rule.get("BYMONTH", month))
        day_of_year = _nth_day(year, month, int(by_day[1]), _DAYS.index(by_day[2]))
        return datetime.combine(day_of_year, time(hour, minute))
    except (ValueError, OverflowError):
        return None


def _nth_day(year: int, month: int, nth: int, weekday: int) -> date:
    first = date(year, month, 1)
    if nth > 0:
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))


def _offset(written: str) -> tzinfo | None:
    match = _OFFSET.match(written)
    if not match:
        return None
    minutes = int(match[2]) * 60 + int(match[3])
    return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes)) if minutes < 24 * 60 else None


def _by_city(name: str) -> tzinfo | None:
    """As Windows shows zones to people: "(UTC+03:00) Istanbul", "(UTC+01:00) Amsterdam, Berlin, Bern"."""
    if not (match := _CITIES.match(name)):
        return None
    cities = (ascii_lower(city.strip().replace("\u0130", "I")).replace(" ", "_") for city in match[1].split(","))
    return next((zone for city in cities if (zone := _known_zone(_known_cities().get(city, ""))) is not None), None)


@cache
def _known_names() -> dict[str, str]:
    return {ascii_lower(name): name for name in available_timezones()}


@cache
def _known_cities() -> dict[str, str]:
    return {name.rpartition("/")[2]: name for name in sorted(_known_names(), reverse=True) if name.count("/") == 1}


def _known_zone(name: str) -> ZoneInfo | None:
    # Only names of the list are looked up: a name of a calendar must not open any file.
    known = _known_names().get(ascii_lower(name))
    try:
        return ZoneInfo(known) if known else None
    except ZoneInfoNotFoundError:
        return None
