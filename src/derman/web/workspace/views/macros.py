"""Macros on a ticket: those that fit, one looked at before it runs, and run."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from derman.automation.errors import MacroNotFound, RuleError
from derman.automation.macros import actions
from derman.automation.macros import queries as macros
from derman.automation.macros.meaning import meaning_of
from derman.tickets import queries
from derman.tickets.errors import WrongInput
from derman.tickets.variables import fill, values_for
from derman.web.settings.forms.rules import lines_drafted
from derman.web.settings.rule_page import choices
from derman.web.settings.rule_reading import steps_read
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers

SPEAKS = ("reply", "saved_reply", "note")


@require_safe
@agents_only
@answers.says_what_is_wrong
def offered(request: HttpRequest, number: int) -> HttpResponse:
    """Those that fit, the most used first."""
    agent = agent_of(request)
    queries.find(agent, number)
    context = {"macros": macros.offered(agent, number), "ticket_url": answers.ticket_url(number)}
    return render(request, "workspace/macros.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
@answers.says_what_is_wrong
def macro(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """What one would say and change; posted, it is done. `reply`: its words as they were changed before."""
    agent = agent_of(request)
    queries.find(agent, number)
    try:
        found = macros.macro(agent, pk)
        if request.method != "POST":
            return render(request, "workspace/macro.html", _looked_at(agent, found, number))
        act = actions.run(actor=agent, pk=pk, ticket=number, reply=request.POST.get("reply"))
    except MacroNotFound:
        raise Http404 from None
    except RuleError as error:
        raise WrongInput(str(error), field=error.field) from None
    said = _("“%(name)s” is done.") if act is not None else _("“%(name)s” changed nothing: it was so already.")
    return answers.done(request, number, said % {"name": found.name})


def _looked_at(agent: Any, found: Any, number: int) -> dict[str, Any]:
    values = values_for(queries.find(agent, number), agent)
    changes = [
        {**step, "text": fill(step["text"], values)[0]} if step.get("text") else step
        for step in found.steps
        if step["do"] not in SPEAKS
    ]
    context = {
        "macro": found,
        "ticket_url": answers.ticket_url(number),
        "changes": steps_read(lines_drafted(changes), choices(agent)),
    }
    try:
        meant = meaning_of(agent, found, number)
    except RuleError as error:
        return context | {"wrong": str(error)}
    missing = ["{{" + name + "}}" for name in meant.missing]
    return context | {
        "reply": meant.doing.reply,
        "note": meant.doing.note,
        "missing": missing,
        "files": [file.name for file in meant.files],
    }
