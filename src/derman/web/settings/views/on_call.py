"""Who is on call: the rota of each team."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.channels.pager import queries as pager
from derman.channels.pager.words import words_of
from derman.desk import on_call as actions
from derman.desk import queries
from derman.desk.actions import DeskError
from derman.people import queries as people
from derman.web.language import desk_of
from derman.web.on_call import duties_for
from derman.web.settings.doors import asker, for_leads, one_at_a_time
from derman.web.settings.forms.on_call import RotaForm
from derman.web.settings.pages import blame, refused, saved, show, show_form


@require_safe
@for_leads
def rotas(request: HttpRequest) -> HttpResponse:
    """The teams, with who is on call right now, and whether those who were paged were reached."""
    person = asker(request)
    now = {duty.team.pk: duty for duty in duties_for(person)}
    rows = [(team, now.get(team.pk)) for team in people.teams(person)]
    pages = [{"row": one, "words": words_of(one)} for one in pager.latest(person)]
    context = {"rows": rows, "pages": pages, "gateway": pager.gateway(person), "gateway_active": pager.pages_leave()}
    return show(request, "rotas.html", context, here="on_call")


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
@one_at_a_time("rota")
def rota(request: HttpRequest, pk: int) -> HttpResponse:
    """The rota of one team."""
    person = asker(request)
    team = next((one for one in people.teams(person) if one.pk == pk), None)
    if team is None:
        raise Http404
    found, zone = queries.rota(pk), desk_of(request).zone
    form = RotaForm(
        found,
        request.POST if request.method == "POST" else None,
        people=people.agents(person),
        zone=zone,
        today=timezone.now().astimezone(ZoneInfo(zone)).date(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_rota(actor=person, team=pk, given=form.given())
            return saved(request, _("The rota of “%(name)s” is saved.") % {"name": team.name}, "on_call")
        except DeskError as error:
            blame(form, error)
    duty = next((one for one in duties_for(person) if one.team.pk == pk), None)
    return show_form(request, "rota.html", form, {"team": team, "rota": found, "duty": duty}, here="on_call")


@require_POST
@for_leads
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody of a team is on call any more."""
    try:
        actions.remove_rota(actor=asker(request), team=pk)
    except DeskError as error:
        return refused(request, error, "on_call")
    return saved(request, _("The rota is deleted."), "on_call")
