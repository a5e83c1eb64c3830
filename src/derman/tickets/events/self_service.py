"""Events of what was tried by guided fixes and searches, before the ticket and beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookEvent(Payload):
    """Base of what happens on a walk through a runbook: ids of the walk (forgotten in time), runbook and version."""

    walk: int
    runbook: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookBegun(RunbookEvent):
    """An agent began to walk it beside the ticket."""

    kind = "runbook.begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookStepped(RunbookEvent):
    """A step was answered; the same step later on: the answer was changed. `before`: as the walk stood."""

    kind = "runbook.step"
    step: str
    answer: str
    before: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookEnded(RunbookEvent):
    """An outcome was reached: solved, article, ticket or escalate."""

    kind = "runbook.ended"
    step: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookWalked(RunbookEvent):
    """The requester had walked it before they wrote: pairs of step and answer."""

    kind = "runbook.walked"
    way: list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedBefore(Payload):
    """What the requester searched, opened and was shown before they wrote: kind, path and title of each answer."""

    kind = "requester.tried"
    searched: list[str]
    opened: list[list[str]]
    shown: list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageBegun(Payload):
    """An outage was written from the ticket; the id of its announcement."""

    kind = "outage.begun"
    announcement: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(Payload):
    """The requester rated the help: good, fair or bad; `before` is what they had said, or empty."""

    kind = "ticket.rated"
    score: str
    before: str = ""
