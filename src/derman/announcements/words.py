"""The words of announcements: made tidy when they come, and safe HTML for readers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from derman.announcements.errors import WrongInput
from derman.kernel import html
from derman.kernel.texts import tidy
from derman.knowledge.markdown import to_html

LONGEST_TITLE = 160
LONGEST_TEXT = 4000


def titles_of(given: object) -> dict[str, str]:
    """Titles by language, at least one. Raises WrongInput."""
    kept = tidy(given, longest=LONGEST_TITLE)
    if not kept:
        raise WrongInput(_("Write a title in one language at least."), field="titles")
    return kept


def texts_of(given: object) -> dict[str, str]:
    """Texts by language, with their lines."""
    return tidy(given, longest=LONGEST_TEXT, lines=True)


def as_html(text: str) -> str:
    """Markdown for readers: lists, bold, code and links; nothing that a page must not hold."""
    return html.clean(to_html(text), pages=True)
