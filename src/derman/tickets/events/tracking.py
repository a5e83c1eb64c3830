"""Events of issues at the makers of a software. Codes and ids alone; names are the room of trackers's."""

from __future__ import annotations

from dataclasses import dataclass

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueAsked(Payload):
    """Somebody has an issue opened (`way`: open), or linked one that is there (link)."""

    kind = "issue.asked"
    issue: int
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOpened(Payload):
    """It is there now. `why`: opened, or found (it had been opened before the desk heard of it)."""

    kind = "issue.opened"
    issue: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueSaid(Payload):
    """A comment: of the makers (`theirs`), or from here."""

    kind = "issue.said"
    issue: int
    comment: int
    theirs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueMoved(Payload):
    """The makers closed it, or opened it again."""

    kind = "issue.moved"
    issue: int
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFailed(Payload):
    """Something went wrong with it. `why`: a code, see trackers.kinds.failing."""

    kind = "issue.failed"
    issue: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueUnlinked(Payload):
    """It belongs to the ticket no longer. `why`: hand, or undone (nothing had left)."""

    kind = "issue.unlinked"
    issue: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLinkedAgain(Payload):
    """It belongs to the ticket after all."""

    kind = "issue.again"
    issue: int
