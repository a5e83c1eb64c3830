"""Writing down a ticket for somebody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from derman.people.actions import find_or_add_requester
from derman.people.addresses import BadAddress
from derman.tickets import actions, queries
from derman.tickets.errors import TicketError
from derman.tickets.incoming import Incoming, Proof
from derman.web.devices import offered
from derman.web.own_questions import given_in, question
from derman.web.signed_in import Agent, agent_of, agents_only
from derman.web.toasts import toast
from derman.web.workspace import answers
from derman.web.workspace.forms import NewTicket
from derman.web.workspace.words import PRIORITIES

RANKS = {code: rank for rank, code in enumerate(PRIORITIES, start=1)}


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def new(request: HttpRequest) -> HttpResponse:
    """The form, and the ticket that it opens; what is wrong stands beside its field."""
    agent = agent_of(request)
    form = NewTicket(request.POST or None, agent=agent)
    needed = _needed(agent, request)
    own = given_in(request.POST, needed)
    wrong: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        try:
            number = _open(agent, form, own)
        except BadAddress as error:
            form.add_error("email", str(error))
        except TicketError as error:
            wrong = {"wrong_key": error.field, "wrong_words": str(error)}
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            toast(request, _("#%(number)s opened.") % {"number": number})
            return HttpResponseRedirect(answers.ticket_url(number))
    near = offered(agent, needed)
    asked = [question(field, own.get(field.key), devices=near) for field in needed]
    return render(
        request, "workspace/new.html", {"form": form, "fields": asked, **wrong}, status=422 if form.errors else 200
    )


def _needed(agent: Agent, request: HttpRequest) -> list[Any]:
    """The fields that must be filled in, for what is chosen by now."""
    category = request.POST.get("category", "")
    return queries.needed_to_open(
        agent,
        kind=request.POST.get("kind", "incident"),
        category=int(category) if category.isascii() and category.isdigit() and len(category) < 19 else None,
    )


def _open(agent: Agent, form: NewTicket, own: dict[str, Any]) -> int:
    given = form.cleaned_data
    requester = find_or_add_requester(email=given["email"], name=given["name"])
    incoming = Incoming(
        channel=given["channel"],
        sender=requester,
        subject=given["subject"],
        text=given["text"],
        kind=given["kind"],
        category=int(given["category"]) if given["category"] else None,
        priority=RANKS[given["priority"]],
        proof=Proof.SIGNED_IN,
    )
    opened = actions.open_ticket(actor=agent, requester=requester, subject=given["subject"], incoming=incoming, own=own)
    if given["take"] and opened.ticket.assignee_id in (None, agent.pk):
        actions.take(actor=agent, ticket=opened.ticket.pk)
    return int(opened.ticket.pk)
