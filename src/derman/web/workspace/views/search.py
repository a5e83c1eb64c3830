"""Search: tickets by number, words or requester, while one types; beside them what else fits."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from derman.people.access import Lens, lens_of
from derman.search import queries as finder
from derman.search.errors import SearchError
from derman.tickets.queries.views import PAGE
from derman.views import queries as views
from derman.web import markup
from derman.web.language import only_in
from derman.web.portal.articles import answers_of
from derman.web.signed_in import Agent, agent_of, agents_only
from derman.web.workspace import answers, lists, rows, saved

LONGEST = 500  # characters of a question
BESIDE = 3  # articles and guided fixes, and as many people


def _found(agent: Agent, wanted: str, lens: Lens) -> list[SafeString]:
    """The lines of what fits best, best first."""
    found = finder.lines(agent, wanted, lens=lens, limit=PAGE)
    now, unread = timezone.now(), _("unread")
    return [
        rows.line(
            one.line,
            unread=unread if one.unread else "",
            suffix="",
            now=now,
            shows_holder=True,
            excerpt=markup.marked(one.excerpt),
        )
        for one in found
    ]


def _beside(agent: Agent, wanted: str) -> list[dict[str, Any]]:
    """Articles, guided fixes and people that fit, a few of each: a person leads to their tickets."""
    words = finder.words_alone(wanted)
    if len(words) < 2:
        return []
    hits = finder.answers(
        agent, words, lang=get_language() or "en", limit=BESIDE, kinds=["outage", "article", "runbook"]
    )
    found: list[dict[str, Any]] = [
        {
            "url": one.url,
            "icon": one.icon,
            "title": one.title,
            "kind": " · ".join(part for part in (one.kind or _("Article"), only_in(one.lang)) if part),
            "lang": one.lang,
        }
        for one in answers_of(hits)
    ]
    for person in finder.people(agent, words, limit=BESIDE):
        asked = f"from:{person.email}" if person.email else f'from:"{person.name}"'
        address = f"{reverse('workspace:search')}?{urlencode({'q': asked})}"
        found.append({"url": address, "icon": "user", "title": person.name, "kind": _("Tickets of this person")})
    return found


@require_safe
@agents_only
@answers.says_what_is_wrong
def search(request: HttpRequest) -> HttpResponse:
    """What was found in place of the queue's lines; nothing typed shows the `view` again."""
    agent = agent_of(request)
    wanted = " ".join(request.GET.get("q", "").split())[: LONGEST + 1]
    as_part = bool(request.headers.get("HX-Request"))
    if not wanted:
        view = lists.view_of(request.GET.get("view", ""))
        queue = lists.queue_of(agent, view) if not as_part else lists.rows_of(agent, view)
        return render(
            request, "workspace/rows.html" if as_part else "workspace/desk.html", {"queue": queue, "ticket": None}
        )
    lens = lens_of(agent)
    found = _answer(agent, wanted, lens, after=request.GET.get("after", ""))
    if as_part:
        return render(request, "workspace/rows.html", {"queue": found})
    found |= {"title": _("Search"), "q": wanted, "views": lists.views_of(agent, "", lens=lens), "live_url": ""}
    return render(request, "workspace/desk.html", {"queue": found, "ticket": None})


@require_safe
@agents_only
def completion(request: HttpRequest) -> HttpResponse:
    """What fits where somebody stands in a typed query, as JSON."""
    typed = request.GET.get("query", "")
    at = request.GET.get("at", "")
    place = int(at) if at.isascii() and at.isdigit() and len(at) < 6 else len(typed)
    return JsonResponse(asdict(views.complete(agent_of(request), typed, place)))


def _answer(agent: Agent, wanted: str, lens: Lens, *, after: str) -> dict[str, Any]:
    """With words the best first; conditions alone give the latest change first, page by page."""
    wrong = views.mistakes(agent, wanted) if views.narrows(wanted) or ":" in wanted else []
    looked = views.sound(wanted)
    if (looked != wanted or not wrong) and views.narrows(looked) and not finder.words_alone(looked):
        found = saved.listed(agent, looked, key=after, lens=lens)
    else:
        try:
            found = {"rows": _found(agent, looked, lens)}
        except SearchError as error:
            found = {"rows": [], "empty": {"icon": "warn", "title": _("Nothing found"), "text": str(error)}}
    if after:
        return found
    found.setdefault("empty", {})
    if found["empty"].get("icon") != "warn":
        found["empty"] = {
            "icon": "search",
            "title": _("No ticket found"),
            "text": _("Fewer or other words find more. Numbers, subjects, texts and requesters are searched."),
        }
    if wrong:
        found["wrong"] = saved.pointed_at(wanted, wrong)
    elif views.narrows(wanted):
        found["export_url"] = f"{reverse('workspace:export')}?{urlencode({'q': wanted})}"
        found["keep_url"] = f"{reverse('workspace:view_add')}?{urlencode({'query': wanted})}"
    found["beside"] = _beside(agent, looked)
    return found
