"""The problem behind a ticket: chosen, taken away, and its workaround sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.problems import actions
from derman.problems.errors import ProblemError, ProblemNotFound
from derman.tickets import queries
from derman.tickets.errors import WrongInput
from derman.web.signed_in import agent_of, agents_only
from derman.web.teaching import typed
from derman.web.workspace import answers, causes, leaving


def _says_so(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What is wrong with a problem, as what is wrong with a ticket is said."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except ProblemNotFound as error:
            raise Http404(str(error)) from None
        except ProblemError as error:
            raise WrongInput(str(error)) from None

    return guarded


@require_safe
@agents_only
@answers.says_what_is_wrong
def offered(request: HttpRequest, number: int) -> HttpResponse:
    """The menu of problems that may be behind a ticket."""
    agent = agent_of(request)
    ticket = queries.find(agent, number)
    context = {
        "ticket_url": answers.ticket_url(number),
        "number": str(number),
        "choices": causes.choices_of(agent, ticket),
        "is_merged": ticket.merged_into_id is not None,
    }
    return render(request, "workspace/problem_menu.html", context)


@require_POST
@agents_only
@answers.says_what_is_wrong
@_says_so
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Link to `problem`, no longer to `unlink`, or answer with the workaround of `send`."""
    agent, post = agent_of(request), request.POST
    queries.find(agent, number)
    if (problem := _named(post.get("send", ""))) is not None:
        said = leaving.said_of_workaround(actions.send_workaround(actor=agent, problem=problem, ticket=number))
        return answers.done(request, number, said.text, more=said.more, composer=True)
    if (problem := _named(post.get("unlink", ""))) is not None:
        actions.unlink(actor=agent, problem=problem, ticket=number)
        return answers.done(request, number, _("It is linked to this problem no longer."))
    problem = _named(post.get("problem", ""))
    if problem is None:
        raise WrongInput(_("Choose a problem, or write its number."), field="problem")
    actions.link(actor=agent, problem=problem, ticket=number)
    return answers.done(request, number, _("It is linked to the problem."))


def _named(written: str) -> int | None:
    return typed.number(written.strip().lstrip("pP#"))
