"""Tasks of a ticket: add one, tick one off."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from derman.tickets import actions
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers


@require_POST
@agents_only
@answers.says_what_is_wrong
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what is to be done (`title`)."""
    actions.add_task(actor=agent_of(request), ticket=number, title=request.POST.get("title", ""))
    return answers.done(request, number, _("Task added."))


@require_POST
@agents_only
@answers.says_what_is_wrong
def change(request: HttpRequest, number: int, task: int) -> HttpResponse:
    """Tick a task off or not (`done`), or say whether it is needed (`needed`), each yes or no.

    What somebody else did to it since the page was drawn (`seen`) is not overwritten.
    """
    done, needed = (_answer(request, name) for name in ("done", "needed"))
    seen = request.POST.get("seen", "")
    actions.change_task(actor=agent_of(request), ticket=number, task=task, done=done, needed=needed, seen=seen)
    if done is None:
        said = _("Task is needed again.") if needed else _("Task marked as not needed.")
    else:
        said = _("Task done.") if done else _("Task is to be done again.")
    return answers.done(request, number, said)


def _answer(request: HttpRequest, name: str) -> bool | None:
    return {"yes": True, "no": False}.get(request.POST.get(name, ""))
