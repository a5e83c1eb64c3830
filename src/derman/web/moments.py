"""Times as people read them, in the reader's language and zone.

Lists show dozens of them on every page, so what depends on the language alone is looked up once.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.utils import timezone, translation
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext, pgettext

_WEEK = 6 * 86400
type _Words = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, str, str, str]]


@cache
def _words(language: str) -> _Words:
    """The sign between hours and minutes (14.05 in Turkish), months in full and short, and the words of `ago`."""
    months, short_months = (tuple(str(names[month]) for month in range(1, 13)) for names in (MONTHS, MONTHS_3))
    ago_texts = (pgettext("ago", "now"), pgettext("ago", "{} min"), pgettext("ago", "{} h"), pgettext("ago", "{} d"))
    short = tuple(name.capitalize() for name in short_months)  # protocol: Django's own names, none begins with i
    return "." if language == "tr" else ":", months, short, ago_texts


def _language() -> str:
    return translation.get_language() or "en"


def full(then: datetime) -> str:
    """The date and the time in full: 23 November 2026 14:05."""
    return _full(timezone.localtime(then), _words(_language()))


def _full(local: datetime, words: _Words) -> str:
    sign, months, _short, _ago = words
    return f"{local.day} {months[local.month - 1]} {local.year} {local.hour:02d}{sign}{local.minute:02d}"


def day(then: datetime) -> str:
    """The date alone, in full: 23 November 2026."""
    _sign, months, _short, _ago = _words(_language())
    local = timezone.localtime(then)
    return f"{local.day} {months[local.month - 1]} {local.year}"


def clock(then: datetime) -> str:
    """The time of day: 14:05."""
    sign, _months, _short, _ago = _words(_language())
    local = timezone.localtime(then)
    return f"{local.hour:02d}{sign}{local.minute:02d}"


def short(then: datetime, now: datetime | None = None) -> str:
    """As short as it stays clear: the time today, the day and the time in this year, otherwise the date."""
    return _shortly(timezone.localtime(then), now, _words(_language()))


def _shortly(local: datetime, now: datetime | None, words: _Words) -> str:
    sign, _months, months, _ago = words
    today = timezone.localtime(now)
    clock = f"{local.hour:02d}{sign}{local.minute:02d}"
    if local.date() == today.date():
        return clock
    day = f"{local.day} {months[local.month - 1]}"
    return f"{day} {clock}" if local.year == today.year else f"{day} {local.year}"


def ago_words() -> tuple[str, str, str, str]:
    """“now”, and the words for minutes, hours and days with {} for the number; pages hand them to their script."""
    return _words(_language())[3]


def ago(then: datetime, now: datetime | None = None) -> str:
    """How long ago, in a word or two; what is older than six days gets its date."""
    return _ago(timezone.localtime(then), now, _words(_language()))


def _ago(local: datetime, now: datetime | None, words: _Words) -> str:
    seconds = ((now or timezone.now()) - local).total_seconds()
    if seconds > _WEEK:
        return _shortly(local, now, words)
    just, minutes, hours, days = words[3]
    if seconds < 60:
        return just
    if seconds < 3600:
        return minutes.format(int(seconds // 60))
    if seconds < 86400:
        return hours.format(int(seconds // 3600))
    return days.format(int(seconds // 86400))


def full_and_ago(then: datetime, now: datetime | None = None) -> tuple[str, str]:
    """Both of a moment: every line of a list says them."""
    local, words = timezone.localtime(then), _words(_language())
    return _full(local, words), _ago(local, now, words)


def span(seconds: int) -> str:
    """A length of time, like “2 h 05 min” or “3 d 4 h”."""
    minutes, hours, days = seconds // 60 % 60, seconds // 3600 % 24, seconds // 86400
    if days:
        return gettext("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours:
        return gettext("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}
    return gettext("%(minutes)d min") % {"minutes": minutes}


def left_words() -> tuple[str, str]:
    """The words for a promise with {} for the time: how much is left, and how late it is."""
    return pgettext("promise", "{} left"), pgettext("promise", "late {}")
