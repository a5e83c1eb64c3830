"""The kinds of events, each with its typed details. Sentences are made when shown, in the reader's language.

A change says `before` and `after`, so that it can be undone. `why` is a code of the reason where the desk
acted by itself, with `because` as its particulars.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """Base of the details of an event."""

    kind: ClassVar[str]

    def details(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Payload):
    kind = "ticket.opened"
    channel: str
    message: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded(Payload):
    """An agent (the actor) forwarded what the requester had written to them."""

    kind = "ticket.forwarded"
    requester: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Payload):
    """A requester (or somebody in copy) wrote."""

    kind = "message.received"
    message: int
    channel: str
    why: str = ""  # how it found this ticket: token, reference, signed_in; outside: answers what was forwarded


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied(Payload):
    kind = "message.replied"
    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageForwarded(Payload):
    """An agent sent a part of the conversation to somebody outside."""

    kind = "message.forwarded"
    message: int
    forward: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Payload):
    kind = "message.noted"
    message: int
    mentions: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Payload):
    """Base of changes of one value: ids or codes, null for none."""

    before: Any
    after: Any
    why: str = ""
    because: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Changed):
    """before/after: {"status", "waiting_for", "waiting_until"}; times as ISO 8601."""

    kind = "status.changed"


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
class Linked(Payload):
    kind = "ticket.linked"
    other: int
    how: str  # a Link.LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread(Payload):
    """The original of a message was read anew, or (`put_back`) its earlier text put back."""

    kind = "message.reread"
    message: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSent(Payload):
    """The desk wrote a mail by itself, like an auto-reply; `mail` is its row in the outbox."""

    kind = "mail.sent"
    mail: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPlanned(Payload):
    """An answer was written that leaves later, `at` (ISO 8601)."""

    kind = "reply.planned"
    later: int
    at: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyHeld(Payload):
    """The desk did not send it at its time: `why` says what came between."""

    kind = "reply.held"
    later: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyReleased(Payload):
    """An agent sent it before its time, or although something came between."""

    kind = "reply.released"
    later: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTakenBack(Payload):
    """An agent took it back; its text is a draft of theirs."""

    kind = "reply.taken_back"
    later: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone(Payload):
    """An action was taken back: the sequence numbers of its events."""

    kind = "ticket.undone"
    seqs: list[int]
    what: list[str]  # their kinds


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
    why: str = ""  # no_manager: the requester has none, so the owner of the service is asked


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookEvent(Payload):
    """Base of what happens on a walk through a runbook: ids of the walk (forgotten in time), runbook and version."""

    walk: int
    runbook: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookBegun(RunbookEvent):
    """An agent began to walk it beside the ticket."""

    kind = "runbook.begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookStepped(RunbookEvent):
    """A step was answered; the same step later on: the answer was changed."""

    kind = "runbook.step"
    step: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookEnded(RunbookEvent):
    """An outcome was reached: solved, article, ticket or escalate."""

    kind = "runbook.ended"
    step: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookWalked(RunbookEvent):
    """The requester had walked it before they wrote: pairs of step and answer."""

    kind = "runbook.walked"
    way: list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedBefore(Payload):
    """What the requester searched, opened and was shown before they wrote: kind, path and title of each answer."""

    kind = "requester.tried"
    searched: list[str]
    opened: list[list[str]]
    shown: list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksWithdrawn(Payload):
    """Links that were mailed before open the request no longer."""

    kind = "links.withdrawn"
