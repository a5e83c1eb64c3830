"""Templates: tickets that come again by the calendar, or are opened by hand with their tasks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from derman.api import references
from derman.api.callers import person_of
from derman.api.held import etag_of, expect, held
from derman.api.inputs import LARGEST_ID, Address, Given, Id, KindCode, Line, PriorityCode, Tags, Text
from derman.api.opening import RequesterGiven, opened
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, NOT_FOUND, Problem
from derman.api.rules import as_problems, lead
from derman.api.shapes import PRIORITIES, PersonShape, TicketShape, answer, person_shape, utc
from derman.automation.errors import TemplateNotFound
from derman.automation.recurring import actions, queries
from derman.desk.queries import the_desk

if TYPE_CHECKING:
    from derman.automation.models import Template
    from derman.people.models import Person

router = Router(tags=["Templates"])
Key = Annotated[int, Path(alias="template", ge=1, le=LARGEST_ID)]
Rhythm = Literal["", "days", "weeks", "months", "weekday"]
WhenClosed = Literal["open", "before", "after", "skip"]


class TaskOfTemplate(Given):
    """A task that comes with each ticket. `days`: due so many days after it was opened."""

    title: Annotated[Text, Field(max_length=200)]
    team: Id | None = None
    days: Annotated[int, Field(ge=0, le=365)] | None = None
    blocking: Annotated[bool, Field(description="To be done before the ticket is resolved.")] = False


class TemplateGiven(Given):
    """A template to add. `every`: days, weeks, months or weekday; empty: opened by hand alone."""

    name: Annotated[Text, Field(max_length=80)]
    requester: Annotated[Address, Field(description="For whom the tickets are.")]
    subject: Line
    text: Annotated[Text, Field(max_length=20_000)]
    kind: KindCode = "request"
    priority: PriorityCode = "normal"
    category: Id | None = None
    team: Annotated[Id | None, Field(description="None: the desk places its tickets.")] = None
    tags: Tags = []
    tasks: Annotated[list[TaskOfTemplate], Field(max_length=50)] = []
    every: Rhythm = ""
    number: Annotated[int, Field(ge=1, le=1000, description="So many days, weeks or months.")] = 1
    nth: Annotated[int, Field(ge=1, le=5, description="Of weekday: which of the month; 5 is the last.")] = 1
    weekday: Annotated[int, Field(ge=0, le=6, description="Of weekday: 0 is Monday.")] = 0
    first: Annotated[date | None, Field(description="From which day on.")] = None
    until: date | None = None
    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="By the clock of `zone`.")] = "09:00"
    zone: Annotated[Text, Field(max_length=64, description="Empty: the desk's.")] = ""
    closed: Annotated[WhenClosed, Field(description="What is done where the desk is closed that day.")] = "open"
    paused: Annotated[bool, Field(description="It opens none by itself.")] = False


class TemplateChange(TemplateGiven):
    """What to change; what is left out stays as it is."""

    name: Annotated[Text, Field(max_length=80)] = ""
    requester: Address = ""
    subject: Line = ""
    text: Annotated[Text, Field(max_length=20_000)] = ""


class TemplateShape(Schema):
    """A template. `next_at`: when it opens one by itself; `wrong`: why it could not the last time."""

    id: int
    name: str
    requester: PersonShape
    subject: str
    text: str
    kind: str
    priority: str
    category: int | None
    team: int | None
    tags: list[str]
    tasks: list[TaskOfTemplate]
    every: str
    number: int
    nth: int
    weekday: int
    first: date | None
    until: date | None
    at: str
    zone: str
    closed: str
    paused: bool
    next_at: datetime | None
    wrong: str
    version: int


class OpenedShape(Schema):
    """A ticket that came from a template. `day`: that of the calendar for which it was; null: by hand."""

    ticket: int
    subject: str
    day: date | None
    at: datetime


class OpenGiven(Given):
    """For whom: without it, for whom the template names."""

    requester: RequesterGiven | None = None


def _agent(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(FORBIDDEN, _("Only people of the desk have templates."))
    return person


@contextmanager
def _as_problems() -> Iterator[None]:
    try:
        with as_problems():
            yield
    except TemplateNotFound as error:
        raise Problem(NOT_FOUND, str(error)) from None


_SAME = (
    "name", "subject", "text", "kind", "tags", "every", "number", "nth", "weekday", "first", "until", "zone", "closed",
)  # fmt: skip


def _shape(row: Template, reader: Person) -> TemplateShape:
    return TemplateShape(
        id=row.pk,
        requester=person_shape(row.requester, reader),
        priority=PRIORITIES[row.priority - 1],
        category=row.category_id,
        team=row.team_id,
        tasks=[TaskOfTemplate.model_validate(task) for task in row.tasks],
        at=row.at.strftime("%H:%M"),
        paused=row.paused,
        next_at=utc(row.next_at) if row.next_at is not None and not row.paused else None,
        wrong=row.wrong,
        version=row.version,
        **{name: getattr(row, name) for name in _SAME},
    )


def _as_written(given: dict[str, Any]) -> actions.Given:
    values = {name: value for name, value in given.items() if name != "paused"}
    values["at"] = time.fromisoformat(values["at"])
    values["zone"] = values["zone"] or the_desk().zone
    return actions.Given(**values)


def _kept(row: Template) -> dict[str, Any]:
    """A template as it would be given again."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    values |= {"requester": row.requester.email, "priority": PRIORITIES[row.priority - 1], "tasks": row.tasks}
    return values | {"category": row.category_id, "team": row.team_id, "at": row.at.strftime("%H:%M")}


def _found(person: Person, key: int) -> Template:
    with _as_problems():
        return queries.template(person, key)


@router.get("/templates", response=PageOf[TemplateShape], summary="List templates")
def list_templates(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """Those from which the caller may open a ticket; recurring ones say when they come next. For agents."""
    person = _agent(request)
    found = queries.usable(person).filter(pk__gt=place_of(cursor)).order_by("pk")
    rows, following = cut(list(found[: limit + 1]), limit, lambda row: row.pk)
    return answer(PageOf[TemplateShape](items=[_shape(row, person) for row in rows], next=following))


@router.post("/templates", response={201: TemplateShape}, summary="Add a template")
def add_template(request: HttpRequest, given: TemplateGiven) -> HttpResponse:
    """For leads and administrators. It opens tickets by itself where `every` says so."""
    person = lead(request)
    with held("template"), _as_problems():
        row = actions.save(actor=person, given=_as_written(given.model_dump()))
        if given.paused:
            actions.pause(actor=person, pk=row.pk, on=True)
    return answer(_shape(_found(person, row.pk), person), status=201)


@router.get("/templates/{int:template}", response=TemplateShape, summary="Read a template")
def read_template(request: HttpRequest, key: Key) -> HttpResponse:
    """For agents."""
    person = _agent(request)
    with _as_problems():
        shape = _shape(queries.usable_one(person, key), person)
    return answer(shape, ETag=etag_of(shape))


@router.patch("/templates/{int:template}", response=TemplateShape, summary="Change a template, pause it")
def change_template(request: HttpRequest, key: Key, given: TemplateChange) -> HttpResponse:
    """For leads and administrators. With `If-Match`, only where nobody changed it since: else 412."""
    person = lead(request)
    with held("template", key), _as_problems():
        row = _found(person, key)
        expect(request, _shape(row, person))
        named = given.model_dump(exclude_unset=True)
        paused = named.pop("paused", row.paused)
        if named:
            actions.save(actor=person, given=_as_written(_kept(row) | named), pk=key)
        if paused != row.paused:
            actions.pause(actor=person, pk=key, on=paused)
        shape = _shape(_found(person, key), person)
    return answer(shape, ETag=etag_of(shape))


@router.delete("/templates/{int:template}", response={204: None}, summary="Remove a template")
def remove_template(request: HttpRequest, key: Key) -> HttpResponse:
    """For leads and administrators. What it opened stays; it can be brought back."""
    person = lead(request)
    with _as_problems():
        actions.remove(actor=person, pk=key)
    return HttpResponse(status=204)


@router.post("/templates/{int:template}/restore", response=TemplateShape, summary="Bring a template back")
def restore_template(request: HttpRequest, key: Key) -> HttpResponse:
    """For leads and administrators. What passed meanwhile is not opened later."""
    person = lead(request)
    with _as_problems():
        actions.restore(actor=person, pk=key)
    return answer(_shape(_found(person, key), person))


@router.get("/templates/{int:template}/tickets", response=PageOf[OpenedShape], summary="What a template opened")
def list_opened(request: HttpRequest, key: Key) -> HttpResponse:
    """The latest 50 first, those that the caller sees. For agents."""
    person = _agent(request)
    with _as_problems():
        found = queries.opened_by(person, queries.usable_one(person, key), most=50)
    items = [
        OpenedShape(ticket=row.ticket_id, subject=row.ticket.subject, day=row.day, at=utc(row.at)) for row in found
    ]
    return answer(PageOf[OpenedShape](items=items, next=None))


@router.post("/templates/{int:template}/tickets", response={201: TicketShape}, summary="Open a ticket from a template")
def open_from(request: HttpRequest, key: Key, given: OpenGiven) -> HttpResponse:
    """Now, with its tasks, tags and team; the calendar goes on as it was. For agents."""
    person = _agent(request)
    asks = given.requester
    with _as_problems():
        queries.usable_one(person, key)
        requester = references.somebody(asks.email, "requester.email", asks.name) if asks is not None else None
        ticket = actions.open_now(actor=person, pk=key, requester=requester)
    shape, etag = opened(person, ticket, ticket.messages.get())
    return answer(shape, status=201, ETag=etag, Location=f"/api/v1/tickets/{ticket.pk}")
