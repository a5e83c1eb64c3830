"""Answering at another time and to others: answers for later, reminders, forwards."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import (
    FILES,
    LARGEST_ID,
    Address,
    Addresses,
    FileAttached,
    Given,
    Id,
    LeftOut,
    Long,
    Moment,
    files_of,
    require_words,
)
from derman.api.problems import FORBIDDEN, Problem
from derman.api.shapes import MessageShape, PersonShape, answer, message_shape, person_shape, utc
from derman.api.tickets import Number
from derman.tickets import actions, queries
from derman.tickets.addressed import Addressees
from derman.tickets.queries import reading

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["Messages"])
Later = Annotated[int, Path(ge=1, le=LARGEST_ID, description="Id of the answer that waits.")]
Days = Annotated[int, Field(ge=1, le=365)]


class LaterShape(Schema):
    """An answer that leaves later. `state`: waiting, or held where something came between; `why` says what."""

    id: int
    author: PersonShape
    text: str
    html: str
    send_at: datetime
    zone: str = Field(description="The requester's time zone.")
    state: str
    why: str | None
    to: list[str]
    cc: list[str] | None = Field(description="Null: who is in copy then.")
    bcc: list[str]
    left_out: list[int]


class LaterList(Schema):
    """At most one waits on a ticket."""

    items: list[LaterShape]


class LaterGiven(Given):
    """An answer for later. Give `text` or `html`."""

    text: Long = ""
    html: Long = ""
    send_at: Moment
    cc: Annotated[list[Address], Field(max_length=50)] | None = None
    to: Addresses = Field([], description="To whom it goes beside the requester; they are in copy from then on.")
    bcc: Addresses = Field([], description="Blind copies: nobody else learns of them.")
    left_out: LeftOut = []
    status: Literal["open", "waiting", "resolved"] | None = Field(None, description="Once it has left.")
    remind_days: Days | None = Field(None, description="Comes back so many days after it left, unless they reply.")
    attachments: Annotated[list[FileAttached], Field(max_length=FILES)] = []


class ReminderGiven(Given):
    """Out of sight for so many days, unless the requester replies."""

    days: Days


class ForwardGiven(Given):
    """What is sent to somebody outside."""

    to: Address
    text: Long = ""
    html: Long = ""
    message: Id | None = Field(None, description="One public message; left out: all of them. Notes never go along.")
    files: bool = Field(True, description="With the files of what is forwarded.")
    answers: bool = Field(True, description="Their answers come to the ticket; false: a copy, for information.")
    attachments: Annotated[list[FileAttached], Field(max_length=FILES)] = []


def _agent(request: HttpRequest, number: int) -> Person:
    """The caller, if an agent; others learn of tickets that they see no more than that they may not."""
    person = person_of(request)
    if not person.is_staff_member:
        reading.readable(person, number)
        raise Problem(FORBIDDEN, _("Only agents can do this."))
    return person


def _shape(person: Person, number: int) -> list[LaterShape]:
    found = queries.planned_visible_to(person, number)
    if found is None:
        return []
    row = found.reply
    return [
        LaterShape(
            id=row.pk,
            author=person_shape(row.author, person),
            text=row.text,
            html=row.html,
            send_at=utc(row.send_at),
            zone=row.zone,
            state=row.state,
            why=row.why or None,
            to=row.to,
            cc=row.cc,
            bcc=row.bcc,
            left_out=row.left_out,
        )
    ]


@router.get("/tickets/{int:number}/later", response=LaterList, summary="The answer that waits")
def read_later(request: HttpRequest, number: Number) -> HttpResponse:
    """For agents. Empty where none waits."""
    person = _agent(request, number)
    queries.find(person, number)
    return answer(LaterList(items=_shape(person, number)))


@router.post("/tickets/{int:number}/later", response={201: LaterShape}, summary="Answer later")
def write_later(request: HttpRequest, number: Number, given: LaterGiven) -> HttpResponse:
    """It is held back where the requester writes before, or the ticket is resolved."""
    person = _agent(request, number)
    require_words(given.text, given.html, given.attachments)
    actions.reply_later(
        actor=person,
        ticket=number,
        send_at=given.send_at,
        text=given.text,
        html_body=given.html,
        attached=files_of(given.attachments),
        cc=given.cc,
        addressees=Addressees(to=given.to, bcc=given.bcc, left_out=given.left_out),
        then=given.status or "",
        remind_days=given.remind_days,
        channel="api",
    )
    return answer(_shape(person, number)[0], status=201)


@router.post("/tickets/{int:number}/later/{int:later}/send", response={201: MessageShape}, summary="Send it now")
def send_later(request: HttpRequest, number: Number, later: Later) -> HttpResponse:
    """Before its time, or although something came between."""
    person = _agent(request, number)
    return answer(message_shape(actions.send_now(actor=person, ticket=number, later=later), person), status=201)


@router.post("/tickets/{int:number}/later/{int:later}/take-back", response=LaterList, summary="Take it back")
def take_back_later(request: HttpRequest, number: Number, later: Later) -> HttpResponse:
    """Its text becomes the caller's draft."""
    person = _agent(request, number)
    actions.take_back(actor=person, ticket=number, later=later)
    return answer(LaterList(items=[]))


@router.post("/tickets/{int:number}/remind", response=LaterList, summary="Bring back unless they reply")
def remind(request: HttpRequest, number: Number, given: ReminderGiven) -> HttpResponse:
    """The ticket waits, and is put back into work after so many days; a reply of the requester does so before."""
    person = _agent(request, number)
    actions.remind(actor=person, ticket=number, days=given.days)
    return answer(LaterList(items=_shape(person, number)))


@router.post("/tickets/{int:number}/forward", response={201: MessageShape}, summary="Forward to somebody outside")
def forward(request: HttpRequest, number: Number, given: ForwardGiven) -> HttpResponse:
    """The requester sees neither this nor what is answered."""
    person = _agent(request, number)
    message = actions.forward(
        actor=person,
        ticket=number,
        to=given.to,
        text=given.text,
        html_body=given.html,
        attached=files_of(given.attachments),
        message=given.message,
        with_files=given.files,
        answers=given.answers,
        channel="api",
    )
    return answer(message_shape(message, person), status=201)
