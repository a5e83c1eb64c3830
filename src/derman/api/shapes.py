"""What goes out: the shapes of tickets, messages, events and people, as the contract has them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from ninja import Field, Schema

from derman.kernel import html
from derman.tickets.actions.messages import file_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from derman.people.models import Person, Team
    from derman.sla.queries import Standing
    from derman.tickets.models import Attachment, Category, Event, Message, Ticket


PRIORITIES = ("critical", "high", "normal", "low")  # of 1 to 4


class Named(Schema):
    """Something with an id and a name."""

    id: int
    name: str


class PersonShape(Schema):
    """A person. The address is null where the reader may not know it."""

    id: int
    name: str
    email: str | None


class FileShape(Schema):
    """A file of a message. A browser opens `url`; a program with a token gets /api/v1/files/KEY, of the same KEY."""

    name: str
    type: str
    size: int = Field(description="Bytes.")
    inline: bool
    url: str


class MessageShape(Schema):
    """One thing that somebody said on a ticket. `author` is null for the desk itself."""

    id: int
    ticket: int
    public: bool
    staff: bool
    automatic: bool
    channel: str
    author: PersonShape | None
    text: str
    html: str = Field(description="The same, sanitised.")
    to: list[str] = Field(description="Beside the requester.")
    cc: list[str]
    bcc: list[str] = Field(description="For agents; empty for everybody else.")
    attachments: list[FileShape]
    created_at: datetime


class TicketLine(Schema):
    """A ticket as lists show it."""

    number: int
    subject: str
    kind: str
    status: str
    waiting_for: str | None
    waiting_until: datetime | None
    priority: str
    category: Named | None
    tier: int
    team: Named | None
    assignee: PersonShape | None
    requester: PersonShape
    channel: str
    tags: list[str]
    created_at: datetime
    updated_at: datetime
    first_response_at: datetime | None
    resolved_at: datetime | None
    merged_into: int | None = Field(description="Where its conversation goes on.")


class ClockShape(Schema):
    """One promise to the requester of a ticket."""

    target: str = Field(description="first_response, next_reply, resolution or update; for agents also team.")
    state: str = Field(description="running, paused, met or late.")
    due_at: datetime | None = Field(description="Null while it stands still, and where it is over.")
    business_seconds_left: int | None = Field(description="Less than none where it is late; null where it is over.")
    seconds: int = Field(description="What was promised.")
    promised_at: datetime
    ended_at: datetime | None
    policy: str
    acknowledged: bool


def clock_shape(one: Standing) -> ClockShape:
    """A promise as it stands."""
    return ClockShape(
        target=one.target,
        state=one.state,
        due_at=_utc_or_none(one.due_at),
        business_seconds_left=one.left,
        seconds=one.seconds,
        promised_at=utc(one.promised_at),
        ended_at=_utc_or_none(one.ended_at),
        policy=one.policy,
        acknowledged=one.acknowledged,
    )


class TicketShape(TicketLine):
    """A ticket with what was said on it."""

    cc: list[PersonShape]
    approvers: list[PersonShape] = Field(description="Whose approval it waits for.")
    fields: dict[str, Any] = Field(description="What stands in the desk's own fields, by key. For agents.")
    messages: list[MessageShape]
    clocks: list[ClockShape]


class EventShape(Schema):
    """One fact of the timeline. `actor` is null for the desk itself."""

    id: int
    seq: int
    kind: str
    actor: PersonShape | None
    at: datetime
    details: dict[str, Any]


def answer(shape: Schema, *, status: int = 200, **headers: str) -> HttpResponse:
    """Send a shape as it is: it was made by us and needs no second check."""
    return HttpResponse(
        shape.model_dump_json(), status=status, content_type="application/json", headers={**PRIVATE, **headers}
    )


# what one caller may see, no cache may show to another
PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}


def utc(moment: datetime) -> datetime:
    """In UTC, whatever zone the database session has."""
    return moment.astimezone(UTC)


def _utc_or_none(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment is not None else None


def person_shape(person: Person, reader: Person) -> PersonShape:
    """Addresses are for agents, and everybody knows their own."""
    known = reader.is_staff_member or reader.pk == person.pk
    return PersonShape(id=person.pk, name=person.name, email=person.email if known else None)


def named(thing: Team | Category | None) -> Named | None:
    """Id and name."""
    return Named(id=thing.pk, name=thing.name) if thing is not None else None


def ticket_line(ticket: Ticket, reader: Person, *, as_requester: bool) -> dict[str, Any]:
    """The fields of TicketLine. A requester does not see how the desk sorts its work: team and tags."""
    return {
        "number": ticket.pk,
        "subject": ticket.subject,
        "kind": ticket.kind,
        "status": ticket.status,
        "waiting_for": ticket.waiting_for or None,
        "waiting_until": _utc_or_none(ticket.waiting_until),
        "priority": PRIORITIES[ticket.priority - 1],
        "category": named(ticket.category),
        "tier": ticket.tier,
        "team": None if as_requester else named(ticket.team),
        "assignee": person_shape(ticket.assignee, reader) if ticket.assignee is not None else None,
        "requester": person_shape(ticket.requester, reader),
        "channel": ticket.channel,
        "tags": [] if as_requester else list(ticket.tags),
        "created_at": utc(ticket.created_at),
        "updated_at": utc(ticket.updated_at),
        "first_response_at": _utc_or_none(ticket.first_response_at),
        "resolved_at": _utc_or_none(ticket.resolved_at),
        "merged_into": ticket.merged_into_id,
    }


def ticket_shape(
    ticket: Ticket,
    messages: Iterable[MessageShape],
    reader: Person,
    *,
    as_requester: bool,
    cc: Iterable[Person] = (),
    approvers: Iterable[Person] = (),
    fields: Mapping[str, Any] | None = None,
    clocks: Iterable[Standing] = (),
) -> TicketShape:
    """A ticket with the messages that `reader` may see."""
    return TicketShape(
        **ticket_line(ticket, reader, as_requester=as_requester),
        cc=[person_shape(person, reader) for person in cc],
        approvers=[person_shape(person, reader) for person in approvers],
        fields=dict(fields or {}),
        messages=list(messages),
        clocks=[clock_shape(one) for one in clocks],
    )


def message_shape(message: Message, reader: Person, *, bare: bool = False, as_requester: bool = False) -> MessageShape:
    """A message with its files; `bare`: it is known to have none, so that nobody need ask.

    `as_requester`: whoever reads it does so as somebody who takes part, agent or not.
    """
    shows_all = reader.is_staff_member and not as_requester
    files = () if bare else message.attachments.all()
    return MessageShape(
        id=message.pk,
        ticket=message.ticket_id,
        public=message.public,
        staff=message.staff,
        automatic=message.automatic,
        channel=message.channel,
        author=person_shape(message.author, reader) if message.author is not None else None,
        text=message.text,
        html=message.html or html.from_text(message.text),
        to=list(message.to) if shows_all else [],
        cc=list(message.cc) if reader.is_staff_member else [],
        bcc=list(message.bcc) if shows_all else [],
        attachments=[_file_shape(attachment) for attachment in files],
        created_at=utc(message.created_at),
    )


def _file_shape(attachment: Attachment) -> FileShape:
    return FileShape(
        name=attachment.name,
        type=attachment.file.media_type,
        size=attachment.file.size,
        inline=attachment.inline,
        url=file_address(attachment.key),
    )


def event_shape(event: Event, reader: Person) -> EventShape:
    """An event as it was written: codes and ids."""
    return EventShape(
        id=event.pk,
        seq=event.seq,
        kind=event.kind,
        actor=person_shape(event.actor, reader) if event.actor is not None else None,
        at=utc(event.at),
        details=event.details,
    )
