"""What the room announces."""

from __future__ import annotations

from dataclasses import dataclass

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseDue(Fact):
    """A promise on a ticket will be due soon (`late` is false), or is late: these persons are to hear of it.

    `paged`: those of them who are on call, and are to hear of it at once.
    """

    ticket: int
    late: bool
    persons: list[int]
    paged: list[int]
