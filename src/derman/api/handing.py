"""Moving tickets up a tier with a hand-over."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api import references
from derman.api.callers import person_of
from derman.api.etags import expected_seq
from derman.api.inputs import Given, Long, Reference
from derman.api.paging import PageOf
from derman.api.problems import NOT_FOUND, Problem
from derman.api.shapes import PersonShape, answer, person_shape, utc
from derman.api.tickets import Number
from derman.tickets import actions, queries

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import HandOver

router = Router(tags=["Tiers"])


class HandOverGiven(Given):
    """What is wrong, what was tried, what is asked; `evidence` are ids of messages of the ticket.

    `answers`: to the `questions` of the team, in their order.
    """

    wrong: Long
    tried: Long
    asked: Long
    evidence: Annotated[list[Annotated[int, Field(ge=1, lt=2**63)]], Field(max_length=50)] = []
    answers: Annotated[list[Long], Field(max_length=10)] = []


class EscalateGiven(Given):
    """A team of a higher tier, and what it has to know.

    `tell` is what the requester reads of it; `keep_contact` says that the caller stays the one whom they know. Left
    out, it is as the team has it that the ticket leaves.
    """

    team: Reference
    handover: HandOverGiven
    tell: Long = ""
    keep_contact: bool | None = None


class ReturnGiven(Given):
    """Why it goes back."""

    reason: Long


class AnswerShape(Schema):
    """What the team wanted to know."""

    question: str
    answer: str


class HandOverShape(Schema):
    """A hand-over: `waiting`, `accepted`, `returned` or `withdrawn`."""

    id: int
    state: str
    from_team: str | None
    to_team: str | None
    by: PersonShape
    at: datetime
    wrong: str
    tried: str
    asked: str
    evidence: list[int]
    answers: list[AnswerShape]
    keeps_contact: bool
    answered_by: PersonShape | None
    answered_at: datetime | None
    reason: str


def _agent(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(NOT_FOUND, _("Hand-overs are for agents."))
    return person


def _shape(row: HandOver, reader: Person) -> HandOverShape:
    return HandOverShape(
        id=row.pk,
        state=row.state,
        from_team=row.from_team.name if row.from_team else None,
        to_team=row.to_team.name if row.to_team else None,
        by=person_shape(row.by, reader),
        at=utc(row.at),
        wrong=row.wrong,
        tried=row.tried,
        asked=row.asked,
        evidence=row.evidence,
        answers=[AnswerShape(question=question, answer=said) for question, said in row.answers],
        keeps_contact=row.keeps_contact,
        answered_by=person_shape(row.answered_by, reader) if row.answered_by else None,
        answered_at=utc(row.answered_at) if row.answered_at else None,
        reason=row.reason,
    )


@router.get("/tickets/{int:number}/handovers", response=PageOf[HandOverShape], summary="List the hand-overs")
def list_hand_overs(request: HttpRequest, number: Number) -> HttpResponse:
    """All of the ticket, the oldest first. For agents."""
    person = _agent(request)
    rows = queries.hand_overs(person, queries.find(person, number))
    return answer(PageOf[HandOverShape](items=[_shape(row, person) for row in rows], next=None))


@router.post("/tickets/{int:number}/escalate", response={201: HandOverShape}, summary="Move up with a hand-over")
def escalate(request: HttpRequest, number: Number, given: EscalateGiven) -> HttpResponse:
    """To a team of a higher tier, which accepts or sends back. 409 where a hand-over waits already."""
    person = _agent(request)
    expected = expected_seq(request, queries.find(person, number))
    handed = given.handover
    row = actions.escalate(
        actor=person,
        ticket=number,
        team=references.team(person, given.team),
        wrong=handed.wrong,
        tried=handed.tried,
        asked=handed.asked,
        evidence=handed.evidence,
        answers=handed.answers,
        tell=given.tell,
        keep_contact=given.keep_contact,
        channel="api",
        expected_seq=expected,
    )
    return answer(_shape(row, person), status=201)


@router.post("/tickets/{int:number}/handover/accept", response=HandOverShape, summary="Accept a hand-over")
def accept(request: HttpRequest, number: Number) -> HttpResponse:
    """For members of the team that it was handed to, and leads; the caller has the ticket then."""
    person = _agent(request)
    return answer(_shape(actions.accept(actor=person, ticket=queries.find(person, number).pk), person))


@router.post("/tickets/{int:number}/handover/return", response=HandOverShape, summary="Send a hand-over back")
def send_back(request: HttpRequest, number: Number, given: ReturnGiven) -> HttpResponse:
    """To whoever handed it up; the third time to a lead of their team."""
    person = _agent(request)
    ticket = queries.find(person, number).pk
    return answer(_shape(actions.send_back(actor=person, ticket=ticket, reason=given.reason), person))
