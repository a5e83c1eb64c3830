"""The help button on other sites: its script, and what the script asks.

Whoever asks is nobody here: no session is looked at, no cookie is set, and only pages of the sites that the desk allows
get an answer. So a foreign page can read nothing that not everybody may read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from derman.insight import actions as insight
from derman.knowledge import actions as knowledge
from derman.knowledge import queries as articles
from derman.people.actions import find_or_add_requester
from derman.people.addresses import BadAddress, check_address
from derman.search import queries as finder
from derman.tickets.errors import WrongInput
from derman.tickets.incoming import Incoming
from derman.web import apps
from derman.web.language import KNOWN, desk_of
from derman.web.portal import help_button
from derman.web.portal.articles import page_of
from derman.web.portal.searching import offered

ANSWERS = 5
LARGEST = 64 * 1024  # bytes of a question or a request
LONGEST_SUBJECT, LONGEST_TEXT = 300, 20_000
WRITING = {"help_button": "30/h/ip,5/h/key"}  # requests: enough for an office, too little to flood a mailbox

type Asked = dict[str, str]
type Answering = Callable[[HttpRequest, Asked], dict[str, Any]]


class _Wrong(Exception):
    """What was sent cannot be used. `field` names the input, if one is wrong."""

    def __init__(self, message: str, *, field: str = "", status: int = 422) -> None:
        super().__init__(message)
        self.field, self.status = field, status


@cache
def _script() -> bytes:
    return (Path(apps.__file__).parent / "static/derman/help.js").read_bytes()


@require_safe
@cache_control(public=True, max_age=3600)
def script(request: HttpRequest) -> HttpResponse:
    """The one line that a page loads."""
    answer = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _for_allowed_sites(method: str) -> Callable[[Answering], Callable[[HttpRequest], HttpResponse]]:
    """Answers pages of allowed sites alone, in their language; browsers ask first whether they may."""

    def door(answering: Answering) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(answering)
        def opened(request: HttpRequest) -> HttpResponse:
            origin = request.headers.get("Origin", "")
            if not origin or origin not in desk_of(request).help_origins:
                answer: HttpResponse = JsonResponse({"wrong": "This site is not allowed."}, status=403)
            elif request.method == "OPTIONS":
                answer = HttpResponse(status=204)
                answer.headers["Access-Control-Allow-Methods"] = method
                answer.headers["Access-Control-Allow-Headers"] = "Content-Type"
                answer.headers["Access-Control-Max-Age"] = "600"
            elif request.method != method:
                answer = JsonResponse({"wrong": "Method not allowed."}, status=405)
            else:
                answer = _answered(request, answering)
            if answer.status_code != 403:
                answer.headers["Access-Control-Allow-Origin"] = origin
            answer.headers["Vary"] = "Origin"
            answer.headers.setdefault("Cache-Control", "no-store")
            return answer

        return csrf_exempt(opened)  # nothing here asks who is signed in

    return door


def _answered(request: HttpRequest, answering: Answering) -> HttpResponse:
    try:
        asked = request.GET.dict() if request.method == "GET" else _read(request)
        lang = asked.get("lang", "")
        with translation.override(lang if lang in KNOWN else str(desk_of(request).language)):
            try:
                return JsonResponse(answering(request, asked))
            except WrongInput as error:
                raise _Wrong(str(error), field=error.field) from None
    except _Wrong as error:
        return JsonResponse({"wrong": str(error), "field": error.field}, status=error.status)


def _read(request: HttpRequest) -> Asked:
    """What was sent: one JSON object of texts."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise _Wrong("Too large.", status=413)
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError):
        raise _Wrong("Not JSON.", status=400) from None
    if not isinstance(given, dict):
        raise _Wrong("Not an object.", status=400)
    return {str(name): text.replace("\0", "") for name, text in given.items() if isinstance(text, str)}


def _lang() -> str:
    return translation.get_language() or "en"


@_for_allowed_sites("GET")
def start(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """What the button shows before anything is typed."""
    desk = desk_of(request)
    return {
        "desk": desk.name,
        "lang": _lang(),
        "colours": help_button.colours(desk.accent),
        "words": help_button.words(),
        "announced": help_button.announced(),
        "popular": help_button.popular(_lang()),
    }


@_for_allowed_sites("POST")
def answers(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """Likely answers. By POST, so that what people look for stands in no log."""
    typed = asked.get("q", "").lstrip()[:200]
    hits = finder.answers(None, typed, lang=_lang(), limit=ANSWERS) if len(typed.strip()) > 1 else []
    insight.note_search(
        person=None, browser=_visitor(asked), place="button", words=typed, lang=_lang(), shown=offered(hits)
    )
    return {"found": help_button.found(hits)}


@_for_allowed_sites("POST")
def article(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """One article that everybody may read."""
    found = articles.by_slug(None, asked.get("article", "")[:200])
    if found is None or found.live is None:
        raise _Wrong(_("There is no such article."), status=404)
    knowledge.opened(translation=found, person=None, browser=_visitor(asked))
    insight.opened(person=None, browser=_visitor(asked), address=f"/kb/{found.slug}/")
    page = page_of(found.live, found.lang, with_icons=False)
    return {"title": page.title, "body": page.body, "lang": page.lang}


@_for_allowed_sites("POST")
def opinion(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """Whether an article helped."""
    found = articles.by_slug(None, asked.get("article", "")[:200])
    if found is None:
        raise _Wrong(_("There is no such article."), status=404)
    helpful = asked.get("helpful") == "yes"
    knowledge.say(translation=found, person=None, browser=_visitor(asked), helpful=helpful)
    insight.said(person=None, browser=_visitor(asked), address=f"/kb/{found.slug}/", helpful=helpful)
    return {}


@_for_allowed_sites("POST")
def write(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """A request of somebody who says who they are; proves nothing, as a mail does not."""
    subject, text = asked.get("subject", "").strip(), asked.get("text", "").strip()
    try:
        address = check_address(asked.get("email", ""))
    except BadAddress:
        raise _Wrong(_("Write an e-mail address like name@example.com."), field="email") from None
    if not subject:
        raise _Wrong(_("Write in a few words what it is about."), field="subject")
    for field, given, most in (("subject", subject, LONGEST_SUBJECT), ("text", text, LONGEST_TEXT)):
        if len(given) > most:
            raise _Wrong(_("At most {} characters fit here.").format(most), field=field)
    if ratelimit.consume(request, app="derman.portal", action="help_button", config=WRITING, key=address) is None:
        raise _Wrong(_("That was a lot in a short time. Please try again later."), status=429)
    sender = find_or_add_requester(email=address, name=asked.get("name", ""), language=_lang())
    incoming = Incoming(
        channel="portal",
        sender=sender,
        subject=subject,
        text=f"{text or subject}\n\n{_from(request, asked)}",
        language=_lang(),
        # a field that people do not see, and that programs fill in
        spam=bool(asked.get("website")),
    )
    opened = insight.ask(actor=sender, browser=_visitor(asked), subject=subject, incoming=incoming)
    return {"number": opened.ticket.pk}


def _from(request: HttpRequest, asked: Asked) -> str:
    """The page from which it was written, for the agents."""
    origin = request.headers["Origin"]
    page = asked.get("page", "")[:500]
    page = page if page == origin or page.startswith(f"{origin}/") else origin
    return _("Written with the help button on %(page)s. Whose address it is was not checked.") % {"page": page}


def _visitor(asked: Asked) -> str:
    """What tells a visitor from others as long as their page is open."""
    return asked.get("visitor", "")[:64]
