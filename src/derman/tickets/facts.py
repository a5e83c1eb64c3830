"""What the room `tickets` announces: codes and ids."""

from __future__ import annotations

from dataclasses import dataclass, field

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketOpened(Fact):
    """A ticket exists, with its first message. `automatic`: no person wrote it."""

    ticket: int
    message: int | None
    channel: str
    automatic: bool
    team_hint: int | None  # where its channel wants it placed first
    by_requester: bool  # the requester opened it, not an agent for them


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAdded(Fact):
    """A message was added to a ticket that existed before.

    `proof`: how its sender is known to take part. `spared`: written by a person, it would have put the ticket back
    into work.
    """

    ticket: int
    message: int
    public: bool
    staff: bool
    automatic: bool
    proof: str = ""
    spared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideHeard(Fact):
    """An agent said something (`word`) in a side conversation on a ticket."""

    ticket: int
    word: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageForwarded(Fact):
    """An agent sent a part of the conversation to somebody outside; `message` holds it."""

    ticket: int
    message: int
    forward: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWithdrawn(Fact):
    """A message was undone before it left."""

    ticket: int
    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReread(Fact):
    """The original of a message was read anew: its text or files differ now."""

    ticket: int
    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketChanged(Fact):
    """Something about a ticket changed; `kinds` are the kinds of the events written, `undone` of those taken back."""

    ticket: int
    kinds: list[str]
    act: str
    actor: int | None = None  # None: the desk itself
    undone: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketsChanged(Fact):
    """Many tickets changed together, and `TicketChanged` follows for each: what that asks of each can be read at once.

    `kinds` are the kinds of all events written and taken back.
    """

    acts: dict[int, str]  # ticket → act
    kinds: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalAsked(Fact):
    """A person is asked to agree to what a ticket asks for; `again`: they were asked before and reminded now."""

    ticket: int
    approval: int
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalEnded(Fact):
    """All agreed (`approved`), somebody refused, or nobody answered in time (`expired`)."""

    ticket: int
    outcome: str
    approval: int | None  # the one that refused


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksStarted(Fact):
    """Tasks of a ticket (ids) can be done now."""

    ticket: int
    tasks: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketsJoined(Fact):
    """Messages went from `ticket` to `other` or back: merged, taken apart or split. `inform`: tell who took part."""

    ticket: int
    other: int
    inform: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketEmptied(Fact):
    """A deleted ticket loses its content for good; `files` are those (digests) that it had."""

    ticket: int
    files: list[str]
