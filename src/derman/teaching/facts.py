"""What teaching announces."""

from __future__ import annotations

from dataclasses import dataclass

from derman.kernel.facts import Fact

ASSIGNED, SOON, OVERDUE = "assigned", "soon", "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerToTell(Fact):
    """Somebody is to hear of a path that is theirs to learn; `why` is one of the words above."""

    path: int
    person: int
    why: str
