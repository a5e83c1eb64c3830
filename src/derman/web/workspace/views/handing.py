"""Moving a ticket up with a hand-over, and answering one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.people import naming
from derman.people.access import lens_of
from derman.tickets import actions, queries
from derman.tickets.errors import TicketNotFound
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers, handing
from derman.web.workspace.timeline import timeline_of


@require_safe
@agents_only
@answers.says_what_is_wrong
def offered(request: HttpRequest, number: int) -> HttpResponse:
    """The form of a hand-over, filled in as far as the desk knows; `?team=` is the one that is chosen there."""
    agent = agent_of(request)
    found = queries.conversation(agent, number, lens=lens_of(agent))
    context = handing.form_of(agent, found, timeline_of(agent, found), chosen=request.GET.get("team", ""))
    return render(request, "workspace/hand_up.html", {"ticket_url": answers.ticket_url(number), **context})


@require_POST
@agents_only
@answers.says_what_is_wrong
def escalate(request: HttpRequest, number: int) -> HttpResponse:
    """Move up to `team` with `wrong`, `tried`, `asked`, each `answer` and the messages of `evidence`.

    With `tells` the requester reads `tell`; with `keep_contact` the agent stays the one whom they know.
    """
    agent, post = agent_of(request), request.POST
    given = post.get("team", "")
    team = naming.team_called(agent, int(given)) if given.isdigit() and len(given) < 19 else None
    actions.escalate(
        actor=agent,
        ticket=number,
        team=team,
        wrong=post.get("wrong", ""),
        tried=post.get("tried", ""),
        asked=post.get("asked", ""),
        evidence=[int(pk) for pk in post.getlist("evidence") if pk.isdigit() and len(pk) < 19],
        answers=post.getlist("answer"),
        tell=post.get("tell", "") if post.get("tells") else "",
        keep_contact=bool(post.get("keep_contact")),
    )
    return _done(request, number, _("Moved up. The team can accept it or send it back."))


@require_POST
@agents_only
@answers.says_what_is_wrong
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Take on what was handed up."""
    actions.accept(actor=agent_of(request), ticket=number)
    return answers.done(request, number, _("Accepted: the ticket is yours."))


@require_POST
@agents_only
@answers.says_what_is_wrong
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Send back what was handed up, for a `reason`."""
    actions.send_back(actor=agent_of(request), ticket=number, reason=request.POST.get("reason", ""))
    return _done(request, number, _("Sent back."))


def _done(request: HttpRequest, number: int, text: str) -> HttpResponse:
    """Show the ticket, or the queue where it went out of sight."""
    try:
        queries.find(agent_of(request), number)
    except TicketNotFound:
        return answers.on_to(request, None, text)
    return answers.done(request, number, text)
