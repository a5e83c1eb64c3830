"""Time spent on tickets."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import Given, Line
from derman.api.paging import PageOf
from derman.api.problems import NOT_FOUND, Problem
from derman.api.shapes import PersonShape, answer, person_shape, utc
from derman.api.tickets import Number
from derman.tickets import actions, queries

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import TimeSpent

router = Router(tags=["Time"])


class TimeShape(Schema):
    """Minutes that somebody worked on a ticket."""

    id: int
    person: PersonShape
    minutes: int
    billable: bool
    note: str
    at: datetime


class TimeGiven(Given):
    """Time that the caller worked, in `minutes`, or as `time` as people write it: `1h 20`, `1:20`, `45 dk`."""

    minutes: Annotated[int, Field(ge=1)] | None = None
    time: Line = ""
    billable: bool = False
    note: Line = ""


def _agent(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(NOT_FOUND, _("Time is for agents."))
    return person


def _shape(row: TimeSpent, reader: Person) -> TimeShape:
    return TimeShape(
        id=row.pk,
        person=person_shape(row.person, reader),
        minutes=row.minutes,
        billable=row.billable,
        note=row.note,
        at=utc(row.created_at),
    )


@router.get("/tickets/{int:number}/time", response=PageOf[TimeShape], summary="List the time spent")
def list_time(request: HttpRequest, number: Number) -> HttpResponse:
    """All entries of the ticket, in order. For agents."""
    person = _agent(request)
    rows = queries.time_of(queries.find(person, number))
    return answer(PageOf[TimeShape](items=[_shape(row, person) for row in rows], next=None))


@router.post("/tickets/{int:number}/time", response={201: TimeShape}, summary="Write down time spent")
def add_time(request: HttpRequest, number: Number, given: TimeGiven) -> HttpResponse:
    """For agents."""
    person = _agent(request)
    row = actions.add_time(
        actor=person,
        ticket=number,
        minutes=given.minutes,
        written=given.time,
        billable=given.billable,
        note=given.note,
    )
    return answer(_shape(row, person), status=201)


@router.delete("/tickets/{int:number}/time/{int:entry}", response=TimeShape, summary="Take time away")
def remove_time(
    request: HttpRequest, number: Number, entry: Annotated[int, Path(description="The entry's id.")]
) -> HttpResponse:
    """One's own, or as a lead anybody's."""
    person = _agent(request)
    return answer(_shape(actions.remove_time(actor=person, ticket=number, entry=entry), person))
