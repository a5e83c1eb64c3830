"""The tickets behind which a problem is, and what they are offered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.knowledge.errors import KnowledgeError
from derman.problems import actions, queries
from derman.problems.errors import WrongInput
from derman.tickets.errors import TicketError
from derman.web.problems import screens
from derman.web.problems.guarding import desk_page, to
from derman.web.problems.views import tried
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.toasts import toast


@require_safe
@desk_page
def incidents(request: HttpRequest, pk: int) -> HttpResponse:
    """All linked tickets, a page at a time."""
    actor = agent_of(request)
    found = queries.incidents(actor, pk, before=typed.number(request.GET.get("before", "")))
    rows, following = typed.page_of(found, queries.PAGE)
    context = {
        "row": queries.find(actor, pk),
        "rows": screens.incident_lines(rows),
        "next": following if len(found) > queries.PAGE else None,
    }
    return render(request, "problems/incidents.html", context)


@require_POST
@desk_page
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link a `ticket` by its number, or all that are chosen (`like`)."""
    like = [number for text in request.POST.getlist("like") if (number := typed.number(text)) is not None]
    typed_in = typed.number(request.POST.get("ticket", "").strip().lstrip("#"))
    numbers = like or [typed_in or 0]

    def work() -> None:
        try:
            way = "like" if like else "hand"
            actions.link_all(actor=agent_of(request), problem=pk, tickets_=numbers, way=way)
        except TicketError as error:
            raise WrongInput(str(error), field="ticket") from None

    wrong = tried(request, pk, "link", work)
    if wrong is None:
        undo = f"{reverse('problems:unlink', args=[pk])}?tickets={','.join(map(str, numbers))}"
        toast(request, _("Linked."), undo=undo)
    return wrong or to(request, "one", pk, anchor="#incidents")


@require_POST
@desk_page
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """A `ticket`, or several (`?tickets=1,2`), belong to it no longer."""
    given = request.POST.get("ticket") or request.GET.get("tickets", "")
    numbers = [number for text in given.split(",")[:200] if (number := typed.number(text)) is not None]
    for number in numbers:
        actions.unlink(actor=agent_of(request), problem=pk, ticket=number)
    return to(request, "one", pk, anchor="#incidents")


@require_POST
@desk_page
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Requesters see the workaround."""

    def work() -> None:
        actions.offer(actor=agent_of(request), problem=pk)

    wrong = tried(request, pk, "known_error", work)
    if wrong is None:
        said = _("Requesters of linked tickets see the workaround now.")
        toast(request, said, undo=reverse("problems:withdraw_offer", args=[pk]))
    return wrong or to(request, "one", pk, anchor="#known_error")


@require_POST
@desk_page
def withdraw_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """They see it no longer."""
    actions.withdraw_offer(actor=agent_of(request), problem=pk)
    toast(request, _("Requesters see it no longer."), undo=reverse("problems:offer", args=[pk]))
    return to(request, "one", pk, anchor="#known_error")


@require_POST
@desk_page
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """The known error as a draft of the knowledge base; and there one goes."""
    made: list[int] = []

    def work() -> None:
        try:
            made.append(actions.write_article(actor=agent_of(request), problem=pk).pk)
        except KnowledgeError as error:
            raise WrongInput(str(error)) from None

    wrong = tried(request, pk, "known_error", work)
    if wrong is not None:
        return wrong
    toast(request, _("A draft for the knowledge base is written. Read it and publish it."))
    return HttpResponseRedirect(reverse("desk_knowledge:article", args=made))
