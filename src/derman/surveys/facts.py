"""What the room announces."""

from __future__ import annotations

from dataclasses import dataclass

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingAsked(Fact):
    """The requester of a resolved ticket is to be asked by mail how the help was."""

    ticket: int
    person: int
