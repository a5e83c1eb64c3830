"""Events of what is said on a ticket, by whomever and by whatever way."""

from __future__ import annotations

from dataclasses import dataclass, field

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Payload):
    kind = "ticket.opened"
    channel: str
    message: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded(Payload):
    """An agent (the actor) forwarded what the requester had written to them."""

    kind = "ticket.forwarded"
    requester: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Payload):
    """A requester (or somebody in copy) wrote."""

    kind = "message.received"
    message: int
    channel: str
    why: str = ""  # how it found this ticket: token, reference, signed_in; outside: answers what was forwarded


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Payload):
    """The desk learned what `person` is called, of whom it knew the address only: `why` says from what."""

    kind = "person.named"
    person: int
    why: str = "own_mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied(Payload):
    kind = "message.replied"
    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageForwarded(Payload):
    """An agent sent a part of the conversation to somebody outside."""

    kind = "message.forwarded"
    message: int
    forward: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Payload):
    kind = "message.noted"
    message: int
    mentions: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread(Payload):
    """The original of a message was read anew, or (`put_back`) its earlier text put back."""

    kind = "message.reread"
    message: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSent(Payload):
    """The desk wrote a mail by itself, like an auto-reply; `mail` is its row in the outbox."""

    kind = "mail.sent"
    mail: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPlanned(Payload):
    """An answer was written that leaves later, `at` (ISO 8601)."""

    kind = "reply.planned"
    later: int
    at: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyHeld(Payload):
    """The desk did not send it at its time: `why` says what came between."""

    kind = "reply.held"
    later: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyReleased(Payload):
    """An agent sent it before its time, or although something came between."""

    kind = "reply.released"
    later: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTakenBack(Payload):
    """An agent took it back; its text is a draft of theirs."""

    kind = "reply.taken_back"
    later: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksWithdrawn(Payload):
    """Links that were mailed before open the request no longer."""

    kind = "links.withdrawn"
