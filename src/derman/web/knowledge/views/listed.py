"""The list of articles, and changes of many at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from derman.knowledge import actions
from derman.knowledge.errors import KnowledgeError
from derman.knowledge.queries import desk
from derman.people.queries import agents
from derman.web.knowledge import words
from derman.web.knowledge.forms.articles import category_choices
from derman.web.knowledge.views.doors import refused, to
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


@require_safe
@agents_only
def articles(request: HttpRequest) -> HttpResponse:
    """The articles that one may work on, by tab, words, category and audience."""
    asker, given = agent_of(request), request.GET
    tab = given.get("tab", "")
    wanted = desk.Filter(
        words=given.get("q", ""),
        state=tab if tab in desk.STATES else "",
        owner=asker.pk if tab == "mine" else None,
        category=_number(given.get("category", "")),
        audience=given.get("audience", "") if given.get("audience") in words.AUDIENCES else "",
    )
    page = desk.listed(asker, wanted, key=given.get("after", ""))
    counted = desk.counts(asker, timezone.localdate())
    numbers = {"review": counted.review, "outdated": counted.outdated, "check": counted.check}
    kept = given.copy()
    kept.pop("after", None)
    context: dict[str, Any] = {
        "rows": [
            (one, [(text, words.states_of(text)) for text in one.translations.all()], words.audience_of(one.audience))
            for one in page.articles
        ],
        "tabs": [(code, name, numbers.get(code, 0)) for code, name in words.tabs()],
        "tab": tab,
        "next": page.next,
        "kept": kept.urlencode(),
        "categories": category_choices(),
        "audiences": [(code, words.audience_of(code)) for code in words.AUDIENCES],
        "agents": agents(asker),
        "given": {name: given.get(name, "") for name in ("q", "category", "audience")},
        "today": timezone.localdate(),
    }
    return render(request, "desk_knowledge/articles.html", context)


@require_POST
@agents_only
def change_many(request: HttpRequest) -> HttpResponse:
    """Category, owner or audience of the chosen articles; or publish, withdraw, delete them."""
    asker = agent_of(request)
    chosen = [number for number in map(_number, request.POST.getlist("article")) if number is not None]
    what, _sep, value = request.POST.get("change", "").partition(":")
    try:
        match what:
            case "category":
                details = actions.Details(category=_number(value))
                number = actions.change_many(actor=asker, articles=chosen, details=details)
            case "owner":
                details = actions.Details(owner=_number(value))
                number = actions.change_many(actor=asker, articles=chosen, details=details)
            case "audience":
                number = actions.change_many(actor=asker, articles=chosen, details=actions.Details(audience=value))
            case "publish" | "withdraw" | "review":
                number = actions.move_many(actor=asker, articles=chosen, to=what)
            case _:
                number = 0
    except KnowledgeError as error:
        return refused(request, error, "articles")
    if not chosen or not what:
        toast(request, _("Choose articles, and what to change."), wrong=True)
    else:
        toast(request, ngettext("%(n)d article changed.", "%(n)d articles changed.", number) % {"n": number})
    return to("articles")
