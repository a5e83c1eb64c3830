"""Tickets that are merged, taken apart, split and linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from derman.api.callers import person_of
from derman.api.etags import expected_seq
from derman.api.inputs import Given, Line, Long
from derman.api.paging import PageOf
from derman.api.problems import NOT_FOUND, Problem
from derman.api.shapes import TicketShape, answer
from derman.api.tickets import Number, after_change
from derman.tickets import actions, queries

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.queries import Conversation

router = Router(tags=["Merging and linking"])

TicketNumber = Annotated[int, Field(ge=1, lt=2**63)]
Kind = Literal["related", "duplicate", "caused_by", "parent"]


class MergeGiven(Given):
    """Where the conversation goes on. `inform`: whoever asked or is in copy is told by mail."""

    into: TicketNumber
    inform: bool = False


class SplitGiven(Given):
    """The messages (ids) that become a ticket of their own; at least one stays."""

    messages: Annotated[list[TicketNumber], Field(min_length=1, max_length=400)]
    subject: Line = ""


class LinkGiven(Given):
    """The ticket is … of `other`: related, duplicate, caused_by, or parent (`other` is the whole)."""

    other: TicketNumber
    kind: Kind


class PartsGiven(Given):
    """One answer to the requesters of the parts; it leaves by mail and is not taken back after ten seconds."""

    text: Long = ""
    html: Long = ""


class CopyGiven(Given):
    """`follow_up`: it carries the other one on, and needs a `text` of its own; a copy has what the other began with."""

    subject: Line = Field("", description="Without it, that of the ticket.")
    text: Long | None = None
    follow_up: bool = False


class LinkShape(Schema):
    """`number` is … of the ticket that was asked about (`outward`), or that one of `number`."""

    number: int
    subject: str
    status: str
    kind: str
    outward: bool = Field(description="True: said of the ticket itself; false: said of the other one.")


def _agent(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(NOT_FOUND, _("Merging and linking are for agents."))
    return person


@router.post("/tickets/{int:number}/merge", response=TicketShape, summary="Merge into another ticket")
def merge(request: HttpRequest, number: Number, given: MergeGiven) -> HttpResponse:
    """The conversation goes on in `into`, which is answered. What is written to the other later is found there."""
    person = _agent(request)
    expected = expected_seq(request, queries.find(person, number))
    _gone, kept = actions.merge(
        actor=person, ticket=number, into=given.into, inform=given.inform, expected_seq=expected
    )
    shape, etag = after_change(person, kept)
    return answer(shape, ETag=etag)


@router.post("/tickets/{int:number}/unmerge", response=TicketShape, summary="Take a merged ticket apart")
def unmerge(request: HttpRequest, number: Number) -> HttpResponse:
    """It has what it had before, and what was meant for it since. 409 where something later builds on the merging."""
    person = _agent(request)
    gone, _kept = actions.unmerge(actor=person, ticket=queries.find(person, number).pk)
    shape, etag = after_change(person, gone)
    return answer(shape, ETag=etag)


@router.post("/tickets/{int:number}/split", response={201: TicketShape}, summary="Split messages off")
def split(request: HttpRequest, number: Number, given: SplitGiven) -> HttpResponse:
    """Opens a ticket with the messages, for whoever wrote the first of them."""
    person = _agent(request)
    expected = expected_seq(request, queries.find(person, number))
    new = actions.split(
        actor=person, ticket=number, messages=given.messages, subject=given.subject, expected_seq=expected
    )
    shape, etag = after_change(person, new)
    return answer(shape, status=201, ETag=etag, Location=f"/api/v1/tickets/{new.pk}")


@router.get("/tickets/{int:number}/links", response=PageOf[LinkShape], summary="List the links")
def list_links(request: HttpRequest, number: Number) -> HttpResponse:
    """What the ticket is linked to, as far as the caller may see it. For agents."""
    person = _agent(request)
    return answer(PageOf[LinkShape](items=_links(queries.conversation(person, number)), next=None))


@router.post("/tickets/{int:number}/links", response={201: PageOf[LinkShape]}, summary="Link to another ticket")
def link(request: HttpRequest, number: Number, given: LinkGiven) -> HttpResponse:
    """Two tickets have one link: a later one takes its place."""
    person = _agent(request)
    actions.link(actor=person, ticket=number, other=given.other, kind=given.kind)
    return answer(PageOf[LinkShape](items=_links(queries.conversation(person, number)), next=None), status=201)


@router.delete("/tickets/{int:number}/links/{int:other}", response=PageOf[LinkShape], summary="No longer linked")
def unlink(
    request: HttpRequest, number: Number, other: Annotated[int, Path(description="The other ticket's number.")]
) -> HttpResponse:
    """The two belong together no longer, whichever of them said so."""
    person = _agent(request)
    actions.unlink(actor=person, ticket=number, other=other)
    return answer(PageOf[LinkShape](items=_links(queries.conversation(person, number)), next=None))


@router.post("/tickets/{int:number}/parts/resolve", response=TicketShape, summary="Resolve a ticket with its parts")
def resolve_with_parts(request: HttpRequest, number: Number, given: PartsGiven) -> HttpResponse:
    """All of its parts that are open, or none; one undo takes back all. Without a text nobody is written to."""
    person = _agent(request)
    expected = expected_seq(request, queries.find(person, number))
    ticket, _parts = actions.resolve_with_parts(
        actor=person, ticket=number, text=given.text, html_body=given.html, expected_seq=expected
    )
    shape, etag = after_change(person, ticket)
    return answer(shape, ETag=etag)


@router.post("/tickets/{int:number}/copy", response={201: TicketShape}, summary="Copy a ticket, or carry it on")
def copy(request: HttpRequest, number: Number, given: CopyGiven) -> HttpResponse:
    """Opens a linked ticket for the same requester, with the same kind, category, priority, team, tags and fields."""
    person = _agent(request)
    new = actions.copy(actor=person, ticket=number, subject=given.subject, text=given.text, follow_up=given.follow_up)
    shape, etag = after_change(person, new)
    return answer(shape, status=201, ETag=etag, Location=f"/api/v1/tickets/{new.pk}")


def _links(found: Conversation) -> list[LinkShape]:
    shapes = []
    for row in found.links:
        outward = row.ticket_id == found.ticket.pk
        far = row.other if outward else row.ticket
        shapes.append(LinkShape(number=far.pk, subject=far.subject, status=far.status, kind=row.kind, outward=outward))
    return shapes
