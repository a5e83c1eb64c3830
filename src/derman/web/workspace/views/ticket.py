"""One ticket: its page, its parts as they are now, what its menus offer, and that it was read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from derman.kernel.recalling import recalling, remember
from derman.people.access import lens_of
from derman.tickets import actions, queries
from derman.tickets.errors import TicketNotFound
from derman.web.language import desk_of
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers, lists, rows
from derman.web.workspace.choices import FIELDS, choices_of
from derman.web.workspace.screens import ticket_screen


@require_safe
@agents_only
@answers.says_what_is_wrong
def ticket(request: HttpRequest, number: int) -> HttpResponse:
    """A ticket beside the queue; as a part, without the queue."""
    agent = agent_of(request)
    view = lists.view_of(request.GET.get("view", ""))
    back = reverse("workspace:queue") + ("" if view == rows.DEFAULT else f"?view={view}")
    lens = lens_of(agent)
    is_part = request.headers.get("HX-Target", "").endswith("#desk-ticket")
    with recalling(), lists.plans_of(view):
        remember("desk", desk_of(request))
        screen = ticket_screen(agent, number, lens=lens, back=back)
        queue = None if is_part else lists.queue_of(agent, view, lens=lens, current=number)
    if is_part:
        return render(request, "workspace/ticket_part.html", {"ticket": screen})
    return render(request, "workspace/desk.html", {"ticket": screen, "queue": queue})


@require_safe
@agents_only
@answers.says_what_is_wrong
def live(request: HttpRequest, number: int) -> HttpResponse:
    """Head, timeline and details after a signal; the composer is left alone.

    In the place of a ticket that was deleted meanwhile, or is closed to who reads it, a sentence that says so.
    """
    try:
        return HttpResponse(answers.parts_of(request, number))
    except TicketNotFound:
        return render(request, "workspace/gone.html", {"number": str(number)})


@require_safe
@agents_only
@answers.says_what_is_wrong
def choices(request: HttpRequest, number: int, field: str) -> HttpResponse:
    """What a menu of the details offers."""
    if field not in FIELDS:
        raise Http404
    agent = agent_of(request)
    found = queries.find(agent, number)
    context = {"ticket_url": answers.ticket_url(number), "seen": str(found.seq), **choices_of(agent, found, field)}
    return render(request, "workspace/choices.html", context)


@require_POST
@agents_only
@answers.says_what_is_wrong
def read(request: HttpRequest, number: int) -> HttpResponse:
    """The agent has the ticket on the screen."""
    agent = agent_of(request)
    actions.mark_read(actor=agent, ticket=queries.find(agent, number))
    return HttpResponse(status=204)
