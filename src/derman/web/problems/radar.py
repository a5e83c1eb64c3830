"""Surges that the radar sees, above the list of problems; and what one does about them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from derman.radar import actions, queries
from derman.radar.errors import RadarError, SurgeNotFound
from derman.web.problems.guarding import desk_page, to
from derman.web.signed_in import agent_of
from derman.web.toasts import toast
from derman.web.workspace import words


def surges(reader: Any) -> list[dict[str, Any]]:
    """What goes on and nobody has decided about. 2 statements."""
    return [
        {
            "pk": one.row.pk,
            "title": one.tickets[0].subject if one.tickets else "",
            "words": ngettext("%(n)s ticket", "%(n)s tickets", one.row.tickets) % {"n": one.row.tickets},
            "usual": localize(round(one.row.expected, 1)),
            "slow": one.row.slow,
            "began": one.row.began_at,
            "tickets": [
                {
                    "number": str(ticket.pk),
                    "url": f"/desk/tickets/{ticket.pk}/",
                    "subject": ticket.subject,
                    "requester": ticket.requester.name or ticket.requester.email,
                    "status": words.status_chip(ticket),
                }
                for ticket in one.tickets
            ],
        }
        for one in queries.current(reader)
    ]


@require_POST
@desk_page
def make_problem(request: HttpRequest, pk: int) -> HttpResponse:
    """A problem with all its tickets; and there one goes."""
    try:
        made = actions.make_problem(actor=agent_of(request), surge=pk)
    except SurgeNotFound as error:
        raise Http404(str(error)) from None
    toast(request, _("A problem with these tickets is written down."))
    return to(request, "one", made.pk)


@require_POST
@desk_page
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """It is none; the same is not announced again while it goes on."""
    try:
        actions.dismiss(actor=agent_of(request), surge=pk)
        said = _("Dismissed. The same is not announced again while it goes on.")
        toast(request, said, undo=reverse("problems:surge_back", args=[pk]))
    except SurgeNotFound as error:
        raise Http404(str(error)) from None
    except RadarError as error:
        toast(request, str(error), wrong=True)
    return to(request, "index")


@require_POST
@desk_page
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It is one after all."""
    try:
        actions.bring_back(actor=agent_of(request), surge=pk)
    except SurgeNotFound as error:
        raise Http404(str(error)) from None
    return to(request, "index")
