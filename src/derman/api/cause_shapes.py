"""What calls about problems take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from derman.api.inputs import Given, Line, Long, Moment, Reference
from derman.api.shapes import PersonShape

TicketNumber = Annotated[int, Field(ge=1, lt=2**63)]
StatusCode = Literal["new", "analysis", "known_error", "fixing"]
PriorityCode = Literal["critical", "high", "normal", "low"]
Texts = Annotated[dict[str, Long], Field(max_length=20, description="By language.")]


class ProblemShape(Schema):
    """A problem. Its texts are the desk's; requesters read `known_titles` and `workarounds` where it is offered."""

    number: int
    url: str
    title: str
    description: str
    status: str
    priority: str
    team: str | None
    owner: PersonShape | None
    category: int | None
    known_titles: dict[str, str]
    workarounds: dict[str, str] = Field(description="Markdown by language.")
    offered: bool = Field(description="Requesters of linked tickets see the workaround.")
    whys: list[str]
    cause: str
    decision: str | None = Field(description="fix_now, build_anew or accept.")
    decision_reason: str
    change: str
    change_ticket: int | None
    incidents: int
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None


class IncidentShape(Schema):
    """A ticket behind which the problem is."""

    ticket: int
    subject: str
    status: str
    way: str = Field(description="How it was found: hand, like or surge.")
    at: datetime
    workaround_sent: bool


class HappeningShape(Schema):
    """A line of a problem's own timeline."""

    id: int
    kind: str
    actor: PersonShape | None
    at: datetime
    details: dict[str, Any]


class SuggestedShape(Schema):
    """A ticket that is like the problem."""

    ticket: int
    subject: str
    status: str


class ProblemDetails(Given):
    """What a problem says and how it stands."""

    title: Line = ""
    description: Long = ""
    status: StatusCode = "new"
    priority: PriorityCode = "normal"
    team: Reference | None = None
    owner: Reference | None = None
    category: Reference | None = None
    known_titles: Texts = {}
    workarounds: Texts = {}
    offered: bool = False
    whys: Annotated[list[Annotated[Long, Field(max_length=500)]], Field(max_length=5)] = []
    cause: Long = ""
    decision: Literal["fix_now", "build_anew", "accept"] | None = None
    decision_reason: Long = ""
    change: Line = ""
    change_ticket: TicketNumber | None = None


class ProblemGiven(ProblemDetails):
    """A problem to write down; `tickets` are its first incidents."""

    title: Line
    tickets: Annotated[list[TicketNumber], Field(max_length=200)] = []


class ProblemChange(ProblemDetails):
    """What to change; what is left out stays."""


class IncidentGiven(Given):
    """A ticket to link."""

    ticket: TicketNumber


class NoteGiven(Given):
    """What was found out; `at`: when it happened."""

    text: Long
    at: Moment | None = None


class CloseGiven(Given):
    """What every linked requester is told, by language; empty tells nobody. `resolve` resolves their tickets too."""

    texts: Texts = {}
    resolve: bool = False


class ProblemNamed(Given):
    """Which problem."""

    problem: TicketNumber
