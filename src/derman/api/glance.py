"""One requester at a glance, and the notes that agents keep about people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import Given, IdInPath, Long
from derman.api.paging import PageOf
from derman.api.problems import NOT_FOUND, Problem
from derman.api.shapes import EventShape, PersonShape, answer, event_shape, person_shape, utc
from derman.people import actions, naming
from derman.people.errors import NoteNotFound
from derman.people.queries import notes_about
from derman.surveys.queries import of_requester
from derman.tickets.queries import asked_by

if TYPE_CHECKING:
    from derman.people.models import Person, PersonNote

router = Router(tags=["People"])

NoteId = Annotated[int, Path(description="The note's id.", ge=1, lt=2**63)]


class NoteGiven(Given):
    """What colleagues should know of somebody."""

    text: Long


class NoteShape(Schema):
    """A note about a person. `author` is null where they were removed."""

    id: int
    text: str
    author: PersonShape | None
    at: datetime


class AskedShape(Schema):
    """A ticket of somebody, in brief."""

    number: int
    subject: str
    status: str
    channel: str
    updated_at: datetime


class SaidShape(Schema):
    """Something said in public on one of somebody's tickets."""

    ticket: int
    id: int
    author: PersonShape | None
    channel: str
    text: str
    at: datetime


class RatedShape(Schema):
    """What somebody thought of the help on a ticket."""

    ticket: int
    score: str
    comment: str
    at: datetime


class GlanceShape(Schema):
    """What the desk knows of somebody, as far as the caller may see it."""

    person: PersonShape
    open: int = Field(description="Of the latest 1,000 tickets.")
    count: int = Field(description="Of the latest 1,000 tickets.")
    more: bool = Field(description="There are older ones.")
    channels: dict[str, int] = Field(description="How many tickets came which way.")
    tickets: list[AskedShape] = Field(description="The open ones first; 30 at most.")
    said: list[SaidShape] = Field(description="The latest first; 12 at most.")
    ratings: list[RatedShape]
    tried: list[EventShape] = Field(description="Searches and articles before a ticket, and guided fixes.")
    notes: list[NoteShape]


def _agent(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(NOT_FOUND, _("What the desk knows of people is for agents."))
    return person


def _known(reader: Person, pk: int) -> Person:
    found = naming.person_visible(reader, pk)
    if found is None:
        raise Problem(NOT_FOUND, _("There is no such person that you may see."))
    return found


def _note(row: PersonNote, reader: Person) -> NoteShape:
    author = person_shape(row.author, reader) if row.author else None
    return NoteShape(id=row.pk, text=row.text, author=author, at=utc(row.created_at))


@router.get("/people/{int:id}/glance", response=GlanceShape, summary="Somebody at a glance")
def glance(request: HttpRequest, pk: IdInPath) -> HttpResponse:
    """Their tickets on every channel, what was said, ratings, guided fixes and articles, and notes. For agents."""
    reader = _agent(request)
    person = _known(reader, pk)
    asked = asked_by(reader, person.pk)
    return answer(
        GlanceShape(
            person=person_shape(person, reader),
            open=asked.open,
            count=asked.all,
            more=asked.more,
            channels=asked.channels,
            tickets=[
                AskedShape(
                    number=one.pk,
                    subject=one.subject,
                    status=one.status,
                    channel=one.channel,
                    updated_at=utc(one.updated_at),
                )
                for one in asked.tickets
            ],
            said=[
                SaidShape(
                    ticket=one.ticket_id,
                    id=one.pk,
                    author=person_shape(one.author, reader) if one.author else None,
                    channel=one.channel,
                    text=one.text,
                    at=utc(one.created_at),
                )
                for one in asked.said
            ],
            ratings=[
                RatedShape(ticket=row.ticket_id, score=row.score, comment=row.comment, at=utc(row.changed_at))
                for row in of_requester(reader, person.pk)
            ],
            tried=[event_shape(event, reader) for event in asked.tried],
            notes=[_note(row, reader) for row in notes_about(reader, person.pk)],
        )
    )


@router.get("/people/{int:id}/notes", response=PageOf[NoteShape], summary="List the notes about somebody")
def list_notes(request: HttpRequest, pk: IdInPath) -> HttpResponse:
    """The latest first. For agents; the person never sees them."""
    reader = _agent(request)
    rows = notes_about(reader, _known(reader, pk).pk)
    return answer(PageOf[NoteShape](items=[_note(row, reader) for row in rows], next=None))


@router.post("/people/{int:id}/notes", response={201: NoteShape}, summary="Keep a note about somebody")
def add_note(request: HttpRequest, pk: IdInPath, given: NoteGiven) -> HttpResponse:
    """For agents. 100 about one person, 2,000 characters each."""
    reader = _agent(request)
    row = actions.add_note(actor=reader, person=_known(reader, pk).pk, text=given.text)
    return answer(_note(row, reader), status=201)


@router.delete("/people/{int:id}/notes/{int:note}", response={204: None}, summary="Remove a note about somebody")
def remove_note(request: HttpRequest, pk: IdInPath, note: NoteId) -> HttpResponse:
    """Its author or a lead; it can be brought back for a day."""
    try:
        actions.remove_note(actor=_agent(request), person=pk, note=note)
    except NoteNotFound as error:
        raise Problem(NOT_FOUND, str(error)) from None
    return HttpResponse(status=204)


@router.post("/people/{int:id}/notes/{int:note}/restore", response=NoteShape, summary="Bring back a note")
def restore_note(request: HttpRequest, pk: IdInPath, note: NoteId) -> HttpResponse:
    """Within a day after it was removed."""
    reader = _agent(request)
    try:
        row = actions.restore_note(actor=reader, person=pk, note=note)
    except NoteNotFound as error:
        raise Problem(NOT_FOUND, str(error)) from None
    return answer(_note(row, reader))
