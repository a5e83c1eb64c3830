"""Events of tickets that are deleted, brought back, and emptied for good."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDeleted(Payload):
    """Put into the bin. `before`: where it stood, as of StatusChanged. `merged`: those that had gone into it."""

    kind = "ticket.deleted"
    before: dict[str, Any]
    merged: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRestored(Payload):
    """Taken out of the bin, as it was."""

    kind = "ticket.restored"
    merged: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketEmptied(Payload):
    """The desk removed all that was said in it, `days` after it was deleted."""

    kind = "ticket.emptied"
    days: int
