"""Toasts: a sentence about what was done, and for ten seconds the way to take it back."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string

SECONDS = 10


def toast(request: HttpRequest, text: str, *, undo: str = "", more: str = "", wrong: bool = False) -> None:
    """Say `text` on the next page; `undo` is the address that takes it back by POST, `more` the one with details."""
    level = messages.ERROR if wrong else messages.SUCCESS
    messages.add_message(
        request, level, text, extra_tags=json.dumps({"undo": undo, "more": more}) if undo or more else ""
    )


def toast_part(text: str, *, undo: str = "", more: str = "", wrong: bool = False) -> str:
    """The same for a page that stays: a part that htmx adds to the toasts, to append to any answer."""
    context = {"text": text, "undo": undo, "more": more, "wrong": wrong, "seconds": SECONDS if undo else 6}
    return render_to_string("web/components/toast_part.html", context)
