"""Writing down a ticket for somebody, from nothing or after a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from derman.automation.errors import RuleError
from derman.automation.recurring import actions as recurring
from derman.people.actions import find_or_add_requester
from derman.people.addresses import BadAddress
from derman.tickets import actions, queries
from derman.tickets.errors import TicketError
from derman.tickets.incoming import Incoming, Proof
from derman.web.devices import offered
from derman.web.own_questions import given_in, question
from derman.web.signed_in import Agent, agent_of, agents_only
from derman.web.toasts import toast
from derman.web.workspace import answers, from_template
from derman.web.workspace.forms import NewTicket
from derman.web.workspace.words import PRIORITIES

if TYPE_CHECKING:
    from derman.automation.models import Template
    from derman.tickets.models import Ticket

RANKS = {code: rank for rank, code in enumerate(PRIORITIES, start=1)}


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def new(request: HttpRequest) -> HttpResponse:
    """The form, and the ticket that it opens; what is wrong stands beside its field.

    `template` is the one that is chosen, `was` the one after which the form was filled the last time; `fill` asks for
    the form alone.
    """
    agent = agent_of(request)
    usable = from_template.usable(agent)
    named = (request.POST or request.GET).get("template", "")
    chosen = from_template.named_in(named, usable)
    opens = request.method == "POST" and "fill" not in request.POST
    if opens:
        said: Any = request.POST
        form = NewTicket(request.POST, agent=agent)
    elif request.method == "POST" or chosen is not None:
        before = from_template.named_in(request.POST.get("was", ""), usable)
        said = from_template.filled(request.POST or _AT_FIRST, chosen, before)
        form = NewTicket(initial=said, agent=agent)
        if request.method == "POST":  # whoever chooses stays at the menu
            form.fields["email"].widget.attrs.pop("autofocus")
    else:
        said = {}
        form = NewTicket(agent=agent)
    needed = _needed(agent, said)
    own = given_in(request.POST, needed)
    wrong: dict[str, str] = {}
    if opens and named and chosen is None:
        form.add_error(None, _("This template is no longer there. Choose another, or open the ticket without one."))
    if opens and form.is_valid():
        try:
            number = _open(agent, form, own, chosen)
        except BadAddress as error:
            form.add_error("email", str(error))
        except (TicketError, RuleError) as error:
            wrong = {"wrong_key": error.field, "wrong_words": str(error)}
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            toast(request, _("#%(number)s opened.") % {"number": number})
            return HttpResponseRedirect(answers.ticket_url(number))
    near = offered(agent, needed)
    context = {
        "form": form,
        "fields": [question(field, own.get(field.key), devices=near) for field in needed],
        "templates": usable,
        "chosen": chosen,
        "brought": from_template.brought(chosen),
        **wrong,
    }
    return render(request, "workspace/new.html", context, status=422 if form.errors else 200)


_AT_FIRST = QueryDict("channel=phone&take=on")


def _needed(agent: Agent, said: Any) -> list[Any]:
    """The fields that must be filled in, for what is chosen by now."""
    category = said.get("category", "")
    return queries.needed_to_open(
        agent,
        kind=said.get("kind", "incident"),
        category=int(category) if category.isascii() and category.isdigit() and len(category) < 19 else None,
    )


def _open(agent: Agent, form: NewTicket, own: dict[str, Any], chosen: Template | None) -> int:
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
    ticket: Ticket
    if chosen is not None:
        ticket = recurring.open_as_written(actor=agent, pk=chosen.pk, incoming=incoming, own=own)
    else:
        ticket = actions.open_ticket(
            actor=agent, requester=requester, subject=given["subject"], incoming=incoming, own=own
        ).ticket
    if given["take"] and ticket.assignee_id in (None, agent.pk):
        actions.take(actor=agent, ticket=ticket.pk)
    return int(ticket.pk)
