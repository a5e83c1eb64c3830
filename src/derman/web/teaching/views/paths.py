"""Learning paths at the desk: all of them, and one with its steps and learners."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.knowledge.queries import desk as articles
from derman.people.queries import organisations, teams
from derman.teaching import actions, queries
from derman.teaching.errors import NotAllowed, NotFound, Overtaken, TeachingError
from derman.teaching.words import day_at
from derman.web.language import desk_of
from derman.web.portal.learning import title_of_written
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.teaching.views.doors import desk_page, moved, to
from derman.web.toasts import toast

FOUND = 8


@require_safe
@desk_page
def index(request: HttpRequest) -> HttpResponse:
    """All paths."""
    return _listed(request)


def _listed(request: HttpRequest, *, wrong: str = "", status: int = 200) -> HttpResponse:
    asker, removed = agent_of(request), request.GET.get("tab") == "removed"
    after = typed.number(request.GET.get("after", "")) or 0
    rows = queries.paths(asker, removed=removed, after=after)
    more = len(rows) > queries.PAGE
    context = {
        "rows": rows[: queries.PAGE],
        "next": rows[queries.PAGE - 1].pk if more else None,
        "removed": removed,
        "after": after,
        "wrong": wrong,
        "titles": typed.fields({}, request.POST if wrong else None, "title"),
    }
    return render(request, "teaching/index.html", context, status=status)


@require_POST
@desk_page
def add(request: HttpRequest) -> HttpResponse:
    """Begin one."""
    try:
        made = actions.start(actor=agent_of(request), titles=typed.both(request.POST, "title"))
    except NotAllowed:
        raise
    except TeachingError as error:
        return _listed(request, wrong=str(error), status=422)
    return to("one", made.pk)


@require_safe
@desk_page
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One path; `?q=` finds articles for it."""
    return page(request, pk)


def page(request: HttpRequest, pk: int, *, wrong: str = "", form: str = "", status: int = 200) -> HttpResponse:
    """The page on which a path is written. `wrong` is a sentence about `form` (`details`, `assign`), which was sent."""
    asker = agent_of(request)
    path = queries.path_at_desk(asker, pk)
    written = queries.steps(asker, path)
    words = request.GET.get("q", "").strip()[:200]
    context: dict[str, Any] = {
        "path": path,
        "steps": [(one, *title_of_written(one)) for one in written],
        "unreadable": queries.unreadable(path),
        "words": words,
        "found": _found(asker, words, {one.step.article_id for one in written}) if words else [],
        "titles": typed.fields(path.titles, request.POST if form == "details" else None, "title"),
        "summaries": typed.fields(path.summaries, request.POST if form == "details" else None, "summary"),
        "wrong": wrong,
        "form": form,
        "today": day_at(desk_of(request).zone),
    }
    if asker.is_lead:
        given = request.POST if form == "assign" else {}
        context |= {
            "assignments": queries.assignments(asker, path),
            "teams": teams(asker),
            "organisations": organisations(asker),
            "given": {"to": "team"} | {name: given.get(name, "") for name in given},
        }
    return render(request, "teaching/one.html", context, status=status)


def _found(asker: Any, words: str, taken: set[int | None]) -> list[Any]:
    """Articles with these words, each with a text by which to name it."""
    rows = articles.listed(asker, articles.Filter(words=words), size=FOUND + len(taken)).articles
    fresh = [row for row in rows if row.pk not in taken][:FOUND]
    names = articles.named_articles(asker, [row.pk for row in fresh])
    return [names[row.pk] for row in fresh if row.pk in names]


@require_POST
@desk_page
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """Title and summary."""
    try:
        actions.describe(
            actor=agent_of(request),
            path=pk,
            titles=typed.both(request.POST, "title"),
            summaries=typed.both(request.POST, "summary"),
            revision=typed.number(request.POST.get("revision", "")),
        )
    except (NotFound, NotAllowed):
        raise
    except Overtaken as error:
        words = f"{error} " + _("What you typed is still here: saving it again replaces theirs.")
        return page(request, pk, wrong=words, form="details", status=409)
    except TeachingError as error:
        return page(request, pk, wrong=str(error), form="details", status=422)
    toast(request, _("Saved."))
    return to("one", pk)


@require_POST
@desk_page
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Learners see it from now on."""
    try:
        actions.publish(actor=agent_of(request), path=pk)
    except (NotFound, NotAllowed):
        raise
    except TeachingError as error:
        return page(request, pk, wrong=str(error), status=422)
    toast(request, _("It is published."), undo=reverse("teaching:withdraw", args=[pk]))
    return moved(request, "one", pk)


@require_POST
@desk_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to a draft."""
    actions.withdraw(actor=agent_of(request), path=pk)
    toast(
        request, _("It is a draft again. Nobody sees it or is reminded."), undo=reverse("teaching:publish", args=[pk])
    )
    return moved(request, "one", pk)


@require_POST
@desk_page
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away."""
    actions.remove(actor=agent_of(request), path=pk)
    toast(request, _("The learning path is deleted."), undo=reverse("teaching:bring_back", args=[pk]))
    return to("index")


@require_POST
@desk_page
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """As it was."""
    actions.bring_back(actor=agent_of(request), path=pk)
    return moved(request, "one", pk)
