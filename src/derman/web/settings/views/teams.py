"""Teams and organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.desk.actions import audit
from derman.people import actions, queries
from derman.people.errors import PeopleError
from derman.tickets import actions as tickets
from derman.tickets.errors import TicketError
from derman.web.settings.doors import asker, for_administrators, for_leads, one_at_a_time
from derman.web.settings.forms.organisations import APART, LONGEST
from derman.web.settings.forms.people import OrganisationForm, TeamForm
from derman.web.settings.pages import blame, refused, saved, show, show_form

if TYPE_CHECKING:
    from derman.people.models import Team

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_administrators
def teams(request: HttpRequest) -> HttpResponse:
    """The teams, tier by tier."""
    by_tier: dict[int, list[Team]] = {}
    for team in queries.teams_with_members(asker(request)):
        by_tier.setdefault(team.tier, []).append(team)
    names = dict(queries.tiers())
    tiers = [(names[number], by_tier[number]) for number in sorted(by_tier)]
    return show(request, "teams.html", {"tiers": tiers}, here="teams")


@page
@for_administrators
@one_at_a_time("team")
def team(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One team, or a new one."""
    actor = asker(request)
    found = queries.team(actor, pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = TeamForm(found, data, people=queries.agents(actor))
    if data is not None and form.is_valid():
        try:
            with transaction.atomic():
                kept = actions.save_team(actor=actor, team=found, **form.cleaned_data)
                audit(
                    actor=actor,
                    kind="team.changed" if found else "team.added",
                    team=kept.pk,
                    name=kept.name,
                    closed=kept.closed,
                    members=len(form.cleaned_data["members"]),
                )
            return saved(request, _("The team “%(name)s” is saved.") % {"name": kept.name}, "teams")
        except PeopleError as error:
            blame(form, error)
    return show_form(request, "team.html", form, {"team": found}, here="teams")


@require_safe
@for_administrators
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations by name."""
    return show(
        request, "organisations.html", {"organisations": queries.organisations(asker(request))}, here="organisations"
    )


@page
@for_administrators
@one_at_a_time("organisation")
def organisation(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One organisation, or a new one."""
    actor = asker(request)
    found = queries.organisation(actor, pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    initial = {"name": found.name, "domains": "\n".join(found.domains)} if found else {}
    data = request.POST if request.method == "POST" else None
    form = OrganisationForm(data, initial=initial)
    if data is not None and form.is_valid():
        try:
            with transaction.atomic():
                kept = actions.save_organisation(actor=actor, organisation=found, **form.cleaned_data)
                kind = "organisation.changed" if found else "organisation.added"
                audit(actor=actor, kind=kind, organisation=kept.pk, name=kept.name, domains=kept.domains)
            return saved(request, _("“%(name)s” is saved.") % {"name": kept.name}, "organisations")
        except PeopleError as error:
            blame(form, error)
    return show_form(request, "organisation.html", form, {"organisation": found}, here="organisations")


@require_POST
@for_administrators
def remove_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a team that was never used."""
    actor = asker(request)
    found = queries.team(actor, pk)
    if found is None:
        raise Http404
    try:
        with transaction.atomic():
            tickets.remove_team(actor=actor, team=found)
            audit(actor=actor, kind="team.removed", team=pk, name=found.name)
    except TicketError as error:
        return refused(request, error, "team", pk)
    return saved(request, _("The team “%(name)s” is deleted.") % {"name": found.name}, "teams")


@require_POST
@for_administrators
def remove_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an organisation to which nobody belongs."""
    actor = asker(request)
    found = queries.organisation(actor, pk)
    if found is None:
        raise Http404
    try:
        with transaction.atomic():
            actions.remove_organisation(actor=actor, organisation=found)
            audit(actor=actor, kind="organisation.removed", organisation=pk, name=found.name)
    except PeopleError as error:
        return refused(request, error, "organisation", pk)
    return saved(request, _("“%(name)s” is deleted.") % {"name": found.name}, "organisations")


@require_safe
@for_leads
def organisations_like(request: HttpRequest) -> HttpResponse:
    """Those whose names have what is being typed, as JSON for a field in which they are sought.

    Of several names with semicolons between them it is the one at the caret.
    """
    typed, caret = request.GET.get("query", "")[:LONGEST], request.GET.get("at", "")
    at = int(caret) if caret.isascii() and caret.isdigit() and len(caret) < 7 else len(typed)
    start = typed.rfind(APART, 0, at) + 1
    end = typed.find(APART, start) if APART in typed[start:] else len(typed)
    words = typed[start:end]
    start += len(words) - len(words.lstrip())
    found = queries.organisations_like(asker(request), words) if words.strip() else []
    offers = [{"text": one.name, "about": ""} for one in found]
    return JsonResponse({"start": start, "end": end, "offers": offers})
