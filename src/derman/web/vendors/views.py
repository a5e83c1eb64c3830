"""Vendors at the desk: who they are, what was agreed, and how well they keep it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from derman.vendors import queries
from derman.vendors.scores import scores
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.vendors import screens
from derman.web.vendors.guarding import desk_page
from derman.web.workspace.vending import line_of


@require_safe
@desk_page
def index(request: HttpRequest) -> HttpResponse:
    """All vendors with their scores of a year; `?archived=1` those that are used no longer."""
    actor = agent_of(request)
    archived = request.GET.get("archived") == "1"
    found = queries.some(actor, archived=archived, after=request.GET.get("after", "")[:200])
    rows, more = found[: queries.PAGE], len(found) > queries.PAGE
    kept = scores(actor, [row.pk for row in rows])
    context = {
        "rows": [(row, screens.score_line(kept[row.pk], costs=actor.is_lead)) for row in rows],
        "next": queries.place_of(rows[-1]) if more else "",
        "archived": archived,
        "can_keep": actor.is_lead,
    }
    return render(request, "vendors/index.html", context)


@require_safe
@desk_page
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One: contacts, contracts, scorecard, and what was handed over."""
    actor = agent_of(request)
    row = queries.find(actor, pk)
    found = queries.cases(actor, pk, before=typed.number(request.GET.get("before", "")))
    cases, following = typed.page_of(found, queries.PAGE)
    today = queries.today()
    context = {
        "row": row,
        "score": screens.score_line(scores(actor, [pk])[pk], costs=actor.is_lead),
        "contracts": [screens.contract_line(each, today, costs=actor.is_lead) for each in row.contracts.all()],
        "cases": [{**line_of(case), "ticket": case.ticket, "sent_at": case.sent_at} for case in cases],
        "next": following if len(found) > queries.PAGE else None,
        "can_keep": actor.is_lead,
    }
    return render(request, "vendors/one.html", context)
