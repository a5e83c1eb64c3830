"""Calendars: the business hours by which promises are counted and teams work."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api.callers import person_of
from derman.api.held import etag_of, expect, held
from derman.api.inputs import Given, IdInPath, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, NOT_FOUND, Problem, wrong
from derman.api.shapes import answer
from derman.desk import calendars as actions
from derman.desk import queries
from derman.desk.actions import DeskError

if TYPE_CHECKING:
    from derman.desk.models import Calendar
    from derman.people.models import Person

router = Router(tags=["Promises"])

Spans = dict[str, Annotated[list[list[str]], Field(max_length=actions.SPANS)]]
_HOURS = "By day of the week, 0 is Monday: spans like ['08:30', '18:00']; until 24:00 at most."


class CalendarDay(Schema):
    """A day unlike others: closed all day, `closed_from` an hour on, or `open` whatever the country does."""

    day: dt.date
    name: Annotated[str, Field(min_length=1, max_length=80)]
    closed_from: dt.time | None = None
    open: bool = False


class CalendarShape(Schema):
    """Business hours: weekly hours, holidays and a time zone."""

    id: int
    name: str
    zone: str
    weekly: Spans = Field(description=_HOURS)
    country: str = Field(description="Whose public holidays it keeps (ISO 3166); empty: none.")
    region: str = Field(description="Of the country, where regions have holidays of their own.")
    half_day_from: dt.time = Field(description="From when on it is closed on half days of the country.")
    days: list[CalendarDay] = Field(description="That people named.")
    closed: list[CalendarDay] = Field(description="The next ten days on which it is closed, those of the country too.")
    teams: list[int] = Field(description="That work by it; all others by the desk's.")
    is_desk: bool = Field(description="Does the whole desk work by it?")


class CalendarGiven(Given):
    """A calendar to add."""

    name: Annotated[Text, Field(max_length=200)]
    zone: Annotated[Text, Field(max_length=64)]
    weekly: Spans = Field(description=_HOURS)
    country: Annotated[Text, Field(max_length=2)] = ""
    region: Annotated[Text, Field(max_length=40)] = ""
    half_day_from: dt.time = dt.time(13)
    days: Annotated[list[CalendarDay], Field(max_length=actions.MOST_DAYS)] = []
    teams: Annotated[list[int], Field(max_length=200)] = []
    is_desk: bool = False


class CalendarChange(CalendarGiven):
    """What to change; what is left out stays as it is."""

    name: Annotated[Text, Field(max_length=200)] = ""
    zone: Annotated[Text, Field(max_length=64)] = ""
    weekly: Spans = {}


def _shape(row: Calendar) -> CalendarShape:
    return CalendarShape(
        id=row.pk,
        name=row.name,
        zone=row.zone,
        weekly=row.weekly,
        country=row.country,
        region=row.region,
        half_day_from=row.half_day_from,
        days=[_day(one) for one in queries.own_days(row)],
        closed=[_day(one) for one in queries.closed_days(row)],
        teams=[team.pk for team in queries.teams_of_calendars().get(row.pk, [])],
        is_desk=queries.the_desk().calendar_id == row.pk,
    )


def _day(one: Any) -> CalendarDay:
    return CalendarDay(day=one.day, name=one.name, closed_from=one.closed_from, open=one.open)


@router.get("/calendars", response=PageOf[CalendarShape], summary="List calendars")
def list_calendars(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """In the order in which they were made. For leads and administrators."""
    _lead(request)
    after = place_of(cursor)
    found = [row for row in queries.calendars() if row.pk > after]
    rows, following = cut(found, limit, lambda row: row.pk)
    items = [_shape(full) for row in rows if (full := queries.calendar(row.pk)) is not None]
    return answer(PageOf[CalendarShape](items=items, next=following))


@router.get("/calendars/{int:id}", response=CalendarShape, summary="Read a calendar")
def read_calendar(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """For leads and administrators."""
    _lead(request)
    shape = _shape(_calendar(key))
    return answer(shape, ETag=etag_of(shape))


@router.post("/calendars", response={201: CalendarShape}, summary="Add a calendar")
def add_calendar(request: HttpRequest, given: CalendarGiven) -> HttpResponse:
    """For administrators. The holidays of its country are in it a few seconds later."""
    person = _administrator(request)
    return answer(_shape(_saved(person, actions.Given(**_columns(given)))), status=201)


@router.patch("/calendars/{int:id}", response=CalendarShape, summary="Change a calendar")
def change_calendar(request: HttpRequest, key: IdInPath, given: CalendarChange) -> HttpResponse:
    """For administrators. With `If-Match`, only where nobody changed it since: else 412."""
    person = _administrator(request)
    with held("calendar", key):
        found = _calendar(key)
        expect(request, _shape(found))
        wanted = {name: value for name, value in _columns(given).items() if name in given.model_fields_set}
        row = _saved(person, dataclasses.replace(actions.given_of(found), **wanted), key)
    shape = _shape(row)
    return answer(shape, ETag=etag_of(shape))


@router.delete("/calendars/{int:id}", response={204: None}, summary="Delete a calendar")
def remove_calendar(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """For administrators. 422 for one by which the desk, a team or a promise counts still."""
    person = _administrator(request)
    _calendar(key)
    try:
        actions.remove_calendar(actor=person, calendar=key)
    except DeskError as error:
        raise wrong("id", str(error)) from None
    return HttpResponse(status=204)


def _lead(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_lead:
        raise Problem(FORBIDDEN, _("Only a lead or an administrator can do this."))
    return person


def _administrator(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_administrator:
        raise Problem(FORBIDDEN, _("Only an administrator can do this."))
    return person


def _calendar(key: int) -> Calendar:
    found = queries.calendar(key)
    if found is None:
        raise Problem(NOT_FOUND, _("There is no such calendar."))
    return found


def _columns(given: CalendarGiven) -> dict[str, Any]:
    columns = {name: getattr(given, name) for name in CalendarGiven.model_fields}
    columns["days"] = [actions.Day(**day.model_dump()) for day in given.days]
    return columns


def _saved(person: Person, given: actions.Given, key: int | None = None) -> Calendar:
    try:
        row = actions.save_calendar(actor=person, given=given, calendar=key)
    except DeskError as error:
        raise wrong(error.field, str(error)) from None
    return _calendar(row.pk)
