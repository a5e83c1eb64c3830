"""Calendars: business hours with their holidays, the desk's and those of teams and policies."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.desk import calendars as actions
from derman.desk import queries
from derman.desk.actions import DeskError
from derman.desk.countries import countries
from derman.people import queries as people
from derman.web.language import desk_of
from derman.web.settings.doors import asker, for_administrators, one_at_a_time
from derman.web.settings.forms.hours import HoursForm
from derman.web.settings.pages import refused, saved, show, status_of


@require_safe
@for_administrators
def calendars(request: HttpRequest) -> HttpResponse:
    """All calendars, and who works by each."""
    teams, names = queries.teams_of_calendars(), {one.code: one for one in countries(get_language() or "en")}
    rows = [
        {
            "calendar": row,
            "is_desk": row.pk == desk_of(request).calendar_id,
            "teams": teams.get(row.pk, []),
            "country": names[row.country].name if row.country in names else "",
            "region": names[row.country].regions.get(row.region, "") if row.country in names else "",
        }
        for row in queries.calendars()
    ]
    return show(request, "calendars.html", {"rows": rows}, here="hours")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@one_at_a_time("calendar")
def calendar(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One of them, or a new one."""
    found = queries.calendar(pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    desk, actor = desk_of(request), asker(request)
    teams = [team.pk for team in queries.teams_of_calendars().get(pk or 0, [])]
    form = HoursForm.of(found, desk.zone, teams=teams, is_desk=found is not None and found.pk == desk.calendar_id)
    is_desk = form.is_desk
    if request.method == "POST":
        form = HoursForm.typed(request.POST, form)
        if not form.errors:
            try:
                kept = actions.save_calendar(actor=actor, given=form.given(), calendar=pk)
                return saved(
                    request, _("The business hours “%(name)s” are saved.") % {"name": kept.name}, "calendar", kept.pk
                )
            except DeskError as error:
                form.blame(error)
    known = countries(get_language() or "en")
    context = {
        "form": form,
        "calendar": found,
        "is_desk": is_desk,
        "countries": known,
        "regions": _regions(form.country),
        "teams": people.teams(actor),
        "closed": queries.closed_days(found) if found is not None else [],
    }
    return show(request, "hours.html", context, here="hours", status=status_of(form))


@require_safe
@for_administrators
def regions(request: HttpRequest) -> HttpResponse:
    """The regions of a country that somebody is just choosing."""
    found = _regions(request.GET.get("country", "")[:2])
    return render(request, "settings/parts/regions.html", {"regions": found, "chosen": ""})


@require_safe
@for_administrators
def closed(request: HttpRequest, pk: int) -> HttpResponse:
    """The next days on which a calendar is closed: asked for again until those of its country are there."""
    found = queries.calendar(pk)
    if found is None:
        raise Http404
    return render(request, "settings/parts/closed.html", {"calendar": found, "closed": queries.closed_days(found)})


@require_POST
@for_administrators
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one that nobody needs."""
    if queries.calendar(pk) is None:
        raise Http404
    try:
        actions.remove_calendar(actor=asker(request), calendar=pk)
    except DeskError as error:
        return refused(request, error, "calendar", pk)
    return saved(request, _("The calendar is deleted."), "hours")


def _regions(country: str) -> list[tuple[str, str]]:
    found = next((one for one in countries("en") if one.code == country), None)
    return sorted(found.regions.items(), key=lambda one: one[1]) if found is not None else []
