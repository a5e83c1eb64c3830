"""Texts that a desk writes in several languages: `{"en": "Printers", "tr": "Yazıcılar"}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language


def in_language(texts: Mapping[str, Any], language: str | None = None) -> str:
    """The text in `language` (else in the reader's), or in any that there is; empty where there is none."""
    wanted = language or get_language() or "en"
    return str(texts.get(wanted) or next((text for text in texts.values() if text), ""))


def spoken(texts: Mapping[str, Any], language: str | None = None) -> str:
    """The language in which `in_language` gives the text; empty where there is none."""
    wanted = language or get_language() or "en"
    return wanted if texts.get(wanted) else next((code for code, text in texts.items() if text), "")


def tidy(texts: object, *, longest: int, lines: bool = False) -> dict[str, str]:
    """What was given, without languages that the program does not know and without blanks around; `longest` characters.

    With `lines`, line breaks are kept; otherwise it becomes one line. What is no mapping gives nothing.
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
        if text:
            kept[code] = text[:longest]
    return kept
