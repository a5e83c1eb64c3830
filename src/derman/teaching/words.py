"""The words of paths, news and tips: made tidy when they come, and safe HTML for readers."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import DateField
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _

from derman.desk.queries import the_desk
from derman.kernel import clock, html
from derman.kernel.texts import TooLong, one_line, tidy
from derman.knowledge.markdown import to_html
from derman.teaching.errors import WrongInput

LONGEST_TITLE = 160
LONGEST_CHOICE = 300
LONGEST_SOFTWARE = 80
LONGEST_TEXT = 4000


def titles_of(given: object, *, field: str, longest: int = LONGEST_TITLE) -> dict[str, str]:
    """Titles by language, at least one. Raises WrongInput."""
    kept = _tidy(given, field, longest, lines=False)
    if not kept:
        raise WrongInput(_("Write it in one language at least."), field=field)
    return kept


def texts_of(given: object, *, field: str, longest: int = LONGEST_TEXT) -> dict[str, str]:
    """Texts by language, with their lines. Raises WrongInput."""
    return _tidy(given, field, longest, lines=True)


def choice_of(given: object) -> dict[str, str]:
    """The words of a choice by language; none where it is empty. Raises WrongInput."""
    return _tidy(given, "choices", LONGEST_CHOICE, lines=False)


def software_of(given: str) -> str:
    """What software a piece of news is about. Raises WrongInput."""
    try:
        return one_line(given, longest=LONGEST_SOFTWARE)
    except TooLong as error:
        raise WrongInput(str(error), field="software") from None


def _tidy(given: object, field: str, longest: int, *, lines: bool) -> dict[str, str]:
    try:
        return tidy(given, longest=longest, lines=lines)
    except TooLong as error:
        raise WrongInput(str(error), field=field) from None


def as_html(text: str) -> str:
    """Markdown for readers: lists, bold, code and links; nothing that a page must not hold."""
    return html.clean(to_html(text), pages=True)


def as_text(text: str) -> str:
    """The same as one line without marks."""
    return " ".join(html.to_text(as_html(text)).split())


def readers_today() -> date:
    """The day that it is for whoever looks at a page. No statement."""
    return timezone.localdate(clock.now())


def desks_day() -> RawSQL:
    """The day that it is at the desk, inside a statement: what was due by yesterday of this day is overdue.

    One rule for pages, reports and reminders, wherever their readers are.
    """
    statement = "(%s::timestamptz AT TIME ZONE (SELECT desk.zone FROM desk_desk desk WHERE desk.id = 1))::date"
    return RawSQL(statement, [clock.now()], DateField())  # noqa: S611


def today() -> date:
    """The day that it is at the desk. 1 statement."""
    return day_at(the_desk().zone)


def day_at(zone: str) -> date:
    """The same where the desk's zone is known. No statement."""
    return timezone.localdate(clock.now(), ZoneInfo(zone))
