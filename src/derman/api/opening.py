"""Opening a ticket."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field

from derman.api import references
from derman.api.callers import person_of
from derman.api.etags import etag_of
from derman.api.inputs import (
    FILES,
    Address,
    FileGiven,
    Given,
    KindCode,
    Line,
    Long,
    OwnValues,
    PriorityCode,
    Reference,
    Tags,
    Text,
    files_of,
    require_words,
)
from derman.api.problems import FORBIDDEN, Problem, Together
from derman.api.shapes import PRIORITIES, TicketShape, answer, message_shape, ticket_shape
from derman.api.tickets import router
from derman.people.queries import person_by_address
from derman.sla.queries import standings
from derman.tickets import actions
from derman.tickets.actions.change_many import FieldChanges
from derman.tickets.errors import TicketNotFound
from derman.tickets.incoming import Incoming, Proof
from derman.tickets.queries import reading

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import Message, Ticket

__all__ = ["router"]


class RequesterGiven(Given):
    """The person who needs help; added where nobody has the address."""

    email: Address
    name: Annotated[Text, Field(max_length=120)] = ""


class TicketGiven(Given):
    """A ticket to open. Give `text` or `html`."""

    subject: Line
    text: Long = ""
    html: Long = ""
    requester: RequesterGiven | None = Field(None, description="Without it, the caller themselves.")
    priority: PriorityCode | None = None
    category: Reference | None = None
    team: Reference | None = Field(None, description="Without it, the desk places the ticket.")
    assignee: Reference | None = None
    kind: KindCode | None = None
    tags: Tags = []
    cc: Annotated[list[Address], Field(max_length=20)] = []
    fields: Annotated[OwnValues, Field(description="Of the desk's own fields, by key; some may be needed.")] = {}
    attachments: Annotated[list[FileGiven], Field(max_length=FILES)] = []


@router.post("/tickets", response={201: TicketShape}, summary="Open a ticket")
def open_ticket(request: HttpRequest, given: TicketGiven) -> HttpResponse:
    """Agents open tickets for anybody, requesters for themselves."""
    person = person_of(request)
    if not person.is_staff_member:
        _only_for_oneself(person, given)
    together = Together()
    together.ask(partial(require_words, given.text, given.html, given.attachments))
    category = together.ask(partial(references.category, given.category))
    team = together.ask(partial(references.team, person, given.team))
    assignee = together.ask(partial(references.agent, person, given.assignee))
    for field, address in _addresses(given):
        together.ask(partial(references.require_address, address, field))
    together.end()
    with transaction.atomic():
        requester = _requester(person, given.requester)
        received = actions.open_ticket(
            actor=person,
            requester=requester,
            subject=given.subject,
            incoming=Incoming(
                channel="api",
                sender=requester,
                subject=given.subject,
                text=given.text,
                html=given.html,
                files=files_of(given.attachments),
                cc=[references.somebody(address, "cc") for address in given.cc],
                proof=Proof.SIGNED_IN,
                kind=given.kind or (category.kind if category is not None else None),
                category=category.pk if category is not None else None,
                priority=PRIORITIES.index(given.priority) + 1 if given.priority else None,
                team_hint=team.pk if team is not None else None,
                language=requester.language,
            ),
            own=given.fields,
        )
        ticket = received.ticket
        wanted: dict[str, Any] = {}
        if team is not None and ticket.team_id != team.pk:
            wanted["team"] = team
        if assignee is not None and ticket.assignee_id != assignee.pk:
            wanted["assignee"] = assignee
        if given.tags:
            wanted["tags"] = given.tags
        if wanted:
            ticket = _place(person, ticket, FieldChanges(**wanted))
        shape, etag = opened(person, ticket, received.message, files=bool(given.attachments), in_copy=bool(given.cc))
    return answer(shape, status=201, ETag=etag, Location=f"/api/v1/tickets/{ticket.pk}")


def opened(
    person: Person, ticket: Ticket, message: Message, *, files: bool = False, in_copy: bool = False
) -> tuple[TicketShape, str]:
    """The new ticket as its opener sees it, who may not see it where it was placed."""
    try:
        found = reading.readable(person, ticket.pk)
    except TicketNotFound:
        found = reading.Readable(ticket, as_requester=True)
    shape = ticket_shape(
        found.ticket,
        [message_shape(message, person, bare=not files, as_requester=found.as_requester)],
        person,
        as_requester=found.as_requester,
        cc=reading.in_copy(found) if in_copy else (),
        clocks=standings(found.ticket, counted=True),
    )
    return shape, etag_of(found.ticket)


def _place(person: Person, ticket: Ticket, changes: FieldChanges) -> Ticket:
    try:
        return actions.change_fields(actor=person, ticket=ticket.pk, changes=changes)
    except TicketNotFound:
        # its category has led it to a team that is closed to the caller: the desk does what they asked for
        return actions.change_fields(actor=None, ticket=ticket.pk, changes=changes)


def _only_for_oneself(person: Person, given: TicketGiven) -> None:
    reserved = [name for name in ("priority", "team", "assignee", "tags") if getattr(given, name)]
    if reserved:
        sentence = _("Only agents can set this.")
        raise Problem(FORBIDDEN, sentence, errors={name: [sentence] for name in reserved})
    if given.requester is not None:
        known = person_by_address(given.requester.email)
        if known is None or known.pk != person.pk:
            sentence = _("You can open a ticket only for yourself.")
            raise Problem(FORBIDDEN, sentence, errors={"requester": [sentence]})


def _addresses(given: TicketGiven) -> Iterator[tuple[str, str]]:
    if given.requester is not None:
        yield "requester.email", given.requester.email
    for address in given.cc:
        yield "cc", address


def _requester(person: Person, given: RequesterGiven | None) -> Person:
    return person if given is None else references.somebody(given.email, "requester.email", given.name)
