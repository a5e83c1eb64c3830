"""Who has learned what: a page for leads, and the same to take along."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from derman.people.queries import teams
from derman.teaching import queries
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.teaching.views.doors import desk_page

MOST_ROWS = 20_000


def _wanted(request: HttpRequest) -> queries.Wanted:
    if not agent_of(request).is_lead:
        raise PermissionDenied(_("Only leads and administrators see who has learned what."))
    state = request.GET.get("state", "")
    return queries.Wanted(
        path=typed.number(request.GET.get("path", "")),
        team=typed.number(request.GET.get("team", "")),
        state=state if state in queries.STATES else "",
    )


@require_safe
@desk_page
def report(request: HttpRequest) -> HttpResponse:
    """Overdue first."""
    asker, wanted = agent_of(request), _wanted(request)
    lines, following = queries.report(asker, wanted, key=request.GET.get("after", "")[:60])
    kept = {name: value for name in ("path", "team", "state") if (value := request.GET.get(name, ""))}
    others = {name: value for name, value in kept.items() if name != "state"}
    counted = queries.counts(asker, wanted)
    names = {"": _("All"), "overdue": _("Overdue"), "open": _("On their way"), "done": _("Done")}
    numbers = {"": counted.all, "overdue": counted.overdue, "open": counted.open, "done": counted.done}
    context: dict[str, Any] = {
        "lines": lines,
        "next": urlencode({**kept, "after": following}) if following else "",
        "kept": urlencode(kept),
        "tabs": [(urlencode({**others, "state": code} if code else others), code, names[code], numbers[code])
                 for code in names],
        "state": wanted.state,
        "path": wanted.path,
        "team": wanted.team,
        "paths": queries.reported_paths(asker),
        "teams": teams(asker),
    }  # fmt: skip
    return render(request, "teaching/report.html", context)


@require_safe
@desk_page
def table(request: HttpRequest) -> HttpResponse:
    """All of it as CSV, in the reader's language."""
    wanted = _wanted(request)
    made = StringIO()
    csv.writer(made).writerows(_rows(request, wanted))
    answer = HttpResponse("\ufeff" + made.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="learning.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _rows(request: HttpRequest, wanted: queries.Wanted) -> list[list[str]]:
    names = {"overdue": _("Overdue"), "open": _("On their way"), "done": _("Done")}
    rows = [[_("Name"), _("E-mail address"), _("Learning path"), _("State"), _("Due"), _("Done on"), _("Steps done"),
             _("Steps"), _("Checks passed"), _("With the first answer")]]  # fmt: skip
    lines, _following = queries.report(agent_of(request), wanted, size=MOST_ROWS)
    for line in lines:
        learner = line.learner
        rows.append(
            [
                _harmless(learner.person.name),
                _harmless(learner.person.email),
                _harmless(learner.path.title),
                names[line.state],
                learner.due_on.isoformat() if learner.due_on else "",
                learner.finished_at.date().isoformat() if learner.finished_at else "",
                str(line.done),
                str(line.of),
                str(line.checks),
                str(line.at_once),
            ]
        )
    return rows


def _harmless(text: str) -> str:
    """What a spreadsheet would take for a formula is text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
