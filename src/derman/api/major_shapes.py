"""What calls about major incidents take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from derman.api.inputs import Given, Line, Long, Moment, Reference
from derman.api.shapes import PersonShape

Number = Annotated[int, Field(ge=1, lt=2**63)]
Minutes = Annotated[int, Field(ge=5, le=1440)]
OpenState = Literal["declared", "investigating", "identified", "monitoring"]
RoleCode = Literal["communications", "technical", "scribe", "liaison"]
AudienceCode = Literal["everyone", "signed_in", "agents"]
Texts = Annotated[dict[str, Long], Field(max_length=20, description="By language, in each of the desk's.")]


class RoleShape(Schema):
    """Who has which part."""

    role: str
    person: PersonShape


class MajorShape(Schema):
    """A major incident. `titles` and `impacts` are what people read."""

    number: int = Field(description="MI7 is 7.")
    url: str
    state: str = Field(description="declared, investigating, identified, monitoring, resolved, reviewed or withdrawn.")
    titles: dict[str, str]
    impacts: dict[str, str] = Field(description="Markdown by language.")
    audience: str = Field(description="Who sees it on the portal: everyone, signed_in or agents.")
    lead: PersonShape
    roles: list[RoleShape]
    announcement: int = Field(description="The outage by which people see it.")
    problem: int | None
    update_every: int = Field(description="Minutes between two updates.")
    update_due_at: datetime | None = Field(description="When people are to hear of it next; null: it is resolved.")
    tickets: int = Field(description="How many belong to it.")
    affected: int
    began_at: datetime
    declared_at: datetime
    resolved_at: datetime | None
    reviewed_at: datetime | None


class MajorUpdateShape(Schema):
    """What everybody affected was told."""

    id: int
    state: str
    texts: dict[str, str]
    by: PersonShape
    at: datetime
    due_at: datetime = Field(description="By when it was promised.")
    told_at: datetime | None = Field(description="When its messages left; null: they can still be taken back.")
    tickets: int = Field(description="On how many tickets it was told.")


class JoinedShape(Schema):
    """A ticket that belongs to it."""

    ticket: int
    subject: str
    status: str
    way: str = Field(description="How it was found: hand, like, surge or problem.")
    at: datetime


class LikelyShape(Schema):
    """A ticket that looks as if it belonged to it."""

    ticket: int
    subject: str
    words: list[str] = Field(description="What they share.")


class MajorEventShape(Schema):
    """A line of its timeline."""

    id: int
    kind: str
    actor: PersonShape | None
    at: datetime
    details: dict[str, Any]


class ActionShape(Schema):
    """What the review decided."""

    id: int
    title: str
    owner: PersonShape
    due_on: date
    done_at: datetime | None
    dropped_at: datetime | None


class MajorGiven(Given):
    """What to declare. `surge` or `problem` bring their tickets along."""

    titles: Texts
    impacts: Texts
    audience: AudienceCode = "signed_in"
    lead: Reference | None = None
    roles: Annotated[dict[RoleCode, Reference], Field(max_length=4)] = {}
    tickets: Annotated[list[Number], Field(max_length=200)] = []
    problem: Number | None = None
    surge: Number | None = None
    update_every: Minutes | None = None
    began_at: Moment | None = None


class MajorChange(Given):
    """How far it is for the desk, who leads, how often people hear of it; what is left out stays."""

    state: OpenState = "declared"
    lead: Reference | None = None
    roles: Annotated[dict[RoleCode, Reference | None], Field(max_length=4)] = {}
    update_every: Minutes = 30


class MajorUpdateGiven(Given):
    """An update to everybody affected, in each language of the desk."""

    texts: Texts
    state: OpenState | None = None
    next_in: Minutes | None = None


class MajorResolveGiven(Given):
    """What everybody hears at the end; `resolve` resolves the tickets that belong to it."""

    texts: Texts
    resolve: bool = True


class MajorWithdrawGiven(Given):
    """What whoever heard of it reads; without texts, what the desk has for it."""

    texts: Texts | None = None


class TicketsGiven(Given):
    """Tickets to join."""

    tickets: Annotated[list[Number], Field(min_length=1, max_length=200)]


class MajorNoteGiven(Given):
    """What was found out or decided; `at`: when it happened."""

    text: Long
    at: Moment | None = None


class ReviewGiven(Given):
    """What was learned; with `finish` the review is done. What is left out stays."""

    went_well: Long = ""
    went_badly: Long = ""
    cause: Long = ""
    finish: bool = False


class ActionGiven(Given):
    """What is to be done, by whom and until when."""

    title: Line
    owner: Reference
    due_on: date
