"""When a template comes, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from derman.web.settings.forms.recurring import NTH

if TYPE_CHECKING:
    from derman.automation.models import Template


def rhythm_in_words(found: Template) -> str:
    """“Every 90 days, 09:00”, “Every month on the first Monday, 09:00”, or that it is opened by hand."""
    values = {"n": found.number, "at": found.at.strftime("%H:%M")}
    if not found.every:
        return _("By hand alone")
    if found.every == "days":
        return ngettext("Every day, %(at)s", "Every %(n)s days, %(at)s", found.number) % values
    if found.every == "weeks":
        return ngettext("Every week, %(at)s", "Every %(n)s weeks, %(at)s", found.number) % values
    if found.every == "months":
        return ngettext("Every month, %(at)s", "Every %(n)s months, %(at)s", found.number) % values
    values |= {"nth": str(dict(NTH)[found.nth]), "weekday": str(WEEKDAYS[found.weekday])}
    return (
        ngettext(
            "Every month on the %(nth)s %(weekday)s, %(at)s",
            "Every %(n)s months on the %(nth)s %(weekday)s, %(at)s",
            found.number,
        )
        % values
    )


def dates_in_words(coming: Sequence[tuple[date, datetime]], zone: str) -> list[str]:
    """Each with its weekday, as the clock of its zone shows it."""
    local = [when.astimezone(ZoneInfo(zone)) for _day, when in coming]
    return [f"{date_format(one, 'l')}, {date_format(one, 'DATE_FORMAT')} {one.strftime('%H:%M')}" for one in local]
