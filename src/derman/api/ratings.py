"""What requesters thought of the help."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from derman.api.callers import person_of
from derman.api.held import etag_of, expect, held
from derman.api.inputs import Given, Text
from derman.api.paging import Cursor, Limit, cut, place_of
from derman.api.problems import FORBIDDEN, NOT_FOUND, Problem
from derman.api.shapes import PersonShape, answer, person_shape, utc
from derman.api.tickets import Number
from derman.surveys import actions, queries
from derman.tickets.queries import find, find_own

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.surveys.models import Rating

router = Router(tags=["Ratings"])


class RatingShape(Schema):
    """A rating."""

    id: int
    ticket: int
    score: str = Field(description="good, fair or bad.")
    comment: str
    person: PersonShape
    at: datetime
    changed_at: datetime


class RatingsShape(Schema):
    """A page of ratings, with how many of each score there were since `since`."""

    items: list[RatingShape]
    next: str | None
    counts: dict[str, int]
    since: datetime


class RatingGiven(Given):
    """A rating; a second one changes the first."""

    score: Literal["good", "fair", "bad"]
    comment: Annotated[Text, Field(max_length=2000)] = ""


class PracticeShape(Schema):
    """Whether help can be rated, and how the desk asks."""

    on: bool = Field(description="Requesters can rate the help.")
    in_answers: bool = Field(description="It is asked below the answer that solves.")
    by_mail: bool = Field(description="It is asked in a mail of its own once a ticket is resolved.")
    after_hours: int = Field(description="How long after it was resolved.")
    every_days: int = Field(description="Nobody is asked more often; 0: about every ticket.")


class PracticeChange(Given):
    """What is left out stays as it is."""

    on: bool | None = None
    in_answers: bool | None = None
    by_mail: bool | None = None
    after_hours: Annotated[int, Field(ge=0, le=168)] | None = None
    every_days: Annotated[int, Field(ge=0, le=365)] | None = None


def _shape(row: Rating, reader: Person) -> RatingShape:
    return RatingShape(
        id=row.pk,
        ticket=row.ticket_id,
        score=row.score,
        comment=row.comment,
        person=person_shape(row.person, reader),
        at=utc(row.at),
        changed_at=utc(row.changed_at),
    )


@router.get("/ratings", response=RatingsShape, summary="List ratings")
def list_ratings(
    request: HttpRequest, limit: Limit, cursor: Cursor, score: Annotated[Text, Query("", max_length=4)]
) -> HttpResponse:
    """For leads and administrators: of the tickets that they may see, the latest first; counts of 90 days."""
    person = person_of(request)
    found = queries.ratings(person, score=score, before=place_of(cursor) or None, size=limit)
    rows, following = cut(found.rows, limit, lambda row: row.pk)
    shown = [_shape(row, person) for row in rows]
    return answer(RatingsShape(items=shown, next=following, counts=dict(found.counts), since=utc(found.since)))


@router.get("/ratings/practice", response=PracticeShape, summary="How people are asked")
def read_practice(request: HttpRequest) -> HttpResponse:
    """For administrators."""
    _require_administrator(person_of(request))
    shape = _practice()
    return answer(shape, ETag=etag_of(shape))


@router.patch("/ratings/practice", response=PracticeShape, summary="Change how people are asked")
def change_practice(request: HttpRequest, given: PracticeChange) -> HttpResponse:
    """For administrators."""
    person = person_of(request)
    _require_administrator(person)
    with held("ratings"):
        shape = _practice()
        expect(request, shape)
        named = {name: value for name, value in given.model_dump().items() if value is not None}
        actions.change_practice(actor=person, **{**shape.model_dump(), **named})
        shape = _practice()
    return answer(shape, ETag=etag_of(shape))


def _practice() -> PracticeShape:
    kept = queries.practice()
    return PracticeShape(
        on=kept.on,
        in_answers=kept.in_answers,
        by_mail=kept.by_mail,
        after_hours=kept.after_hours,
        every_days=kept.every_days,
    )


def _require_administrator(person: Person) -> None:
    if not person.is_administrator:
        raise Problem(FORBIDDEN, _("Only an administrator can do this."))


@router.get("/tickets/{int:number}/rating", response=RatingShape, summary="The rating of a ticket")
def read_rating(request: HttpRequest, number: Number) -> HttpResponse:
    """404 where there is none."""
    person = person_of(request)
    ticket = find(person, number) if person.is_staff_member else find_own(person, number)
    row = queries.of_ticket(ticket.pk)
    if row is None or (not person.is_staff_member and row.person_id != person.pk):
        raise Problem(NOT_FOUND)
    return answer(_shape(row, person))


@router.put("/tickets/{int:number}/rating", response=RatingShape, summary="Rate the help")
def rate(request: HttpRequest, number: Number, given: RatingGiven) -> HttpResponse:
    """The requester alone, once it is solved and for 14 days."""
    person = person_of(request)
    row = actions.rate(person=person, ticket=number, score=given.score, comment=given.comment)
    return answer(_shape(row, person))
