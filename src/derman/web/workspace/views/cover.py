"""Who has what, and handing it on: when somebody is away, and when one's shift ends."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from derman.routing.cover import Agent as Member
from derman.routing.cover import everybody, hand_on, hot
from derman.routing.errors import RoutingError, WrongInput
from derman.web.on_call import duties_for
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast


@require_safe
@agents_only
def cover(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Everybody with what they have; with a person, their tickets, the hottest first."""
    return _page(request, pk)


def _page(
    request: HttpRequest,
    pk: int | None,
    *,
    wrong: RoutingError | None = None,
    ticked: list[int] | None = None,
    to: int | None = None,
) -> HttpResponse:
    """Where something is `wrong`, the page comes back with what was chosen, and the words stand beside the field."""
    agent = agent_of(request)
    members = everybody(agent)
    chosen = next((one for one in members if one.person.pk == pk), None)
    if pk is not None and chosen is None:
        raise Http404
    context: dict[str, Any] = {"members": members, "chosen": chosen}
    if chosen is None:
        context["on_call"] = duties_for(agent)
    if chosen is not None:
        own = chosen.person.pk == agent.pk
        context |= {
            "own": own,
            "may": own or chosen.away or agent.is_lead,
            "tickets": hot(agent, chosen.person.pk),
            "receivers": _receivers(members, chosen),
            "first": _first(chosen, agent.pk) if wrong is None else to,
            "ticked": ticked,
            "wrong_at": {wrong.field if wrong.field in ("numbers", "to") else "all": str(wrong)} if wrong else {},
        }
    return render(request, "workspace/cover.html", context, status=422 if wrong is not None else 200)


@require_POST
@agents_only
def hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Give tickets of a person to somebody else, or back to the queue."""
    typed, to = request.POST.getlist("ticket"), request.POST.get("to", "")
    numbers = [int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 19]
    receiver = int(to) if to.isascii() and to.isdigit() and len(to) < 19 else None
    try:
        if receiver is None and to != "queue":
            raise WrongInput(_("Choose who takes them."), field="to")
        went, stayed = hand_on(actor=agent_of(request), numbers=numbers, holder=pk, to=receiver)
    except RoutingError as error:
        return _page(request, pk, wrong=error, ticked=numbers, to=receiver)
    said = ngettext("%(count)s ticket is handed on.", "%(count)s tickets are handed on.", went) % {"count": went}
    if stayed:
        text = ngettext("%(count)s stayed: it changed meanwhile.", "%(count)s stayed: they changed.", stayed)
        said = f"{said} {text % {'count': stayed}}"
    toast(request, said, wrong=not went)
    return HttpResponseRedirect(reverse("workspace:cover_of", args=[pk]))


def _receivers(members: list[Member], chosen: Member) -> list[Member]:
    """Who can take them: those of the same team who work now before the others; nobody who is away."""
    teams = {team.pk for team in chosen.person.teams.all()}
    there = [one for one in members if not one.away and one.person.pk != chosen.person.pk]
    return sorted(
        there,
        key=lambda one: (not teams & {team.pk for team in one.person.teams.all()}, not one.works, one.person.name),
    )


def _first(chosen: Member, asker: int) -> int | None:
    """Who is offered first: the stand-in of somebody who is away, else whoever asks, where it is another's."""
    if chosen.away and chosen.person.stand_in_id:
        return chosen.person.stand_in_id
    return asker if chosen.person.pk != asker else None
