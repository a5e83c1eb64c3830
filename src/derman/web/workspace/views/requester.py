"""The requester at a glance: the panel beside the ticket, and the notes that agents keep about them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.people import actions
from derman.people.errors import NotAllowed, PeopleError
from derman.tickets import errors, queries
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast, toast_part
from derman.web.workspace import answers
from derman.web.workspace.requester import requester_screen


@require_safe
@agents_only
@answers.says_what_is_wrong
def requester(request: HttpRequest, number: int) -> HttpResponse:
    """All that the desk knows of the ticket's requester, as far as the agent may see it."""
    agent = agent_of(request)
    context = {"glance": requester_screen(agent, queries.find(agent, number))}
    return render(request, "workspace/requester.html", context)


@require_POST
@agents_only
@answers.says_what_is_wrong
def notes(request: HttpRequest, number: int) -> HttpResponse:
    """Keep a note about the requester (`text`), or take one away (`remove`)."""
    agent = agent_of(request)
    person = queries.find(agent, number).requester_id
    undo, said = "", _("Note kept.")
    try:
        if "remove" in request.POST:
            given = request.POST["remove"]
            pk = int(given) if given.isdigit() and len(given) <= 18 else 0
            actions.remove_note(actor=agent, person=person, note=pk)
            undo, said = reverse("workspace:requester_note_back", args=[number, pk]), _("Note removed.")
        else:
            actions.add_note(actor=agent, person=person, text=request.POST.get("text", ""))
    except PeopleError as error:
        raise _told(error) from None
    return _answer(request, number, said, undo)


@require_POST
@agents_only
@answers.says_what_is_wrong
def bring_back(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Take back that a note was removed."""
    agent = agent_of(request)
    try:
        actions.restore_note(actor=agent, person=queries.find(agent, number).requester_id, note=pk)
    except PeopleError as error:
        raise _told(error) from None
    return _answer(request, number, _("Note kept."))


def _told(error: PeopleError) -> errors.TicketError:
    if isinstance(error, NotAllowed):
        return errors.NotAllowed(str(error))
    return errors.WrongInput(str(error), field=error.field)


def _answer(request: HttpRequest, number: int, said: str, undo: str = "") -> HttpResponse:
    """The panel as it is now, in its menu, and a toast; without a script, the ticket's page."""
    if not answers.is_part(request):
        toast(request, said, undo=undo)
        return HttpResponseRedirect(answers.ticket_url(number))
    agent = agent_of(request)
    context = {"glance": requester_screen(agent, queries.find(agent, number))}
    return HttpResponse(
        render_to_string("workspace/requester_part.html", context, request) + toast_part(said, undo=undo)
    )
