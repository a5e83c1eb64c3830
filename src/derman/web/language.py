"""The language and the time zone of each page: the person's, else what was chosen here, else the desk's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from derman.desk.queries import the_desk

KNOWN = {code for code, _name in settings.LANGUAGES}
# what has no words: probes, style sheets
SILENT = ("/health/", "/metrics", "/static/", "/look")


class _OfDesk(HttpRequest):
    desk: Any


def desk_of(request: HttpRequest) -> Any:
    """The desk, read once for each request."""
    if not hasattr(request, "desk"):
        cast("_OfDesk", request).desk = SimpleLazyObject(the_desk)
    return cast("_OfDesk", request).desk


def forget_desk(request: HttpRequest) -> None:
    """Have the desk read anew: what was read before a lock may be old."""
    if hasattr(request, "desk"):
        del request.desk


def _accepted(request: HttpRequest) -> str:
    for part in request.META.get("HTTP_ACCEPT_LANGUAGE", "").split(","):
        code = part.split(";")[0].split("-")[0].strip().casefold()
        if code in KNOWN:
            return str(code)
    return ""


def language_of(request: HttpRequest) -> str:
    """The language in which to answer this request."""
    person: Any = request.user
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    own = person.language if person.is_authenticated else ""
    for code in (own, chosen):
        if code in KNOWN:
            return str(code)
    # who works here reads the desk's language unless they chose another; a requester is met in the browser's
    accepted = "" if person.is_authenticated and person.is_staff_member else _accepted(request)
    wanted = accepted or str(desk_of(request).language)
    return wanted if wanted in KNOWN else str(settings.LANGUAGE_CODE)


def language_unasked(request: HttpRequest) -> str:
    """The language when the database cannot be asked: known before it went, chosen here, or the browser's."""
    wanted = (
        getattr(request, "LANGUAGE_CODE", ""),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        _accepted(request),
    )
    return next((code for code in wanted if code in KNOWN), settings.LANGUAGE_CODE)


def name_of(code: str) -> str:
    """A language as whoever reads the page calls it."""
    return str(capfirst(translation.get_language_info(code)["name_translated"]))


def only_in(code: str) -> str:
    """Of what is not there in the language of the page, in which it is; empty for what is."""
    if code not in KNOWN or code == translation.get_language():
        return ""
    return _("Only in %(language)s") % {"language": name_of(code)}


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The zone in which this reader lives."""
    name = getattr(request.user, "zone", "") or desk_of(request).zone
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


class LanguageMiddleware:
    """Puts language and zone around everything that answers a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(SILENT):
            return self.get_response(request)
        language = language_of(request)
        with translation.override(language), timezone.override(zone_of(request)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
