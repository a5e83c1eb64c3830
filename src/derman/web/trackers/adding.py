"""Opening an issue at the makers from a ticket or a problem: chosen words, and a preview of what leaves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from derman.problems.errors import ProblemNotFound
from derman.tickets.errors import TicketNotFound
from derman.trackers import actions, composing, queries
from derman.trackers.actions import opening
from derman.trackers.errors import IssueNotFound, NotAllowed, TrackerError
from derman.web.signed_in import Agent, agent_of
from derman.web.teaching import typed
from derman.web.templatetags.beside import where
from derman.web.toasts import toast
from derman.web.trackers.guarding import desk_page, to
from derman.web.workspace.forwards import choice_of

FIELDS = ("tracker", "title", "body", "files", "number")
MOST = 60


def _named(request: HttpRequest) -> dict[str, int | None]:
    given = request.POST if request.method == "POST" else request.GET
    return {name: typed.number(given.get(name, "").strip().lstrip("#pP")) for name in ("ticket", "problem")}


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [number for text in request.POST.getlist(name)[:MOST] if (number := typed.number(text)) is not None]


def _first(actor: Agent, place: Any) -> dict[str, Any]:
    """The form as it is at first: a title and a text without names."""
    people = queries.people_of(place)
    is_ticket = hasattr(place, "requester")
    title, text = composing.first_words(place if is_ticket else None, None if is_ticket else place, people)
    return {"title": title, "body": text, "number": "", "tracker": None, "waits": is_ticket, "named": False}


def _typed(request: HttpRequest) -> dict[str, Any]:
    post = request.POST
    return {
        "title": post.get("title", "")[:1000],
        "body": post.get("body", "").replace("\r\n", "\n")[: composing.LONGEST_BODY + 1],
        "number": post.get("number", "")[:600],
        "tracker": typed.number(post.get("tracker", "")),
        "waits": post.get("waits") == "yes",
        "named": post.get("named") == "yes",
    }


def _page(
    request: HttpRequest,
    *,
    form: dict[str, Any],
    place: Any,
    preview: dict[str, Any] | None = None,
    wrong: TrackerError | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = agent_of(request)
    is_ticket = hasattr(place, "requester")
    found = queries.for_place(actor, place)
    messages, files = _numbers(request, "message"), _numbers(request, "file")
    choices = [
        {**choice_of(one), "chosen": one.pk in messages and preview is None}
        for one in queries.messages_to_choose(place)
    ]
    context = {
        "place": place,
        "is_ticket": is_ticket,
        "place_words": f"#{place.pk}" if is_ticket else f"P{place.pk}",
        "place_url": reverse("workspace:ticket" if is_ticket else "problems:one", args=[place.pk]),
        "trackers": [{"pk": one.pk, "name": one.name, "project": one.project} for one in found],
        "form": form,
        "choices": choices,
        "files": [
            {"pk": str(one.pk), "name": one.name, "size": one.file.size, "chosen": one.pk in files}
            for one in queries.files_to_choose(place)
        ],
        "preview": preview,
        "can_keep": actor.is_administrator,
        **(where(wrong, FIELDS) if wrong is not None else {"wrong": "", "wrong_at": {}}),
    }
    return render(request, "trackers/add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def add(request: HttpRequest) -> HttpResponse:
    """The form; `act`: preview shows what leaves, edit goes back to the form, send has it opened."""
    actor, named = agent_of(request), _named(request)
    try:
        place = opening.place_of(actor, **named)
    except TrackerError as error:
        toast(request, str(error), wrong=True)
        return to(request, "index")
    if request.method != "POST":
        return _page(request, form=_first(actor, place), place=place)
    form, act = _typed(request), request.POST.get("act", "")
    try:
        if act == "send":
            return _sent(request, named, form)
        if act == "preview":
            return _page(request, form=form, place=place, preview=_preview(request, place, form))
    except (IssueNotFound, NotAllowed, TicketNotFound, ProblemNotFound):
        raise
    except TrackerError as error:
        return _page(request, form=form, place=place, wrong=error, status=422)
    return _page(request, form=form, place=place)


def _preview(request: HttpRequest, place: Any, form: dict[str, Any]) -> dict[str, Any]:
    """Exactly what leaves: from here on nothing is added but the marker by which the desk finds it again."""
    actor = agent_of(request)
    chosen = _numbers(request, "message")
    messages = [one for one in queries.messages_to_choose(place) if one.pk in chosen]
    form["body"] = composing.with_messages(
        form["body"], messages, with_names=form["named"], people=queries.people_of(place)
    )
    tracker = opening.usable(actor, form["tracker"] or 0, place)
    wanted = _numbers(request, "file")
    files = [one for one in queries.files_to_choose(place) if one.pk in wanted]
    opening.checked_words(form["title"], form["body"])
    return {
        "tracker": tracker,
        "by_link": tracker.kind in opening.BY_LINK,
        "files": [{"pk": str(one.pk), "name": one.name, "size": one.file.size} for one in files],
        "names_left": composing.names_left(f"{form['title']}\n{form['body']}", queries.people_of(place)),
    }


def _sent(request: HttpRequest, named: dict[str, int | None], form: dict[str, Any]) -> HttpResponse:
    made = actions.open_issue(
        actor=agent_of(request),
        tracker=form["tracker"] or 0,
        title=form["title"],
        body=form["body"],
        files=_numbers(request, "file"),
        waits=form["waits"],
        **named,
    )
    undo = f"{reverse('trackers:move', args=[made.pk])}?act=unlink"
    toast(request, _("The issue is opened in ten seconds."), undo=undo)
    return to(request, "one", made.pk)


@require_POST
@desk_page
def link(request: HttpRequest) -> HttpResponse:
    """Link one that is there, by its `number` or address."""
    actor, named, form = agent_of(request), _named(request), _typed(request)
    try:
        made = actions.link_issue(
            actor=actor, tracker=form["tracker"] or 0, number=form["number"], waits=form["waits"], **named
        )
    except (IssueNotFound, NotAllowed, TicketNotFound, ProblemNotFound):
        raise
    except TrackerError as error:
        place = opening.place_of(actor, **named)
        first = _first(actor, place) | {"number": form["number"], "tracker": form["tracker"], "waits": form["waits"]}
        return _page(request, form=first, place=place, wrong=error, status=422)
    undo = f"{reverse('trackers:move', args=[made.pk])}?act=unlink"
    toast(request, _("Linked. The tracker is asked how it stands."), undo=undo)
    return to(request, "one", made.pk)
