"""Events of the time that was spent on a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAdded(Payload):
    """Somebody (the actor) worked on it."""

    kind = "time.added"
    entry: int
    minutes: int
    billable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRemoved(Payload):
    """An entry counts no longer."""

    kind = "time.removed"
    entry: int
    minutes: int
    billable: bool
