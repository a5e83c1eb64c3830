"""Events of tickets that move up a tier, and back."""

from __future__ import annotations

from dataclasses import dataclass

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedUp(Payload):
    """A hand-over was written; the change of team is an event beside it."""

    kind = "handover.made"
    handover: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverAccepted(Payload):
    """The higher team took it on."""

    kind = "handover.accepted"
    handover: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverReturned(Payload):
    """The higher team sent it back, for the `bounces`-th time on this ticket."""

    kind = "handover.returned"
    handover: int
    bounces: int
