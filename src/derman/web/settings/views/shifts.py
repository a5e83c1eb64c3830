"""Who works when, and how much one may have."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.desk.queries import the_desk
from derman.people import queries as people
from derman.routing import actions, queries
from derman.routing.errors import NotThere, RoutingError
from derman.web.settings.doors import asker, for_leads, one_at_a_time
from derman.web.settings.forms.shifts import CapacityForm, ShiftForm, spans_in_words
from derman.web.settings.pages import blame, saved, show, show_form


@require_safe
@for_leads
def shifts(request: HttpRequest) -> HttpResponse:
    """All of them, with whose they are."""
    person = asker(request)
    names = {one.pk: one.name for one in people.agents(person)}
    rows = [
        (
            one,
            ", ".join(names[pk] for pk in one.people if pk in names) or (one.team.name if one.team else ""),
            [
                (day, spans_in_words(one.weekly[str(number)]))
                for number, day in WEEKDAYS_ABBR.items()
                if one.weekly.get(str(number))
            ],
        )
        for one in queries.shifts(person)
    ]
    return show(request, "shifts.html", {"rows": rows}, here="shifts")


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
@one_at_a_time("shift")
def shift(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One shift, or a new one."""
    person = asker(request)
    found = queries.shift(person, pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    form = ShiftForm(
        found,
        request.POST if request.method == "POST" else None,
        teams=people.teams(person),
        people=people.agents(person),
        zone=the_desk().zone,
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.save_shift(actor=person, given=form.given(), shift=pk)
            return saved(request, _("The shift “%(name)s” is saved.") % {"name": kept.name}, "shifts")
        except RoutingError as error:
            blame(form, error)
    return show_form(request, "shift.html", form, {"shift": found}, here="shifts")


@require_POST
@for_leads
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a shift."""
    try:
        actions.remove_shift(actor=asker(request), shift=pk)
    except NotThere:
        raise Http404 from None
    return saved(request, _("The shift is deleted."), "shifts")


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
@one_at_a_time("capacity")
def capacity(request: HttpRequest) -> HttpResponse:
    """How much each agent may have."""
    person = asker(request)
    data = request.POST if request.method == "POST" else None
    form = CapacityForm(people.agents(person), queries.capacities(person), data)
    if data is not None and form.is_valid():
        try:
            actions.set_capacities(actor=person, points=form.given())
            return saved(request, _("The capacities are saved."), "shifts")
        except RoutingError as error:
            blame(form, error)
    return show_form(request, "capacity.html", form, here="shifts")
