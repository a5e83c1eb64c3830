"""Events of the cause behind a ticket: a problem was linked, and what its requester was told because of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemLinked(Payload):
    """This is an incident of a problem. `way`: hand, like (it is like others) or surge (the radar found it)."""

    kind = "problem.linked"
    problem: int
    way: str = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemUnlinked(Payload):
    """It is an incident of that problem no longer. `before`: how it was linked."""

    kind = "problem.unlinked"
    problem: int
    before: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemTold(Payload):
    """The requester was told what became of the problem, in the message beside. `why`: closed."""

    kind = "problem.told"
    problem: int
    why: str
