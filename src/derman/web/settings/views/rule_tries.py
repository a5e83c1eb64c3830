"""The time machine: a rule is tried on the past before it goes live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from derman.automation import actions, queries, replaying
from derman.automation.errors import RuleError, RuleNotFound
from derman.web.settings.doors import asker, for_leads
from derman.web.settings.pages import refused, show
from derman.web.settings.rule_page import choices
from derman.web.settings.rule_reading import read, told

if TYPE_CHECKING:
    from derman.automation.models import Replay

DAYS = 90


@require_POST
@for_leads
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Try it, as it is saved, on the last 90 days."""
    try:
        made = replaying.replay(actor=asker(request), rule=pk, days=DAYS)
    except RuleNotFound:
        raise Http404 from None
    except RuleError as error:
        return refused(request, error, "rule", pk)
    return redirect("settings:rule_tried", pk, made.pk)


def _found(request: HttpRequest, pk: int, tried: int) -> Replay:
    found = queries.replay(asker(request), pk, tried)
    if found is None:
        raise Http404
    return found


@require_safe
@for_leads
def one(request: HttpRequest, pk: int, tried: int) -> HttpResponse:
    """What it would have done, ticket by ticket. While it is at work the page looks again."""
    person, row = asker(request), _found(request, pk, tried)
    before = request.GET.get("after", "")
    after = int(before) if before.isdecimal() and before.isascii() and len(before) < 19 else 0
    found = queries.foretold(person, tried, after=after, size=queries.PAGE + 1)
    shown, given = found[: queries.PAGE], choices(person)
    rows = [(one, [told(change, given) for change in one.changes]) for one in shown]
    return show(
        request,
        "rule_tried.html",
        {
            "rule": row.rule,
            "tried": row,
            "said": read(actions.as_given(row.kept), given),
            "percent": round(100 * row.looked / row.total) if row.total else 100,
            "rows": rows,
            "too_often": row.busiest > row.kept["most"],
            "next": shown[-1].pk if len(found) > queries.PAGE else "",
        },
        here="rules",
    )


@require_POST
@for_leads
def stop(request: HttpRequest, pk: int, tried: int) -> HttpResponse:
    """Stop it; what it found stays."""
    try:
        replaying.stop(actor=asker(request), rule=pk, replay=tried)
    except RuleNotFound:
        raise Http404 from None
    return redirect("settings:rule_tried", pk, tried)
