"""Messages of a ticket: read them, reply, write a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router

from derman.api import references
from derman.api.callers import person_of
from derman.api.inputs import (
    FILES,
    Address,
    Addresses,
    FileAttached,
    Given,
    LeftOut,
    Long,
    files_of,
    require_words,
)
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, Problem
from derman.api.shapes import MessageShape, answer, message_shape
from derman.api.tickets import Number
from derman.tickets import actions
from derman.tickets.addressed import Addressees
from derman.tickets.errors import TicketNotFound
from derman.tickets.incoming import Incoming, IncomingFile, Proof
from derman.tickets.queries import reading

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import Message

router = Router(tags=["Messages"])


class MessageGiven(Given):
    """What to write. Give `text` or `html`."""

    text: Long = ""
    html: Long = ""
    public: bool = Field(True, description="False: an internal note, which requesters never see.")
    cc: Annotated[list[Address], Field(max_length=50)] | None = Field(
        None, description="Who is in copy from now on; left out: as it is."
    )
    to: Addresses = Field([], description="To whom it goes beside the requester; they are in copy from then on.")
    bcc: Addresses = Field([], description="Blind copies: nobody else learns of them.")
    left_out: LeftOut = []
    status: Literal["open", "waiting", "resolved"] | None = Field(
        None, description="The status after an agent's reply; left out: open."
    )
    remind_days: Annotated[int, Field(ge=1, le=365)] | None = Field(
        None, description="The ticket comes back after so many days, unless the requester replies; instead of `status`."
    )
    attachments: Annotated[list[FileAttached], Field(max_length=FILES)] = []


@router.get("/tickets/{int:number}/messages", response=PageOf[MessageShape], summary="Read what was said")
def list_messages(request: HttpRequest, number: Number, limit: Limit, cursor: Cursor) -> HttpResponse:
    """Oldest first. Requesters see the public messages only."""
    person = person_of(request)
    found = reading.readable(person, number)
    rows, following = cut(
        reading.messages_of(found, after=place_of(cursor), limit=limit + 1), limit, lambda message: message.seq
    )
    return answer(
        PageOf[MessageShape](
            items=[message_shape(row, person, as_requester=found.as_requester) for row in rows], next=following
        )
    )


@router.post("/tickets/{int:number}/messages", response={201: MessageShape}, summary="Reply or write a note")
def write(request: HttpRequest, number: Number, given: MessageGiven) -> HttpResponse:
    """An agent's reply leaves by mail after ten seconds, in which it can be undone. A requester writes to the desk."""
    person = person_of(request)
    require_words(given.text, given.html, given.attachments)
    files = files_of(given.attachments)
    message = _write(person, number, given, files)
    shape = message_shape(message, person, bare=not files)
    return answer(shape, status=201, Location=f"/api/v1/tickets/{message.ticket_id}/messages")


def _write(person: Person, number: int, given: MessageGiven, files: list[IncomingFile]) -> Message:
    if person.is_staff_member:
        try:
            return _write_as_agent(person, number, given, files)
        except TicketNotFound:
            pass  # perhaps their own request, in a team that is closed to them
    return _write_as_requester(person, number, given, files)


def _write_as_agent(person: Person, number: int, given: MessageGiven, files: list[IncomingFile]) -> Message:
    if given.public:
        return actions.reply(
            actor=person,
            ticket=number,
            text=given.text,
            html_body=given.html,
            attached=files,
            cc=given.cc,
            addressees=Addressees(to=given.to, bcc=given.bcc, left_out=given.left_out),
            then=given.status or "",
            remind_days=given.remind_days,
            channel="api",
        )
    return actions.note(
        actor=person, ticket=number, text=given.text, html_body=given.html, attached=files, channel="api"
    )


def _write_as_requester(person: Person, number: int, given: MessageGiven, files: list[IncomingFile]) -> Message:
    reading.readable(person, number)
    reserved = [
        name
        for name, used in (
            ("public", not given.public),
            ("status", given.status),
            ("remind_days", given.remind_days),
            ("to", given.to),
            ("bcc", given.bcc),
            ("left_out", given.left_out),
        )
        if used
    ]
    if reserved:
        sentence = _("Only agents can set this.")
        raise Problem(FORBIDDEN, sentence, errors={name: [sentence] for name in reserved})
    received = actions.reply_own(
        actor=person,
        ticket=number,
        incoming=Incoming(
            channel="api",
            sender=person,
            subject="",
            text=given.text,
            html=given.html,
            files=files,
            cc=[references.somebody(address, "cc") for address in given.cc or ()],
            answers=number,
            proof=Proof.SIGNED_IN,
        ),
    )
    return received.message
