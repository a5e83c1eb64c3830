"""A guided fix beside the conversation: choose one, answer step by step with the keys 1 to 9, hand on at the end."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from derman.kernel.folding import fold
from derman.people.queries import teams
from derman.runbooks import queries
from derman.runbooks.errors import RunbookError, RunbookNotFound
from derman.runbooks.tree import read, said
from derman.tickets import actions
from derman.tickets import queries as tickets
from derman.web.portal.fixes import screen_at
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers


def _says(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except RunbookNotFound as error:
            raise Http404(str(error)) from None
        except RunbookError as error:
            return HttpResponse(str(error), status=422)

    return guarded


@require_safe
@agents_only
@answers.says_what_is_wrong
def offered(request: HttpRequest, number: int) -> HttpResponse:
    """What can be walked beside this ticket: those begun here first, then all. Part of a menu."""
    agent = agent_of(request)
    tickets.find(agent, number)
    lang = get_language() or "en"
    context = {
        "offers": [(offer, fold(offer.title)) for offer in queries.offers(agent, lang)],
        "walks": [(walk, said(read(walk.version.tree).titles, lang)[0]) for walk in queries.walks_beside(number)[:3]],
        "url": answers.ticket_url(number),
    }  # fmt: skip
    return render(request, "workspace/guide_offers.html", context)


@require_safe
@agents_only
def closed(request: HttpRequest, number: int) -> HttpResponse:
    """Nothing: the panel is empty again. The walk stays where it is."""
    return HttpResponse("")


@require_POST
@agents_only
@answers.says_what_is_wrong
@_says
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """To the first step."""
    walk = actions.begin_runbook(
        actor=agent_of(request), ticket=number, runbook=request.POST.get("runbook", ""), lang=get_language() or "en"
    )
    return _answered(request, number, walk.key)


@require_safe
@agents_only
@answers.says_what_is_wrong
@_says
def step(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Where a walk stands, or an earlier step of it (`?at=2`)."""
    tickets.find(agent_of(request), number)
    return _screen(request, number, key, at=request.GET.get("at", ""))


@require_POST
@agents_only
@answers.says_what_is_wrong
@_says
def answer(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """An answer: it stands on the timeline, and the next step is shown."""
    place = request.POST.get("place", "")
    actions.answer_runbook(
        actor=agent_of(request),
        ticket=number,
        walk=key,
        place=int(place) if place.isascii() and place.isdecimal() and len(place) < 4 else 0,
        answer=request.POST.get("answer", ""),
    )
    return _answered(request, number, key)


def _answered(request: HttpRequest, number: int, key: str) -> HttpResponse:
    if not answers.is_part(request):
        return HttpResponseRedirect(f"{answers.ticket_url(number)}guide/{key}/")
    shown = _screen(request, number, key)
    shown.content += answers.parts_of(request, number).encode()
    return shown


def _screen(request: HttpRequest, number: int, key: str, *, at: str = "") -> HttpResponse:
    place = int(at) if at.isascii() and at.isdecimal() and len(at) < 4 else None
    found = queries.walk_beside(number, key, place=place)
    lang = get_language() or "en"
    end = found.step
    to = [
        team for team in teams(agent_of(request)) if team.pk == end.team or (end.team is None and team.tier == end.tier)
    ]
    context = {
        "title": said(found.tree.titles, lang)[0],
        "walk": found.walk,
        "screen": screen_at(found, lang),
        "back": found.place - 1,
        "teams": to,
        "ticket_url": answers.ticket_url(number),
        "number": number,
    }
    whole = "workspace/guide_page.html" if not answers.is_part(request) else "workspace/guide.html"
    return render(request, whole, context)
