"""Where tickets go: the routing table, drafted, tried on what came lately, put live and brought back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.people import queries as people
from derman.routing import actions, queries
from derman.routing.errors import NotThere, RoutingError
from derman.routing.explaining import explain
from derman.routing.trying import LAST, try_on_the_past
from derman.tickets import queries as tickets
from derman.web.settings.doors import asker, for_leads, one_at_a_time
from derman.web.settings.forms.routing import RowForm, WeightsForm
from derman.web.settings.pages import blame, refused, saved, show, show_form
from derman.web.settings.routing_words import choices, condition, read, why_not

PAGE = 100


def _sheet(request: HttpRequest) -> queries.Sheet:
    found = queries.sheet(asker(request))
    assert found is not None, "behind the door of leads"
    return found


@require_safe
@for_leads
def routing(request: HttpRequest) -> HttpResponse:
    """The table: its rows in their order, what is not live yet, and what was live before."""
    person = asker(request)
    sheet = _sheet(request)
    given = choices(person, sheet.rows)
    context = {
        "sheet": sheet,
        "rows": [read(row, given, changed=row.id in sheet.changed) for row in sheet.rows],
        "versions": queries.versions(person),
        "last": LAST,
    }
    return show(request, "routing.html", context, here="routing")


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
@one_at_a_time("routing")
def row(request: HttpRequest, key: str = "") -> HttpResponse:
    """One row, or a new one."""
    person = asker(request)
    found = next((one for one in _sheet(request).rows if one.id == key), None)
    if key and found is None:
        raise Http404
    given = choices(person, [found] if found is not None else [])
    data = request.POST if request.method == "POST" else None
    form = RowForm(
        found,
        data,
        teams=given.teams,
        skills=given.skills,
        mailboxes=given.mailboxes,
        services=given.services,
        organisations=given.organisations,
        asker=person,
        tree=given.tree,
    )
    if data is not None and form.is_valid():
        try:
            kept = actions.save_row(actor=person, row=form.given())
            said = _("The row “%(name)s” is in the draft. Try it, then put the table live.") % {"name": kept.name}
            return saved(request, said, "routing")
        except RoutingError as error:
            blame(form, error)
    return show_form(request, "routing_row.html", form, {"row": found}, here="routing")


@require_POST
@for_leads
def move(request: HttpRequest, key: str) -> HttpResponse:
    """Up, down, or to a place (`to` is its number, from 0)."""
    rows = [one.id for one in _sheet(request).rows]
    to = request.POST.get("to", "")
    if key not in rows:
        raise Http404
    place = rows.index(key) + {"up": -1, "down": 1}.get(to, 0)
    if to.isascii() and to.isdigit() and len(to) < 5:
        place = int(to)
    actions.move_row(actor=asker(request), row=key, to=place)
    return redirect("settings:routing")


@require_POST
@for_leads
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Out of the draft."""
    try:
        actions.remove_row(actor=asker(request), row=key)
    except NotThere:
        raise Http404 from None
    return saved(request, _("The row is out of the draft. What is live stays until you put the table live."), "routing")


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
@one_at_a_time("routing")
def weights(request: HttpRequest) -> HttpResponse:
    """How much work a ticket is reckoned as."""
    tree = list(tickets.categories(active_only=False))
    form = WeightsForm(_sheet(request).weights, tree, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_weights(actor=asker(request), weights=form.given())
            return saved(request, _("The points are in the draft."), "routing")
        except RoutingError as error:
            blame(form, error)
    return show_form(request, "routing_weights.html", form, here="routing")


@require_POST
@for_leads
def live(request: HttpRequest) -> HttpResponse:
    """Put the draft live, or drop it."""
    stamp = request.POST.get("stamp", "")
    try:
        if request.POST.get("do") == "drop":
            actions.drop_draft(actor=asker(request))
            return saved(request, _("The draft is dropped; what is live stays."), "routing")
        number = int(stamp) if stamp.isascii() and stamp.isdigit() and len(stamp) < 10 else -1
        made = actions.put_live(actor=asker(request), stamp=number)
    except RoutingError as error:
        return refused(request, error, "routing")
    return saved(request, _("The table is live as version %(version)s.") % {"version": made.version}, "routing")


@require_POST
@for_leads
def bring_back(request: HttpRequest, version: int) -> HttpResponse:
    """Route as an earlier version did."""
    try:
        made = actions.bring_back(actor=asker(request), version=version)
    except NotThere:
        raise Http404 from None
    said = _("Version %(before)s is back, as version %(version)s.") % {"before": version, "version": made.version}
    return saved(request, said, "routing")


@require_safe
@for_leads
def tried(request: HttpRequest) -> HttpResponse:
    """Where the last tickets would have gone by the table as it is shown, also where it is not live."""
    person = asker(request)
    trial = try_on_the_past(person, _sheet(request).book)
    teams = {one.pk: one.name for one in people.teams(person)}
    names = {one.pk: one.name for one in people.agents(person)}
    different = [one for one in reversed(trial.outcomes) if one.differs]
    context = {
        "trial": trial,
        "total": len(trial.outcomes),
        "teams": [(teams.get(key or 0, _("no team")), would, went) for key, would, went in trial.teams],
        "people": [(names.get(key, "–"), would, has) for key, would, has in trial.people],
        "by_rows": trial.rows,
        "different": len(different),
        "better": sum(one.better for one in different),
        "rows": [
            (
                one,
                teams.get(one.team or 0, "–"),
                names.get(one.person or 0, ""),
                teams.get(one.went_team or 0, "–"),
                teams.get(one.is_team or 0, "–"),
            )
            for one in different[:PAGE]
        ],
        "milliseconds": round(trial.seconds * 1000),
    }
    return show(request, "routing_tried.html", context, here="routing")


@require_safe
@for_leads
def explained(request: HttpRequest) -> HttpResponse:
    """Why one ticket would go where it would, row by row and person by person; `?ticket=` is its number."""
    person = asker(request)
    typed = request.GET.get("ticket", "").strip().lstrip("#")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
    found = explain(person, number, _sheet(request).book) if number else None
    context: dict[str, Any] = {"typed": typed, "found": found, "asked": [], "members": []}
    if found is not None:
        context["asked"] = [(one, condition(one.hinders)) for one in found.asked]
        context["members"] = [(one, why_not(one.why_not)) for one in found.members]
    return show(request, "routing_explained.html", context, here="routing")
