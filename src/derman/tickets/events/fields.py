"""Events of a ticket's fields, its links, and what is taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from derman.tickets.events.payload import Changed, Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Changed):
    """before/after: {"status", "waiting_for", "waiting_until"}; times as ISO 8601.

    `dates` are those of resolution and closing from before, {"resolved_at", "closed_at"}.
    """

    kind = "status.changed"
    dates: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssigneeChanged(Changed):
    kind = "assignee.changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamChanged(Changed):
    """before/after: {"team", "tier"}."""

    kind = "team.changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityChanged(Changed):
    """before/after: {"priority", "impact", "urgency"}; priority as code."""

    kind = "priority.changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryChanged(Changed):
    kind = "category.changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class KindChanged(Changed):
    kind = "kind.changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectChanged(Changed):
    kind = "subject.changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsChanged(Changed):
    kind = "tags.changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowersChanged(Changed):
    """before/after: sorted ids of persons."""

    kind = "followers.changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchersChanged(Changed):
    """before/after: sorted ids of persons."""

    kind = "watchers.changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFieldChanged(Changed):
    """A field of the desk's own, by its key. `told`: the value with the words it had, as catalogue.answering keeps it.

    For one that was emptied `told` has only its labels.
    """

    kind = "field.changed"
    field: str
    told: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Payload):
    kind = "ticket.linked"
    other: int
    how: str  # a Link.LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone(Payload):
    """An action was taken back: the sequence numbers of its events."""

    kind = "ticket.undone"
    seqs: list[int]
    what: list[str]  # their kinds
