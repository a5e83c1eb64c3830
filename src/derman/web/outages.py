"""When the database is away, pages say so in plain words and come back by themselves."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from derman.web.language import language_unasked

log = logging.getLogger("derman.web")
RETRY = 5  # seconds
DISK_FULL = "53100"  # what PostgreSQL calls it (SQLSTATE)


def outage_page(request: HttpRequest, error: BaseException | None = None) -> HttpResponse:
    """503, asking the browser to try again; a part of a page says it in a toast and keeps what was typed.

    A form that was sent is not asked for anew, which would lose what was typed: the page carries it, to send it again.
    """
    full = getattr(error.__cause__, "sqlstate", "") == DISK_FULL if error else False
    sent = _sent(request)
    files = bool(sent) and bool(request.FILES)
    context = {"retry": 0 if request.method == "POST" else RETRY, "full": full, "sent": sent, "files": files}
    with translation.override(language_unasked(request)):
        body = render_to_string("web/outage.html", context)
    return HttpResponse(body, status=503, headers={"Retry-After": str(RETRY), "Cache-Control": "no-store"})


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into the form that came, without passwords; nothing of it is believed: its token comes too."""
    if request.method != "POST":
        return []
    try:
        return [(name, value) for name, values in request.POST.lists() for value in values if "password" not in name]
    except (OSError, ValueError, BadRequest, SuspiciousOperation):
        return []  # a body that cannot be read


def server_error(request: HttpRequest) -> HttpResponse:
    """What people see of a failure: an outage where the database is the reason, else that we know of it."""
    error = sys.exception()
    if isinstance(error, OperationalError | InterfaceError):
        return outage_page(request, error)
    with translation.override(language_unasked(request)):
        return HttpResponse(render_to_string("500.html", {}), status=500)


class OutageMiddleware:
    """Answers for views that lost the database in the middle, without a page of traceback in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError | InterfaceError):
            log.warning("The database is away: %s", exception)
            return outage_page(request, exception)
        return None
