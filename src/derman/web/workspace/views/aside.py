"""Side conversations of a ticket: read one, begin one, say something, bring somebody in, leave."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.tickets import actions, queries
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers
from derman.web.workspace.aside import aside_screen, colleagues_for


@require_safe
@agents_only
@answers.says_what_is_wrong
def offered(request: HttpRequest, number: int) -> HttpResponse:
    """The form that begins one, with the colleagues who may see the ticket."""
    agent = agent_of(request)
    return render(request, "workspace/aside_new.html", {"form": colleagues_for(agent, queries.find(agent, number))})


@require_POST
@agents_only
@answers.says_what_is_wrong
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Ask `people` (ids) aside: `text`, with a `topic` if there is one."""
    actions.begin_aside(
        actor=agent_of(request),
        ticket=number,
        people=[int(one) for one in request.POST.getlist("people") if one.isdecimal() and len(one) < 19],
        topic=request.POST.get("topic", ""),
        text=request.POST.get("text", ""),
    )
    return answers.done(request, number, _("Asked aside."))


@agents_only
@answers.says_what_is_wrong
def aside(request: HttpRequest, number: int, aside: int) -> HttpResponse:
    """One of them; by POST say `text`, bring somebody in (`bring`, an id) or leave (`leave`)."""
    agent = agent_of(request)
    if request.method != "POST":
        page = "workspace/aside_words.html" if "words" in request.GET else "workspace/aside.html"
        return render(request, page, {"aside": aside_screen(agent, queries.find(agent, number), aside)})
    if "leave" in request.POST:
        actions.leave_aside(actor=agent, ticket=number, aside=aside)
        return answers.done(request, number, _("You left the side conversation."))
    if "bring" in request.POST:
        given = request.POST["bring"]
        who = int(given) if given.isdecimal() and len(given) < 19 else 0
        actions.bring_aside(actor=agent, ticket=number, aside=aside, who=who)
        return _told(request, number, aside, _("Brought into the side conversation."))
    actions.say_aside(actor=agent, ticket=number, aside=aside, text=request.POST.get("text", ""))
    return _told(request, number, aside, _("Said aside."))


def _told(request: HttpRequest, number: int, aside: int, text: str) -> HttpResponse:
    """What changed of the ticket, and the open conversation with an empty field."""
    answer = answers.done(request, number, text)
    if answers.is_part(request):
        agent = agent_of(request)
        context = {"aside": aside_screen(agent, queries.find(agent, number), aside)}
        answer.content += render_to_string("workspace/aside_part.html", context, request).encode()
    return answer
