"""The few addresses that belong to every page: the desk's colour and logo, and what a reader chooses for themselves."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from derman.kernel import files
from derman.people import actions as people
from derman.tickets.queries import attachment_by_key
from derman.web import accent
from derman.web.context import THEMES
from derman.web.language import KNOWN, desk_of
from derman.web.served_files import Answer, served

YEAR = 365 * 24 * 3600


@require_safe
def look_css(request: HttpRequest) -> HttpResponse:
    """The desk's colour as a style sheet; its address changes with the colour, so browsers keep it."""
    colour = f"#{request.GET.get('c', '')}"
    sheet = accent.style_sheet(colour)
    answer = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return answer


@require_safe
def logo(request: HttpRequest) -> Answer:
    """The desk's logo."""
    stored = desk_of(request).logo
    if stored is None:
        raise Http404
    headers = {**files.headers_for(stored, "logo"), "Cache-Control": f"public, max-age={YEAR}"}
    return served(request, files.open_file(stored), headers)


@require_safe
def attachment(request: HttpRequest, key: str) -> Answer:
    """A file of a ticket, for whoever may see it. 404 for everybody else: whether it exists is not said."""
    found = attachment_by_key(request.user, key) if request.user.is_authenticated else None
    if found is None:
        raise Http404
    try:
        content = files.open_file(found.file)
    except FileNotFoundError:
        raise Http404 from None
    return served(request, content, files.headers_for(found.file, found.name))


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Language, light or dark, available or away: kept with the person, and in a cookie for who is not signed in."""
    language, theme, available = (request.POST.get(name, "") for name in ("language", "theme", "available"))
    back = request.POST.get("next") or request.headers.get("Referer", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    if language in KNOWN:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
    if request.user.is_authenticated:
        people.change_person(
            actor=request.user,
            person=request.user,
            language=language if language in KNOWN else None,
            theme=theme if theme in THEMES else "" if theme == "system" else None,
            available=available == "yes" if available in ("yes", "no") else None,
        )
    return answer
