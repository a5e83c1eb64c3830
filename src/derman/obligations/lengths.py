"""How long ago, and until when, in words of the reader's language."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext

_HOUR, _DAY = 3600, 86400


def length(since: datetime, now: datetime) -> str:
    """`40 minutes`, `3 hours`, `2 days`."""
    seconds = max(0, int((now - since).total_seconds()))
    if seconds < _HOUR:
        minutes = max(1, seconds // 60)
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if seconds < 2 * _DAY:
        hours = seconds // _HOUR
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = seconds // _DAY
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def moment(when: datetime) -> str:
    """`Fri 27 November 17:00`, in Turkish `27 Kasım Cum 17.00`, in the reader's zone."""
    turkish = (get_language() or "").startswith("tr")
    return str(date_format(timezone.localtime(when), "j F D H.i" if turkish else "D j F H:i"))
