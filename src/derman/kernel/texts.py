"""Texts that a desk writes in several languages: `{"en": "Printers", "tr": "Yazıcılar"}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

SHOWN = 30  # of a text that is too long


class TooLong(ValueError):
    """A text has more characters than the `most` that it may have. The sentence says how it begins."""

    def __init__(self, text: str, most: int) -> None:
        said = {"words": f"{text[:SHOWN].rstrip()}…" if len(text) > SHOWN else text, "most": most}
        super().__init__(_("“%(words)s” is too long: %(most)d characters at most.") % said)


def in_language(texts: Mapping[str, Any], language: str | None = None) -> str:
    """The text in `language` (else in the reader's), or in any that there is; empty where there is none."""
    wanted = language or get_language() or "en"
    return str(texts.get(wanted) or next((text for text in texts.values() if text), ""))


def spoken(texts: Mapping[str, Any], language: str | None = None) -> str:
    """The language in which `in_language` gives the text; empty where there is none."""
    wanted = language or get_language() or "en"
    return wanted if texts.get(wanted) else next((code for code, text in texts.items() if text), "")


def tidy(texts: object, *, longest: int, lines: bool = False) -> dict[str, str]:
    """What was given, without languages that the program does not know and without blanks around.

    With `lines`, line breaks are kept; otherwise it becomes one line. What is no mapping gives nothing.
    Raises TooLong where one has more than `longest` characters: nothing is cut off unseen.
    """
    if not isinstance(texts, Mapping):
        return {}
    kept: dict[str, str] = {}
    for code in dict(settings.LANGUAGES):
        given = texts.get(code)
        if not isinstance(given, str):
            continue
        given = given.replace("\0", "")
        text = given.replace("\r\n", "\n").strip() if lines else " ".join(given.split())
        if len(text) > longest:
            raise TooLong(text, longest)
        if text:
            kept[code] = text
    return kept


def one_line(text: str, *, longest: int) -> str:
    """The text on one line, without blanks around. Raises TooLong."""
    line = " ".join(text.replace("\0", "").split())
    if len(line) > longest:
        raise TooLong(line, longest)
    return line
