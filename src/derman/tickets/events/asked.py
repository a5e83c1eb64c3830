"""Events of a service that is asked for: approvals and tasks."""

from __future__ import annotations

from dataclasses import dataclass, field

from derman.tickets.events.payload import Changed, Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAsked(Payload):
    """The ticket asks for a service of the catalogue."""

    kind = "service.asked"
    service: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalAsked(Payload):
    """The desk asked `people` (ids) to agree. `by` says why them; `instead` maps a stand-in to whom they stand for."""

    kind = "approval.asked"
    step: int
    people: list[int]
    by: str
    instead: dict[str, int] = field(default_factory=dict)
    # no_manager: the requester has none, so the owner of the service is asked; away, left: whoever was asked before
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDecided(Payload):
    kind = "approval.decided"
    approval: int
    decision: str  # approved, refused


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalExpired(Payload):
    """Nobody decided in time."""

    kind = "approval.expired"
    step: int
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalReminded(Payload):
    kind = "approval.reminded"
    people: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksStarted(Payload):
    """The tasks of a stage can be done now."""

    kind = "tasks.started"
    stage: int
    tasks: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAdded(Payload):
    kind = "task.added"
    task: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskChanged(Changed):
    """before/after: {"state", "assignee", "team", "due_at"} of one task."""

    kind = "task.changed"
    task: int
