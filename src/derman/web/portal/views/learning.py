"""What one is to learn: one's own paths, one with its steps, an article to read, a check to answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.teaching import actions, queries
from derman.teaching.errors import NotFound, TeachingError
from derman.web.portal import articles as shown
from derman.web.portal import learning
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only
from derman.web.toasts import toast


def _language() -> str:
    return get_language() or "en"


def _found_or_404(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except NotFound as error:
            raise Http404(str(error)) from None

    return signed_in_only(guarded)


def _to(outline: queries.Outline, place: int) -> HttpResponse:
    """To the next step that is still to be taken behind a place, else to the path."""
    behind = [one for one in outline.counting[place:] if not one.is_done]
    if behind:
        return HttpResponseRedirect(reverse("portal:learning_step", args=[outline.path.pk, behind[0].step.pk]))
    return HttpResponseRedirect(reverse("portal:learning_path", args=[outline.path.pk]))


@require_safe
@signed_in_only
def mine(request: HttpRequest) -> HttpResponse:
    """One's own paths."""
    outlines = queries.mine(agent_of(request), _language())
    context = {
        "open": [one for one in outlines if not one.is_finished],
        "finished": [one for one in outlines if one.is_finished],
        "here": "learning",
    }
    return render(request, "portal/learning/mine.html", context)


@require_safe
@_found_or_404
def path(request: HttpRequest, path: int) -> HttpResponse:
    """One path: how far one is, and its steps."""
    outline = queries.one(agent_of(request), path, _language())
    context = {"outline": outline, "lines": learning.lines_of(outline), "here": "learning"}
    return render(request, "portal/learning/path.html", context)


@require_safe
@_found_or_404
def step(request: HttpRequest, path: int, step: int) -> HttpResponse:
    """One step: an article to read, or a check."""
    return _step(request, path, step)


def _step(request: HttpRequest, path: int, step: int, *, wrong: str = "", status: int = 200) -> HttpResponse:
    outline = queries.one(agent_of(request), path, _language())
    place, seen = outline.at(step)
    title, lang = learning.title_of(seen)
    before = outline.counting[place - 2] if place > 1 else None
    context: dict[str, Any] = {
        "outline": outline,
        "place": place,
        "seen": seen,
        "title": title,
        "lang": lang,
        "before": before.step.pk if before is not None else None,
        "behind": outline.counting[place].step.pk if place < outline.all else None,
        "wrong": wrong,
        "here": "learning",
    }
    if seen.step.is_check:
        context["check"] = learning.check_of(seen)
    elif seen.text is not None and seen.text.live is not None:
        context["page"] = shown.page_of(seen.text.live, seen.text.lang)
    return render(request, "portal/learning/step.html", context, status=status)


@require_POST
@_found_or_404
def read(request: HttpRequest, path: int, step: int) -> HttpResponse:
    """An article was read: on to the next step."""
    person = agent_of(request)
    try:
        actions.read(actor=person, path=path, step=step)
    except NotFound:
        raise
    except TeachingError as error:
        return _step(request, path, step, wrong=str(error), status=422)
    outline = queries.one(person, path, _language())
    return _to(outline, outline.at(step)[0])


@require_POST
@_found_or_404
def unread(request: HttpRequest, path: int, step: int) -> HttpResponse:
    """It was not read after all."""
    try:
        actions.unread(actor=agent_of(request), path=path, step=step)
    except NotFound:
        raise
    except TeachingError as error:
        return _step(request, path, step, wrong=str(error), status=422)
    toast(request, _("It is open again."))
    return HttpResponseRedirect(reverse("portal:learning_step", args=[path, step]))


@require_POST
@_found_or_404
def answer(request: HttpRequest, path: int, step: int) -> HttpResponse:
    """A check is answered; what came of it stands on the same page."""
    try:
        actions.answer(actor=agent_of(request), path=path, step=step, chosen=request.POST.getlist("choice")[:20])
    except NotFound:
        raise
    except TeachingError as error:
        return _step(request, path, step, wrong=str(error), status=422)
    return HttpResponseRedirect(reverse("portal:learning_step", args=[path, step]) + "#said")
