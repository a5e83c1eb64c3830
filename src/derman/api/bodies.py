"""The body of a request: JSON, of a bounded size, read only once its sender is known."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from derman.api.problems import MALFORMED, MEDIA_TYPE, TOO_LARGE, Problem

LIMIT = 32 * 1024 * 1024  # bytes; attachments come in base64


def take(request: HttpRequest) -> None:
    """Read the body. Raises Problem 413, 415, 400."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdigit():
        raise Problem(MALFORMED)
    if int(announced) > LIMIT:
        raise _too_large()
    body = request.read(LIMIT + 1)
    if len(body) > LIMIT:
        raise _too_large()
    if body and request.content_type not in ("application/json", "text/json"):
        raise Problem(MEDIA_TYPE, _("Send the header “Content-Type: application/json”."))
    # Django's own limit for bodies is meant for forms: set what `request.body` would have read
    request._body = body


def _too_large() -> Problem:
    return Problem(TOO_LARGE, _("A request may have %(megabytes)s MB.") % {"megabytes": LIMIT // 1024 // 1024})


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


class StrictJson(Parser):
    """JSON as RFC 8259 has it: no NaN, no Infinity."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        found = json.loads(request.body, parse_constant=_refuse)
        if not isinstance(found, dict):
            raise ValueError("not an object")
        return found
