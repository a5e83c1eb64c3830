"""Many tickets at once: the form, what it would do, the run and its way back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.tickets import actions, queries
from derman.tickets.errors import TicketError
from derman.tickets.queries import Progress
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers, many


def _run(request: HttpRequest, found: Progress) -> HttpResponse:
    """A run as a part of the page, or on its own page."""
    if answers.is_part(request):
        return render(request, "workspace/many_run.html", {"run": many.run_in_words(found)})
    return HttpResponseRedirect(reverse("workspace:many"))


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
@answers.says_what_is_wrong
def many_tickets(request: HttpRequest) -> HttpResponse:
    """The form for the chosen tickets (POST `numbers` or `view`); one's own changes of many tickets (GET)."""
    agent = agent_of(request)
    if request.method == "POST":
        return render(request, "workspace/many_form.html", {"many": many.form_of(agent, request.POST)})
    runs = [many.run_in_words(found, whole=False) for found in queries.runs_of(agent)]
    return render(request, "workspace/many.html", {"runs": runs})


@require_POST
@agents_only
@answers.says_what_is_wrong
def foresee(request: HttpRequest) -> HttpResponse:
    """What the form would do, in words; what is wrong with it, too."""
    agent = agent_of(request)
    numbers = many.chosen_in(agent, request.POST)
    context: dict[str, Any] = {}
    try:
        wanted = many.wanted_in(agent, request.POST)
        if wanted:
            seen = actions.foresee(actor=agent, numbers=numbers, wanted=wanted)
            context["seen"] = many.foreseen_in_words(agent, seen, wanted)
    except TicketError as error:
        context["wrong"] = str(error)
    return render(request, "workspace/many_foreseen.html", context)


@require_POST
@agents_only
@answers.says_what_is_wrong
def begin(request: HttpRequest) -> HttpResponse:
    """Have it done."""
    agent = agent_of(request)
    numbers = many.chosen_in(agent, request.POST)
    run = actions.change_many(actor=agent, numbers=numbers, wanted=many.wanted_in(agent, request.POST))
    return _run(request, queries.run_of(agent, run.pk))


@require_safe
@agents_only
@answers.says_what_is_wrong
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a run is."""
    return _run(request, queries.run_of(agent_of(request), pk))


@require_POST
@agents_only
@answers.says_what_is_wrong
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back all that a run did."""
    agent = agent_of(request)
    actions.take_back_run(actor=agent, run=pk)
    return _run(request, queries.run_of(agent, pk))
