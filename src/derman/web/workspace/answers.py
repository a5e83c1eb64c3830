"""How the workspace answers: the parts that changed and a toast with its undo, or what is wrong in a sentence."""

from __future__ import annotations

import json
from functools import wraps
from typing import Any, cast
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.kernel.recalling import recalling, remember
from derman.people.access import lens_of
from derman.tickets import actions, queries
from derman.tickets.errors import NotAllowed, Overtaken, TicketError, TicketNotFound, TooLateToUndo
from derman.web.signed_in import View, agent_of
from derman.web.toasts import toast, toast_part
from derman.web.workspace.forwards import forwardable
from derman.web.workspace.later import choices_of, planned_of
from derman.web.workspace.screens import details_of, draft_of, head_of, unreachable_of
from derman.web.workspace.timeline import timeline_of

_BEGAN = "derman_began"  # on a request: the moment from which on what happens is its doing
STATUS: dict[type[TicketError], int] = {NotAllowed: 403, Overtaken: 409, TooLateToUndo: 409}


def ticket_url(number: int) -> str:
    """The page of a ticket."""
    return reverse("workspace:ticket", args=[number])


def is_part(request: HttpRequest) -> bool:
    """Does a part of a page ask, rather than a browser for a page?"""
    return bool(request.headers.get("HX-Request"))


def wrong(request: HttpRequest, error: TicketError, number: int | None = None) -> HttpResponse:
    """The error's sentence: for a part in a header, told beside its field or in a toast; else on the next page."""
    if is_part(request):
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
        said = {"X-Sentence": quote(str(error)), **({"X-Field": error.field} if error.field else {})}
        return HttpResponse(status=status, headers=said)
    toast(request, str(error), wrong=True)
    return HttpResponseRedirect(ticket_url(number) if number else reverse("workspace:queue"))


def says_what_is_wrong[**P](view: View[P]) -> View[P]:
    """Turn the errors of the ticket's verbs into answers; nothing typed is lost by them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> Any:
        setattr(request, _BEGAN, clock.now())
        try:
            with recalling():
                if hasattr(request, "desk"):
                    remember("desk", request.desk)
                return view(request, *args, **kwargs)
        except TicketNotFound as error:
            raise Http404(str(error)) from None
        except TicketError as error:
            number = kwargs.get("number")
            return wrong(request, error, number if isinstance(number, int) else None)

    return cast("View[P]", guarded)


def undo_address(request: HttpRequest, number: int) -> str:
    """Where what this request did to a ticket can be taken back; empty where it did nothing. 1 statement.

    A press that changes nothing must not offer to take back what was done before it.
    """
    event = actions.last_act(actor=agent_of(request), ticket=number)
    if event is None or event.at < getattr(request, _BEGAN, event.at):
        return ""
    return reverse("workspace:undo", args=[number, event.act])


def parts_of(request: HttpRequest, number: int, *, composer: bool = False) -> str:
    """Head, timeline and details as they are now, for the page that shows the ticket."""
    agent = agent_of(request)
    lens = lens_of(agent)
    found = queries.conversation(agent, number, lens=lens)
    ticket: dict[str, Any] = {**head_of(agent, found.ticket), "back_url": reverse("workspace:queue")}
    ticket |= {"timeline": timeline_of(agent, found), **details_of(agent, found, lens)}
    ticket |= {"unreachable": unreachable_of(found), "planned": planned_of(agent, found.ticket)}
    ticket["forwardable"] = forwardable(found)
    if composer:
        ticket |= {"draft": draft_of(agent, found.ticket), "mornings": choices_of(found.ticket)}
    return render_to_string("workspace/parts.html", {"ticket": ticket, "composer": composer}, request)


def done(
    request: HttpRequest, number: int, text: str, *, more: str = "", composer: bool = False, sets: bool = False
) -> HttpResponse:
    """Something was done to a ticket: show it, say it, and offer the way back. `composer`: its draft changed too.

    `more` is where details stand. `sets`: it may have been so before, and then that is said in place of `text`.
    """
    undo = undo_address(request, number)
    if sets and not undo:
        text = _("#%(number)s: it was so already.") % {"number": number}
    if is_part(request):
        return HttpResponse(parts_of(request, number, composer=composer) + toast_part(text, undo=undo, more=more))
    toast(request, text, undo=undo, more=more)
    return HttpResponseRedirect(ticket_url(number))


def on_to(request: HttpRequest, number: int | None, text: str, *, undo: str = "", more: str = "") -> HttpResponse:
    """Go on to another ticket, or to the queue where there is none; the toast comes along."""
    toast(request, text, undo=undo, more=more)
    url = ticket_url(number) if number else reverse("workspace:queue")
    if not is_part(request):
        return HttpResponseRedirect(url)
    if number is None:
        return HttpResponse(headers={"HX-Redirect": url})
    place = {"path": url, "target": "#desk-ticket", "swap": "innerHTML", "headers": {"HX-Target": "main#desk-ticket"}}
    return HttpResponse(headers={"HX-Location": json.dumps(place)})


def number_text(number: int) -> str:
    """A ticket as people say it."""
    return _("#%(number)s") % {"number": number}
