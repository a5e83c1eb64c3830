"""My requests: the list, and one of them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from derman.tickets import queries
from derman.tickets.errors import TicketNotFound, WrongInput
from derman.web.portal.screens import lines_of, request_of
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only

PAGE = 30


@require_safe
@signed_in_only
def mine(request: HttpRequest) -> HttpResponse:
    """What I asked for or am in copy of, the latest change first."""
    try:
        page = queries.own_page(agent_of(request), key=request.GET.get("after", ""), size=PAGE)
    except WrongInput:
        return HttpResponseRedirect(reverse("portal:requests"))
    context = {"requests": lines_of(page), "next": page.next, "after": request.GET.get("after", "")}
    part = bool(request.headers.get("HX-Request"))
    return render(request, "portal/lines.html" if part else "portal/requests.html", context)


def show(request: HttpRequest, number: int, *, status: int = 200, **typed: Any) -> HttpResponse:
    """The page of one request; `typed` is what was written and could not be sent."""
    person = agent_of(request)
    found = queries.own_conversation(person, number)
    context = {"ticket": request_of(person, found), **typed}
    return render(request, "portal/request.html", context, status=status)


@require_safe
@signed_in_only
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One request of mine: what was said, how it stands, and a box to answer."""
    try:
        return show(request, number)
    except TicketNotFound as error:
        if _is_the_desks(request, number):
            return HttpResponseRedirect(f"/desk/tickets/{number}/")
        raise Http404(str(error)) from None


def _is_the_desks(request: HttpRequest, number: int) -> bool:
    """Agents who follow a link to somebody's request find the ticket in the workspace."""
    if not agent_of(request).is_staff_member:
        return False
    try:
        queries.find(agent_of(request), number)
    except TicketNotFound:
        return False
    return True


@require_safe
@signed_in_only
def live(request: HttpRequest, number: int) -> HttpResponse:
    """The same without its frame, when a signal said that it changed."""
    try:
        found = queries.own_conversation(agent_of(request), number)
    except TicketNotFound as error:
        raise Http404(str(error)) from None
    return render(request, "portal/request_part.html", {"ticket": request_of(agent_of(request), found)})
