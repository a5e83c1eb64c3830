"""Times as people read them, in the reader's language and zone."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone, translation
from django.utils.dateformat import format as spell
from django.utils.translation import gettext, pgettext

# 14.05 in Turkish, 14:05 in English
_CLOCK = {"tr": "H.i"}
_WEEK = 6 * 86400


def _clock() -> str:
    return _CLOCK.get(translation.get_language() or "en", "H:i")


def full(then: datetime) -> str:
    """The date and the time in full: 23 November 2026 14:05."""
    return spell(timezone.localtime(then), f"j F Y {_clock()}")


def short(then: datetime, now: datetime | None = None) -> str:
    """As short as it stays clear: the time today, the day and the time in this year, otherwise the date."""
    local, today = timezone.localtime(then), timezone.localtime(now)
    if local.date() == today.date():
        return spell(local, _clock())
    if local.year == today.year:
        return spell(local, f"j M {_clock()}")
    return spell(local, "j M Y")


def ago_words() -> tuple[str, str, str, str]:
    """“now”, and the words for minutes, hours and days with {} for the number; pages hand them to their script."""
    return (
        pgettext("ago", "now"),
        pgettext("ago", "{} min"),
        pgettext("ago", "{} h"),
        pgettext("ago", "{} d"),
    )


def ago(then: datetime, now: datetime | None = None) -> str:
    """How long ago, in a word or two; what is older than six days gets its date."""
    seconds = ((now or timezone.now()) - then).total_seconds()
    if seconds > _WEEK:
        return short(then, now)
    words = ago_words()
    if seconds < 60:
        return words[0]
    if seconds < 3600:
        return words[1].format(int(seconds // 60))
    if seconds < 86400:
        return words[2].format(int(seconds // 3600))
    return words[3].format(int(seconds // 86400))


def span(seconds: int) -> str:
    """A length of time, like “2 h 05 min” or “3 d 4 h”."""
    minutes, hours, days = seconds // 60 % 60, seconds // 3600 % 24, seconds // 86400
    if days:
        return gettext("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours:
        return gettext("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}
    return gettext("%(minutes)d min") % {"minutes": minutes}
