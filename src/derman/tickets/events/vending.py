"""Events of what is with a vendor: asked, reminded, what they said of it, and how it ended. Codes and ids alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorAsked(Payload):
    """A part of the ticket went to a vendor, in `message`. `way`: mail or guest."""

    kind = "vendor.asked"
    case: int
    vendor: int
    message: int
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorReminded(Payload):
    """The desk reminded them by itself. `why`: before, answer_late or solution_late."""

    kind = "vendor.reminded"
    case: int
    vendor: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorSaid(Payload):
    """Their number and their day (ISO 8601), whoever wrote it down; `solved`: they say that it is."""

    kind = "vendor.said"
    case: int
    vendor: int
    number: str = ""
    date: str = ""
    solved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorEnded(Payload):
    """The desk has done with them. `why`: done, withdrawn, resolved (the ticket was).

    `before`, `after`: as the case stood and stands.
    """

    kind = "vendor.ended"
    case: int
    vendor: int
    why: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorAskedAgain(Payload):
    """It was not solved after all. `why`: hand, reopened (the ticket was), undone (its solution was taken back).

    `before`, `after`: as the case stood and stands.
    """

    kind = "vendor.again"
    case: int
    vendor: int
    why: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
