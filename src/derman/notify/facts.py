"""What the room `notify` announces: codes and ids."""

from __future__ import annotations

from dataclasses import dataclass

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentToTell(Fact):
    """An agent is to hear of a ticket that they may see. `news`: (kind, who did it or null, message or null)."""

    person: int
    ticket: int
    news: list[tuple[str, int | None, int | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorToTell(Fact):
    """Somebody of the desk is to hear of a major incident that they may see: a kind of NoticeKind, and who did it."""

    person: int
    major: int
    kind: str
    actor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemToTell(Fact):
    """Whoever has a problem that they may see is to hear of it: a kind of NoticeKind."""

    person: int
    problem: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewerToTell(Fact):
    """Somebody who may publish is to hear that a translation of an article waits for a second person."""

    person: int
    translation: int
    asked_by: int | None
