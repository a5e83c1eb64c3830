"""Major incidents seen from elsewhere at the desk: the banner above the queue, and the mark in the rail."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.majors import actions, queries
from derman.majors.access import may_declare
from derman.majors.errors import MajorError, MajorNotFound
from derman.tickets.errors import TicketNotFound, WrongInput
from derman.tickets.queries import find as find_ticket
from derman.web.majors import screens
from derman.web.majors.guarding import desk_page
from derman.web.signed_in import agent_of, agents_only
from derman.web.teaching import typed
from derman.web.toasts import toast, toast_part
from derman.web.workspace import answers


@require_safe
@desk_page
def banner(request: HttpRequest) -> HttpResponse:
    """What goes on, for the head of the queue."""
    rows = [screens.line_of(one.row) for one in queries.banners(agent_of(request))]
    return render(request, "majors/banner.html", {"rows": rows})


@require_safe
@desk_page
def now(request: HttpRequest) -> HttpResponse:
    """The mark in the rail: the latest that goes on."""
    agent = agent_of(request)
    context = {"rows": queries.banners(agent), "may_declare": may_declare(agent, queries.rules())}
    return render(request, "majors/now.html", context)


@require_safe
@desk_page
def at_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """What stands beside a ticket: what it belongs to, or what it looks as if it belonged to.

    Nothing where the ticket was deleted meanwhile: the page asks for it by itself after a signal.
    """
    agent = agent_of(request)
    try:
        ticket = find_ticket(agent, number)
    except TicketNotFound:
        return HttpResponse(status=204)
    joined = queries.of_ticket(agent, number)
    goes_on = any(one.major.is_open for one in joined)
    context = {
        "number": str(number),
        "joined": [screens.line_of(one.major) for one in joined],
        "likely": [] if goes_on else queries.some_for_ticket(agent, number),
        "others": [] if goes_on or ticket.merged_into_id is not None else queries.banners(agent),
        "may_declare": not goes_on and may_declare(agent, queries.rules()),
    }
    return render(request, "majors/at_ticket.html", context)


@require_POST
@agents_only
@answers.says_what_is_wrong
def change_at_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Join it to `major`, or to `likely` because it looks so; `leave` or `refuse` one."""
    agent, post = agent_of(request), request.POST
    find_ticket(agent, number)
    values = {verb: typed.number(post.get(verb, "")) for verb in ("major", "likely", "leave", "refuse", "again")}
    verb, major = next(((verb, pk) for verb, pk in values.items() if pk is not None), ("", 0))
    verb, major = (verb, major) if verb else _of_address(request)
    back = reverse("majors:change_at_ticket", args=[number])
    try:
        match verb:
            case "major" | "likely":
                way = "like" if verb == "likely" else "hand"
                actions.join(actor=agent, major=major, ticket=number, way=way)
                said, undo = _("Joined: whoever asked hears of it, and of every update."), f"{back}?leave={major}"
            case "leave":
                actions.leave(actor=agent, major=major, numbers=[number])
                said, undo = _("Taken away. Whoever was not told yet is told nothing."), f"{back}?major={major}"
            case "refuse":
                actions.refuse(actor=agent, major=major, ticket=number)
                said, undo = _("It is not offered any more."), f"{back}?again={major}"
            case _:
                actions.refuse(actor=agent, major=major, ticket=number, again=True)
                said, undo = _("It is offered again."), ""
    except MajorNotFound as error:
        raise Http404(str(error)) from None
    except MajorError as error:
        raise WrongInput(str(error)) from None
    if answers.is_part(request):
        return HttpResponse(answers.parts_of(request, number) + toast_part(said, undo=undo))
    toast(request, said, undo=undo)
    return HttpResponseRedirect(answers.ticket_url(number))


def _of_address(request: HttpRequest) -> tuple[str, int]:
    """What the button of a toast takes back: `?leave=3`."""
    for verb in ("leave", "major", "again"):
        if (pk := typed.number(request.GET.get(verb, ""))) is not None:
            return verb, pk
    return "", 0
