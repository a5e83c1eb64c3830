"""Events of tickets that are merged, taken apart, split or linked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(Payload):
    """Its conversation goes on in `into`."""

    kind = "ticket.merged"
    into: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorbed(Payload):
    """The conversation of `other` goes on here.

    `messages` and `tasks` came along: triples (id, sequence number there, sequence number here), and ids.
    `status`: before and after, where this ticket was put back into work by it.
    """

    kind = "ticket.absorbed"
    other: int
    messages: list[list[int]]
    tasks: list[int]
    followers: list[int]  # ids of the persons who are in copy because of it
    status: dict[str, Any] | None = None
    fields: dict[str, Any] = field(default_factory=dict)  # the desk's own: values that came along
    watchers: list[int] = field(default_factory=list)  # agents who watch it because of it
    asides: list[int] = field(default_factory=list)  # ids of side conversations that came along


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmerged(Payload):
    """Taken out of `out_of`, with what belongs to it: its conversation is its own again."""

    kind = "ticket.unmerged"
    out_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Released(Payload):
    """`other`, which had been merged into this one, is a ticket of its own again."""

    kind = "ticket.released"
    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMoved(Payload):
    """A message came along from another ticket."""

    kind = "message.moved"
    message: int
    out_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitOff(Payload):
    """Messages (triples as of Absorbed) went into a ticket of their own."""

    kind = "ticket.split"
    into: int
    messages: list[list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitFrom(Payload):
    """This ticket began with messages of `other`."""

    kind = "ticket.split_from"
    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksChanged(Payload):
    """A link to `other` was made, changed or taken away: its kind before and after, empty for none."""

    kind = "links.changed"
    other: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsResolved(Payload):
    """The ticket was resolved together with its `parts`; `answered`: the acts of the answers that were written then."""

    kind = "parts.resolved"
    parts: list[int]
    answered: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCopied(Payload):
    """`into` was opened after the pattern of this one; `seq` is how far its timeline went then."""

    kind = "ticket.copied"
    into: int
    seq: int
    follow_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedFrom(Payload):
    """This ticket was opened after the pattern of `other`, as its copy or as what carries it on."""

    kind = "ticket.copied_from"
    other: int
    follow_up: bool
