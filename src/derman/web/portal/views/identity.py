"""A manager says whether it is their report who asks: on a page of their own, signed in, never by a link alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from derman.identity import actions, queries
from derman.kernel import clock
from derman.tickets.errors import TicketError, TicketNotFound
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only
from derman.web.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked, and the two buttons; once it is over, how it ended."""
    person = agent_of(request)
    try:
        row = queries.asked(person, pk)
    except TicketNotFound as error:
        raise Http404(str(error)) from None
    if request.method == "POST":
        confirmed = request.POST.get("decision") == "confirm"
        if not confirmed and request.POST.get("decision") != "deny":
            toast(request, _("Choose one of the two answers."), wrong=True)
            return HttpResponseRedirect(request.path)
        try:
            actions.decide(actor=person, check=pk, confirmed=confirmed)
        except TicketError as error:
            toast(request, str(error), wrong=True)
        else:
            toast(request, _("Confirmed. Thank you.") if confirmed else _("Thank you. The desk is warned."))
        return HttpResponseRedirect(request.path)
    context = {
        "name": row.person.name or row.person.email,
        "agent": row.by.name or row.by.email,
        "number": str(row.ticket_id),
        "begun_at": row.begun_at,
        "expires_at": row.expires_at,
        "waits": row.state == "waiting" and row.expires_at > clock.now(),
        "state": row.get_state_display(),
        "tone": {"proven": "good", "failed": "urgent"}.get(row.state, ""),
    }
    return render(request, "portal/identity.html", {"check": context, "here": "approvals"})
