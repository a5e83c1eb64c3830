"""Tickets belong to a major incident: joined with one key, and taken away again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from derman.majors import actions, queries
from derman.majors.errors import WrongInput
from derman.tickets.errors import TicketError
from derman.web.majors import screens
from derman.web.majors.guarding import desk_page, to
from derman.web.majors.views import tried
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.toasts import toast


@require_safe
@desk_page
def tickets(request: HttpRequest, pk: int) -> HttpResponse:
    """All that belong to it, a page at a time."""
    actor = agent_of(request)
    row = queries.find(actor, pk)
    found = queries.joined(actor, pk, before=typed.number(request.GET.get("before", "")))
    rows, following = typed.page_of(found, queries.PAGE)
    context = {
        "row": row,
        "rows": [screens.joined_line(one) for one in rows],
        "next": following if len(found) > queries.PAGE else None,
    }
    return render(request, "majors/all_tickets.html", context)


def _numbers(request: HttpRequest) -> list[int]:
    given = [*request.POST.getlist("like"), *request.GET.get("tickets", "").split(",")]
    return [number for text in given[:200] if (number := typed.number(text)) is not None]


@require_POST
@desk_page
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """A `ticket` by its number, or those that were offered (`like`)."""
    like = _numbers(request)
    typed_in = typed.number(request.POST.get("ticket", "").strip().lstrip("#"))
    numbers = like or [typed_in or 0]

    def work() -> None:
        try:
            way = "like" if like else "hand"
            actions.join_many(actor=agent_of(request), major=pk, numbers=numbers, way=way)
        except TicketError as error:
            raise WrongInput(str(error), field="ticket") from None

    wrong = tried(request, pk, "join", work)
    if wrong is None:
        undo = f"{reverse('majors:leave', args=[pk])}?tickets={','.join(map(str, numbers))}"
        said = _("Joined: whoever asked hears of it, and of every update.")
        toast(request, said, undo=undo)
    return wrong or to(request, "one", pk, anchor="#tickets")


@require_POST
@desk_page
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """A `ticket`, or several (`?tickets=1,2`), do not belong to it after all."""
    one = typed.number(request.POST.get("ticket", ""))
    actions.leave(actor=agent_of(request), major=pk, numbers=[one] if one is not None else _numbers(request))
    toast(request, _("Taken away. Whoever was not told yet is told nothing."))
    return to(request, "one", pk, anchor="#tickets")


@require_POST
@desk_page
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """A `ticket` that only looks so; `?again=…` it is offered after all."""
    again = typed.number(request.GET.get("again", ""))
    number = again if again is not None else typed.number(request.POST.get("ticket", "")) or 0
    actions.refuse(actor=agent_of(request), major=pk, ticket=number, again=again is not None)
    if again is None:
        undo = f"{reverse('majors:refuse', args=[pk])}?again={number}"
        toast(request, _("It is not offered any more."), undo=undo)
    return to(request, "one", pk, anchor="#tickets")


@require_POST
@desk_page
def unresolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Tickets that were resolved with it are back in work."""
    count = actions.unresolve_tickets(actor=agent_of(request), major=pk)
    said = ngettext("%(n)s ticket is back in work.", "%(n)s tickets are back in work.", count) % {"n": count}
    toast(request, said)
    return to(request, "one", pk, anchor="#tickets")
