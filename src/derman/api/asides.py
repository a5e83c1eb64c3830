"""Side conversations of tickets: what colleagues ask one another aside."""

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
    from derman.tickets.queries import AsideTold

router = Router(tags=["Side conversations"])
Aside = Annotated[int, Path(description="The side conversation's id.")]


class AsideWordShape(Schema):
    """One thing that was said aside."""

    id: int
    author: PersonShape
    text: str
    at: datetime


class AsideShape(Schema):
    """A conversation of named colleagues; the ticket's team reads along."""

    id: int
    topic: str
    people: list[PersonShape]
    messages: list[AsideWordShape]


class AsideGiven(Given):
    """Whom to ask (ids of agents who may see the ticket), and what."""

    people: Annotated[list[int], Field(min_length=1, max_length=30)]
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    topic: Line = ""


class AsideWordGiven(Given):
    """What to say aside."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]


def _agent(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(NOT_FOUND, _("Side conversations are for agents."))
    return person


def _shape(told: AsideTold, reader: Person) -> AsideShape:
    return AsideShape(
        id=told.aside.pk,
        topic=told.aside.topic,
        people=[person_shape(person, reader) for person in told.people],
        messages=[
            AsideWordShape(
                id=word.pk, author=person_shape(word.author, reader), text=word.text, at=utc(word.created_at)
            )
            for word in told.words
        ],
    )


@router.get(
    "/tickets/{int:number}/side-conversations", response=PageOf[AsideShape], summary="List the side conversations"
)
def list_asides(request: HttpRequest, number: Number) -> HttpResponse:
    """Those of the ticket that the caller takes part in, or whose team has the ticket. For agents."""
    person = _agent(request)
    told = queries.asides_of(person, queries.find(person, number))
    return answer(PageOf[AsideShape](items=[_shape(one, person) for one in told], next=None))


@router.post("/tickets/{int:number}/side-conversations", response={201: AsideShape}, summary="Ask colleagues aside")
def begin_aside(request: HttpRequest, number: Number, given: AsideGiven) -> HttpResponse:
    """They hear of it; nobody else reads it but the ticket's team."""
    person = _agent(request)
    row = actions.begin_aside(actor=person, ticket=number, people=given.people, text=given.text, topic=given.topic)
    return answer(_shape(queries.aside_of(person, queries.find(person, number), row.pk), person), status=201)


@router.post(
    "/tickets/{int:number}/side-conversations/{int:aside}/messages",
    response={201: AsideShape},
    summary="Say something aside",
)
def say_aside(request: HttpRequest, number: Number, aside: Aside, given: AsideWordGiven) -> HttpResponse:
    """Whoever of the ticket's team joins in takes part from then on. Returns the whole conversation."""
    person = _agent(request)
    actions.say_aside(actor=person, ticket=number, aside=aside, text=given.text)
    return answer(_shape(queries.aside_of(person, queries.find(person, number), aside), person), status=201)
