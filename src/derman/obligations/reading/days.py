"""Which day a sentence speaks of: a table of patterns in folded words, each with the day that it means."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

NUMBERS = {
    "bir": 1, "iki": 2, "uc": 3, "dort": 4, "bes": 5, "alti": 6, "yedi": 7, "on": 10, "birkac": 3, "bir kac": 3,
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10,
    "a couple of": 2, "a few": 3, "couple of": 2, "few": 3,
}  # fmt: skip
COUNT = r"(\d{1,2}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")"
_WEEKDAYS = {
    "pazartesi": 0, "sali": 1, "carsamba": 2, "persembe": 3, "cuma": 4, "cumartesi": 5, "pazar": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_MONTHS = {
    "ocak": 1, "subat": 2, "mart": 3, "nisan": 4, "mayis": 5, "haziran": 6, "temmuz": 7, "agustos": 8, "eylul": 9,
    "ekim": 10, "kasim": 11, "aralik": 12, "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
    "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
_DAY = r"(pazartesi|sali|carsamba|persembe|cumartesi|cuma|pazar)(?:'?(?:ya|ye|yi|nin|na|ne))?"
_DAY_EN = r"(monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_MONTH = "(" + "|".join(_MONTHS) + ")"
_FRIDAY, _SATURDAY = 4, 5

type _Means = Callable[[re.Match[str], date], date | None]


def number_of(word: str) -> int:
    """`3`, `üç` or `a few` as a number."""
    return int(word) if word.isdigit() else NUMBERS[word]


def _ahead(days: int) -> _Means:
    return lambda _found, today: today + timedelta(days=days)


def _next(found: re.Match[str], today: date) -> date:
    """The next such day; said on that day itself, the one in a week."""
    return today + timedelta(days=(_WEEKDAYS[found[1]] - today.weekday() - 1) % 7 + 1)


def _this(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=(_WEEKDAYS[found[1]] - today.weekday()) % 7)


def _next_week(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=7 - today.weekday() + _WEEKDAYS[found[1]])


def _friday(_found: re.Match[str], today: date) -> date:
    """The end of this week; at the weekend, of the next one."""
    return today + timedelta(days=(_FRIDAY - today.weekday()) % 7)


def _friday_in_a_week(_found: re.Match[str], today: date) -> date:
    return today + timedelta(days=7 - today.weekday() + _FRIDAY)


def _monday(_found: re.Match[str], today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def _end_of_month(_found: re.Match[str], today: date) -> date:
    return today.replace(day=calendar.monthrange(today.year, today.month)[1])


def _in_days(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=number_of(found[1]))


def _in_working_days(found: re.Match[str], today: date) -> date:
    day, left = today, number_of(found[1])
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def _in_weeks(found: re.Match[str], today: date) -> date:
    return today + timedelta(weeks=number_of(found[1]))


def _of(day: int, month: int, year: int | None, today: date) -> date | None:
    """A date as it is said; without a year the next one. None for one that there is not."""
    try:
        if year is not None:
            return date(year if year > 99 else 2000 + year, month, day)
        this = date(today.year, month, day)
        return this if this >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def _named(found: re.Match[str], today: date) -> date | None:
    return _of(int(found[1]), _MONTHS[found[2]], int(found[3]) if found[3] else None, today)


def _named_first(found: re.Match[str], today: date) -> date | None:
    return _of(int(found[2]), _MONTHS[found[1]], int(found[3]) if found[3] else None, today)


def _numbers(found: re.Match[str], today: date) -> date | None:
    return _of(int(found[1]), int(found[2]), int(found[3]) if found[3] else None, today)


def _iso(found: re.Match[str], today: date) -> date | None:
    return _of(int(found[3]), int(found[2]), int(found[1]), today)


def _of_this_month(found: re.Match[str], today: date) -> date | None:
    day = int(found[1])
    try:
        this = today.replace(day=day)
        return this if this >= today else (today.replace(day=1) + timedelta(days=32)).replace(day=day)
    except ValueError:
        return None


# the first that is found counts; what is more exact stands before what is less so
DAYS: tuple[tuple[re.Pattern[str], _Means], ...] = tuple(
    (re.compile(pattern), means)
    for pattern, means in (
        (r"\b(\d{4})-(\d{2})-(\d{2})\b", _iso),
        (r"\b(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})\b", _numbers),
        (rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?:'?\w{{2,3}}\b)?,?(?: (\d{{4}}))?", _named),
        (rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b,?(?: (\d{{4}}))?", _named_first),
        (r"\bayin (\d{1,2})", _of_this_month),
        (r"\bthe (\d{1,2})(?:st|nd|rd|th)\b", _of_this_month),
        (r"\bday after tomorrow\b|\byarindan sonra\b|\bobur gun\b|\bertesi gun\b", _ahead(2)),
        (r"\btomorrow\b|\byarin\w{0,4}\b", _ahead(1)),
        (rf"\b(?:haftaya|gelecek hafta|onumuzdeki hafta) {_DAY}\b", _next_week),
        (rf"\bnext (?:week )?{_DAY_EN}\b|\b{_DAY_EN} next week\b", lambda found, today: _next_week_en(found, today)),
        (rf"\bbu {_DAY}\b", _this),
        (rf"\bthis {_DAY_EN}\b", _this),
        (rf"\b{_DAY}\b(?! (?:gununden beri|dan beri))", _next),
        (rf"\b{_DAY_EN}\b", _next),
        (rf"\b(?:within|in|after) (?:the next )?{COUNT} (?:business|working) days?\b", _in_working_days),
        (rf"\b{COUNT} is gunu\b", _in_working_days),
        (rf"\b(?:within|in|after) (?:the next )?{COUNT} days?\b", _in_days),
        (rf"\b{COUNT} gun\w{{0,2}} (?:icinde|icerisinde|sonra|kadar)", _in_days),
        (rf"\b(?:within|in|after) (?:the next )?{COUNT} weeks?\b", _in_weeks),
        (rf"\b{COUNT} hafta\w{{0,2}} (?:icinde|icerisinde|sonra|kadar)", _in_weeks),
        (r"\b(?:haftaya|gelecek hafta|onumuzdeki hafta) bas\w*|\bhafta basi\w*|\bearly next week\b", _monday),
        (r"\b(?:haftaya|gelecek hafta|onumuzdeki hafta)\b|\bnext week\b", _friday_in_a_week),
        (r"\bhafta sonuna kadar\b|\bhafta icinde\b|\bbu hafta\b|\bthis week\b|\bend of (?:the |this )?week\b", _friday),
        (r"\bay sonu\w*|\bend of (?:the |this )?month\b", _end_of_month),
        (r"\bend of (?:the |this |business )?day\b|\beod\b|\bcob\b|\bclose of business\b", _ahead(0)),
        (r"\btoday\b|\btonight\b|\bthis (?:morning|noon|afternoon|evening)\b", _ahead(0)),
        (r"\bbugun\w{0,3}\b|\bbu (?:sabah|aksam|gece|ogle\w*)\b|\bgun icinde\b|\bmesai bitimi\w*", _ahead(0)),
    )
)  # fmt: skip


def _next_week_en(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=7 - today.weekday() + _WEEKDAYS[found[1] or found[2]])


def day_in(sentence: str, today: date) -> tuple[date, str] | None:
    """The day that a folded sentence names, and the sentence without its words; None where it names none."""
    for pattern, means in DAYS:
        found = pattern.search(sentence)
        if found is not None:
            day = means(found, today)
            return (day, sentence[: found.start()] + " " + sentence[found.end() :]) if day is not None else None
    return None
