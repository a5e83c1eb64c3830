"""A view as a table or a board, and what is changed in its cells and by moving its cards."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.search.errors import SearchError
from derman.tickets import actions, queries
from derman.tickets.actions.change_many import FieldChanges
from derman.tickets.errors import WrongInput
from derman.views.errors import ViewError, ViewNotFound
from derman.web.signed_in import Agent, agent_of, agents_only
from derman.web.toasts import toast_part
from derman.web.workspace import answers, lists, sheets
from derman.web.workspace.choices import choices_of
from derman.web.workspace.views.changing import CHANGES, unseen_by_nobody

ASKED = ("view", "q", "layout", "group", "order")


@require_safe
@agents_only
@answers.says_what_is_wrong
def sheet(request: HttpRequest) -> HttpResponse:
    """The page, or as a part what stands in it now."""
    agent = agent_of(request)
    asked = {name: value[:500] for name in ASKED if (value := request.GET.get(name, "").strip())}
    if "q" not in asked:
        asked["view"] = lists.view_of(asked.get("view", ""))
    if asked.get("layout", "table") not in ("table", "board"):
        del asked["layout"]
    try:
        made = sheets.sheet_of(agent, asked, key=request.GET.get("after", "")[:200])
    except ViewNotFound:
        raise Http404 from None
    except (ViewError, SearchError) as error:
        raise WrongInput(str(error)) from None
    if request.headers.get("HX-Request"):
        return render(request, "workspace/sheet_part.html", {"sheet": made})
    made["views"] = lists.views_of(agent, asked.get("view", ""))
    return render(request, "workspace/sheet.html", {"sheet": made})


@require_safe
@agents_only
@answers.says_what_is_wrong
def choices(request: HttpRequest, number: int, field: str) -> HttpResponse:
    """What the menu of a cell offers."""
    if field not in sheets.EDITED:
        raise Http404
    agent = agent_of(request)
    found = queries.find(agent, number)
    if field == "status":
        offered = {"choices": sheets.statuses_of(found), "filters": False, "free": "", "none": ""}
    else:
        offered = choices_of(agent, found, field)
    return render(request, "workspace/sheet_choices.html", {"number": str(number), "seen": str(found.seq), **offered})


@require_POST
@agents_only
@answers.says_what_is_wrong
def change(request: HttpRequest) -> HttpResponse:
    """Set one thing about the ticket `number`; the answer is a toast with the way back."""
    typed = request.POST.get("number", "")
    if not typed.isascii() or not typed.isdigit() or len(typed) > 18:
        raise WrongInput(_("Choose at least one ticket."))
    number, agent = int(typed), agent_of(request)
    name = next((name for name in ("status", "assignee", "team", "priority", "matrix") if name in request.POST), "")
    if not name:
        raise WrongInput(_("Nothing was chosen."))
    with unseen_by_nobody(request, agent, number, name):
        if name == "status":
            said = _set_status(agent, number, request.POST["status"])
        else:
            act, words = CHANGES[name]
            act(agent, number, request.POST[name])
            said = str(words)
    return HttpResponse(toast_part(f"#{number}: {said}", undo=answers.undo_address(request, number)))


def _set_status(agent: Agent, number: int, value: str) -> str:
    status, _colon, waiting_for = value.partition(":")
    actions.change_fields(actor=agent, ticket=number, changes=FieldChanges(status=status, waiting_for=waiting_for))
    return _("Status changed.")
