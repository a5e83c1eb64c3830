"""A ticket in five sentences, and who saw it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from derman.tickets import queries
from derman.transcripts.explaining import explain
from derman.web import markup, moments
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers

ICONS = {"opened": "inbox", "here": "team", "tried": "steps", "waiting": "wait", "due": "clock"}


@require_safe
@agents_only
@answers.says_what_is_wrong
def explained(request: HttpRequest, number: int) -> HttpResponse:
    """The panel beside the ticket. 8 statements at most."""
    agent = agent_of(request)
    ticket = queries.find(agent, number)
    context = {
        "sentences": [
            {"icon": markup.icon(ICONS[one.code]), "text": one.text}
            for one in explain(agent, ticket, moment=moments.full)
        ],
        "seen": [
            {
                "face": markup.avatar(one.agent.pk, one.agent.initials, "avatar--sm"),
                "name": one.agent.name,
                "all": one.all,
                "until": markup.time_short(one.until) if one.until else "",
            }
            for one in queries.seen_by(agent, ticket)
        ],
    }
    return render(request, "workspace/explained.html", context)
