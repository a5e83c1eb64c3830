"""The timeline of a ticket, and taking back what is on it."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Router

from derman.api.callers import person_of
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import CONFLICT, NOT_FOUND, Problem
from derman.api.shapes import EventShape, TicketShape, answer, event_shape
from derman.api.tickets import Number, after_change
from derman.tickets import actions
from derman.tickets.errors import TooLateToUndo
from derman.tickets.queries import events_of, reading

router = Router(tags=["Timeline"])

EventId = Annotated[int, Path(description="The event's id.")]


@router.get("/tickets/{int:number}/events", response=PageOf[EventShape], summary="Read the timeline")
def list_events(request: HttpRequest, number: Number, limit: Limit, cursor: Cursor) -> HttpResponse:
    """Every fact that happened to the ticket, oldest first, as codes and ids. For agents."""
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(NOT_FOUND, _("The timeline is for agents."))
    found = events_of(person, number, after=place_of(cursor), limit=limit + 1)
    rows, following = cut(found, limit, lambda event: event.seq)
    return answer(PageOf[EventShape](items=[event_shape(row, person) for row in rows], next=following))


@router.post("/tickets/{int:number}/events/{int:event}/undo", response=TicketShape, summary="Take one thing back")
def undo(request: HttpRequest, number: Number, event: EventId) -> HttpResponse:
    """Takes back all that was done together with the event.

    At any time; what was said only by its author within ten seconds. 409 where it is too late, or where something
    later builds on it: `builds_on` says what.
    """
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(NOT_FOUND, _("The timeline is for agents."))
    row = reading.event_of(person, number, event)
    try:
        ticket = actions.undo(actor=person, ticket=number, act=row.act)
    except TooLateToUndo as error:
        later = [event_shape(later, person).model_dump(mode="json") for later in reading.built_on(row)]
        raise Problem(CONFLICT, str(error), builds_on=later) from error
    shape, etag = after_change(person, ticket)
    return answer(shape, ETag=etag)
