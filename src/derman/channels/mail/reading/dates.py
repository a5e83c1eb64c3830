"""Dates of mails (RFC 5322, section 3.3) and the forms that programs write instead."""

import re
from datetime import UTC, datetime, timedelta

from .folding import ascii_lower

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_ZONES = {
    "ut": 0,
    "gmt": 0,
    "utc": 0,
    "z": 0,
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "cet": 60,
    "cest": 120,
    "met": 60,
    "mest": 120,
    "eet": 120,
    "eest": 180,
    "wet": 0,
    "west": 60,
    "bst": 60,
    "msk": 180,
    "trt": 180,
    "jst": 540,
    "ist": 330,
}
_CLOCK = r"(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:\.\d+)?)?\s*(am|pm)?"
_USUAL = re.compile(
    rf"(?:[a-z]{{2,9}}\.?,?\s*)?(\d{{1,2}})[\s-]+([a-z]{{3,9}})\.?,?[\s-]+(\d{{2,4}}),?\s+{_CLOCK}\s*(.*)"
)
_ASCTIME = re.compile(
    rf"(?:[a-z]{{2,9}}\.?,?\s+)?([a-z]{{3,9}})\.?\s+(\d{{1,2}}),?\s+{_CLOCK}\s+(?:([a-z]{{2,5}}|[+-]\d{{4}})\s+)?(\d{{4}})\s*(.*)"
)
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})[t\s]+{_CLOCK}\s*(.*)")
_OFFSET = re.compile(r"(?:gmt|utc|ut)?\s*([+-])(\d{1,2}):?(\d{2})")
_COMMENT = re.compile(r"\([^()]*\)")


def read_date(value: str) -> datetime | None:
    """An aware time in UTC, or None when `value` is no date. 30 February is none."""
    text = ascii_lower(value[:200]).strip().strip('"')
    while "(" in text:
        shorter = _COMMENT.sub(" ", text)
        if shorter == text:
            break
        text = shorter
    text = " ".join(text.split())
    if match := _USUAL.match(text):
        day, month_name, year, hour, minute, second, half, zone = match.groups()
        month = _MONTHS.get(month_name[:3])
    elif match := _ASCTIME.match(text):
        month_name, day, hour, minute, second, half, zone, year, more = match.groups()
        month = _MONTHS.get(month_name[:3])
        zone = zone or more
    elif match := _ISO.match(text):
        year, number, day, hour, minute, second, half, zone = match.groups()
        month = int(number)
    else:
        return None
    if month is None:
        return None
    return _moment(_year(year), month, int(day), _hour(int(hour), half), int(minute), int(second or 0), zone or "")


def _year(digits: str) -> int:
    # RFC 5322, section 4.3: two digits mean 1950 to 2049, three are years since 1900.
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(digits) == 3 else year


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    return hour % 12 + (12 if half == "pm" else 0)


def _moment(year: int, month: int, day: int, hour: int, minute: int, second: int, zone: str) -> datetime | None:
    try:
        # A leap second is the first second of the next minute.
        local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        return local + timedelta(seconds=1 if second == 60 else 0) - timedelta(minutes=_offset(zone))
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> int:
    if match := _OFFSET.match(zone):
        minutes = int(match[2]) * 60 + int(match[3])
        return (-minutes if match[1] == "-" else minutes) if minutes < 24 * 60 else 0
    name = zone.split()
    return _ZONES.get(name[0], 0) if name else 0
