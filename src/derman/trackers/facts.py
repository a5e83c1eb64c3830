"""What the room `trackers` announces: codes and ids."""

from __future__ import annotations

from dataclasses import dataclass

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueNews(Fact):
    """The makers moved an issue or said something: for these people, who have the ticket or the problem.

    One of `ticket` and `problem`: whichever the issue is of.
    """

    issue: int
    ticket: int | None
    problem: int | None
    persons: list[int]
