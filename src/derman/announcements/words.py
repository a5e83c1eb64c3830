"""The words of announcements: made tidy when they come, and safe HTML for readers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from derman.announcements.errors import WrongInput
from derman.kernel import html
from derman.kernel.texts import TooLong, tidy
from derman.knowledge.markdown import to_html

LONGEST_TITLE = 160
LONGEST_TEXT = 4000


def titles_of(given: object) -> dict[str, str]:
    """Titles by language, at least one. Raises WrongInput."""
    kept = _tidy(given, "titles", LONGEST_TITLE, lines=False)
    if not kept:
        raise WrongInput(_("Write a title in one language at least."), field="titles")
    return kept


def texts_of(given: object) -> dict[str, str]:
    """Texts by language, with their lines. Raises WrongInput."""
    return _tidy(given, "texts", LONGEST_TEXT, lines=True)


def _tidy(given: object, field: str, longest: int, *, lines: bool) -> dict[str, str]:
    try:
        return tidy(given, longest=longest, lines=lines)
    except TooLong as error:
        raise WrongInput(str(error), field=field) from None


def as_html(text: str) -> str:
    """Markdown for readers: lists, bold, code and links; nothing that a page must not hold."""
    return html.clean(to_html(text), pages=True)
