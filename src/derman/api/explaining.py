"""A ticket in five sentences, and who saw it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api.callers import person_of
from derman.api.paging import PageOf
from derman.api.problems import NOT_FOUND, Problem
from derman.api.shapes import PersonShape, answer, person_shape, utc
from derman.api.tickets import Number
from derman.tickets import queries
from derman.transcripts.explaining import explain

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["Timeline"])


class SentenceShape(Schema):
    """One sentence about a ticket."""

    code: str = Field(description="opened, here, tried, waiting or due.")
    text: str
    at: datetime | None = Field(description="When what it tells happened last; null where no event says it.")
    events: list[int] = Field(description="The ids of the events that it is made from.")


class ExplanationShape(Schema):
    """Five sentences, in the caller's language."""

    sentences: list[SentenceShape]


class SeenShape(Schema):
    """An agent who had the ticket on the screen."""

    agent: PersonShape
    seq: int = Field(description="The sequence number up to which they read.")
    all: bool = Field(description="That is all there is to be read.")
    until: datetime | None = Field(description="The moment of the last thing that they saw.")


def _agent(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(NOT_FOUND, _("The timeline is for agents."))
    return person


@router.get("/tickets/{int:number}/explanation", response=ExplanationShape, summary="Explain a ticket")
def explanation(request: HttpRequest, number: Number) -> HttpResponse:
    """How it began, who has it and why, what was tried, on whom it waits, what is due: from its events alone."""
    person = _agent(request)
    found = explain(person, queries.find(person, number))
    return answer(
        ExplanationShape(
            sentences=[
                SentenceShape(code=one.code, text=one.text, at=utc(one.at) if one.at else None, events=one.events)
                for one in found
            ]
        )
    )


@router.get("/tickets/{int:number}/readers", response=PageOf[SeenShape], summary="Who saw a ticket")
def readers(request: HttpRequest, number: Number) -> HttpResponse:
    """Agents by how far they read; 100 at most. For agents."""
    person = _agent(request)
    found = queries.seen_by(person, queries.find(person, number))
    items = [
        SeenShape(
            agent=person_shape(one.agent, person), seq=one.seq, all=one.all, until=utc(one.until) if one.until else None
        )
        for one in found
    ]
    return answer(PageOf[SeenShape](items=items, next=None))
