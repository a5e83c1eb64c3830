"""What a request gets that is larger than the desk takes: a page for people, a problem document for programs."""

from __future__ import annotations

from collections.abc import MutableMapping
from io import BytesIO
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from derman.api.problems import TOO_LARGE, Problem
from derman.web.language import language_unasked


def too_large(scope: MutableMapping[str, Any], limit: int) -> HttpResponse:
    """413 in the browser's language; asks no database."""
    request = ASGIRequest(dict(scope), BytesIO())
    with translation.override(language_unasked(request)):
        wants_page = request.accepts("text/html") and "text/html" in request.headers.get("Accept", "")
        if request.path.startswith("/api/") or not wants_page:
            answer = Problem(TOO_LARGE, limit=limit).response()
        else:
            answer = HttpResponse(render_to_string("413.html", {"limit": limit // 1024**2}), status=413)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
