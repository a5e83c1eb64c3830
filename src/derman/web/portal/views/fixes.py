"""Guided fixes: which there are, one step on a screen, and the ticket with everything already tried."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.insight import actions as insight
from derman.kernel import files
from derman.runbooks import actions, queries
from derman.runbooks.errors import RunbookNotFound, WrongInput
from derman.tickets import actions as tickets
from derman.tickets.errors import TicketError
from derman.tickets.errors import WrongInput as NotTaken
from derman.web.portal import articles as readers
from derman.web.portal.fixes import screen_at
from derman.web.portal.screens import message_url
from derman.web.served_files import Answer, served
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only
from derman.web.toasts import toast


def _walker(request: HttpRequest) -> Any:
    return getattr(request.user, "_wrapped", request.user) if request.user.is_authenticated else None


def _language() -> str:
    return get_language() or "en"


def _place(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else None


def _kept_private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What is not there is a page that says so; and no cache keeps a walk, so that going back shows it as it is."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            answer = view(request, *arguments, **named)
        except (RunbookNotFound, TicketError) as error:
            raise Http404(str(error)) from None
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return guarded


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All that one may walk."""
    offers = queries.offers(_walker(request), _language())
    return render(request, "portal/fix/index.html", {"offers": offers, "here": "fix"})


@require_safe
@_kept_private
def intro(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is for, and the button that begins; or goes on, where one was on the way."""
    walker = _walker(request)
    found = queries.offer(walker, slug, _language())
    insight.opened(person=walker, browser=readers.browser_of(request), address=request.path)
    open_walk = queries.unfinished(walker, readers.browser_of(request), slug)
    return render(request, "portal/fix/intro.html", {"offer": found, "walk": open_walk, "here": "fix"})


@require_POST
@_kept_private
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """To the first step."""
    browser = readers.known_browser(request)
    walk = actions.begin(runbook=slug, person=_walker(request), browser=browser, lang=_language())
    answer = HttpResponseRedirect(reverse("portal:fix_walk", args=[slug, walk.key]))
    readers.remember(request, answer, browser)
    return answer


@require_safe
@_kept_private
def walk(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One step: where the walk stands, or an earlier one (`?at=2`)."""
    return _step(request, slug, key, place=_place(request.GET.get("at", "")))


def _step(
    request: HttpRequest, slug: str, key: str, *, place: int | None = None, wrong: str = "", status: int = 200
) -> HttpResponse:
    found = queries.own_walk(_walker(request), readers.browser_of(request), key, place=place)
    if found.walk.runbook.slug != slug:
        raise Http404
    context = {
        "offer": queries.offer(_walker(request), slug, _language()),
        "walk": found.walk,
        "screen": screen_at(found, _language()),
        "back": f"?{urlencode({'at': found.place - 1})}" if found.place > 1 else "",
        "tried": queries.tried(found.tree, [(one.step, one.answer) for one in found.way], _language()),
        "text": request.POST.get("text", ""),
        "wrong": wrong,
        "here": "fix",
    }
    return render(request, "portal/fix/step.html", context, status=status)


@require_POST
@_kept_private
def answer(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """An answer, and on to the step that comes then."""
    place = _place(request.POST.get("place", "")) or 0
    browser, given = readers.browser_of(request), request.POST.get("answer", "")
    try:
        done = actions.answer(key=key, person=_walker(request), browser=browser, place=place, answer=given)
    except WrongInput as error:
        return _step(request, slug, key, wrong=str(error), status=422)
    return HttpResponseRedirect(f"{reverse('portal:fix_walk', args=[slug, key])}?at={done.place}")


@require_POST
@_kept_private
@signed_in_only
def ask(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Write to the desk; what was tried comes with it."""
    person, browser = agent_of(request), readers.browser_of(request)
    queries.own_walk(person, browser, key)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        opened = tickets.ask_after_walk(actor=person, walk=key, text=text, browser=browser, language=_language())
    except NotTaken as error:
        return _step(request, slug, key, wrong=str(error), status=422)
    toast(request, _("We have your request. Its number is #%(number)s.") % {"number": opened.ticket.pk})
    return HttpResponseRedirect(message_url(opened.ticket.pk, opened.message.pk))


@require_safe
def picture(request: HttpRequest, key: str) -> Answer:
    """A picture of a step, for whoever may walk its runbook."""
    found = queries.picture_by_key(_walker(request), key)
    if found is None:
        raise Http404
    try:
        content = files.open_file(found.file)
    except FileNotFoundError:
        raise Http404 from None
    return served(request, content, files.headers_for(found.file, found.name))
