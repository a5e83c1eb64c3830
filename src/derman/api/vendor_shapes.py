"""What programs send and get of vendors: firms outside, their contracts, and what of tickets is with them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Path, Schema

from derman.api.inputs import Address, Given, Line, Long
from derman.api.shapes import MessageShape

VendorId = Annotated[int, Path(ge=1, lt=2**63)]
ContractId = Annotated[int, Path(ge=1, lt=2**63)]
CaseId = Annotated[int, Path(ge=1, lt=2**63)]
Ids = Annotated[list[Annotated[int, Field(ge=1, lt=2**63)]], Field(max_length=200)]
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Minutes = Annotated[int, Field(ge=1, le=525_600)]


class ContactShape(Schema):
    """Somebody at a vendor; the first one is written to where nobody is chosen."""

    id: int
    name: str
    email: str
    phone: str


class ContractShape(Schema):
    """What was agreed. Cost is null for whoever is no lead."""

    id: int
    number: str
    hours: str = Field(description="desk, always or calendar.")
    calendar: int | None = Field(description="Whose hours count, where `hours` is calendar.")
    response_minutes: int | None = Field(description="Of those hours.")
    solution_minutes: int | None
    starts_on: date | None
    ends_on: date | None
    warn_days: int
    cost: float | None = Field(description="Of a year.")
    currency: str


class VendorShape(Schema):
    """A vendor."""

    id: int
    url: str
    name: str
    language: str
    notes: str
    archived: bool
    contacts: list[ContactShape]
    contracts: list[ContractShape]
    categories: list[int]
    services: list[int]


class ContactGiven(Given):
    """Somebody at a vendor."""

    name: Line = ""
    email: Address
    phone: Line = ""


class VendorGiven(Given):
    """A vendor to write down."""

    name: Line
    language: Annotated[str, Field(max_length=8)] = ""
    notes: Long = ""
    contacts: Annotated[list[ContactGiven], Field(max_length=10)]
    categories: Ids = []
    services: Ids = []


class VendorChange(Given):
    """What to change; what is left out stays."""

    name: Line = ""
    language: Annotated[str, Field(max_length=8)] = ""
    notes: Long = ""
    contacts: Annotated[list[ContactGiven], Field(max_length=10)] = []
    categories: Ids = []
    services: Ids = []
    archived: bool = False


class ContractGiven(Given):
    """A contract to write down."""

    number: Line
    hours: Literal["desk", "always", "calendar"] = "desk"
    calendar: Annotated[int, Field(ge=1, lt=2**63)] | None = Field(
        None, description="The id of a calendar of the desk, where `hours` is calendar."
    )
    response_minutes: Minutes | None = None
    solution_minutes: Minutes | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    warn_days: Annotated[int, Field(ge=0, le=730)] = 60
    cost: Money | None = None
    currency: Annotated[str, Field(min_length=3, max_length=3)] = "TRY"
    notes: Annotated[Long, Field(max_length=1000)] = ""


class ScoreShape(Schema):
    """How well a vendor kept its word, in counts of what was handed over. Costs are empty for whoever is no lead."""

    since: date | None
    until: date | None
    handed_over: int
    open: int
    withdrawn: int
    answered_in_time: int
    answered_late: int
    solved_in_time: int
    solved_late: int
    reopened: int
    reopenings: int
    median_answer_minutes: int | None
    costs: dict[str, float] = Field(description="Of single cases, by currency.")


class CaseShape(Schema):
    """What of a ticket is with a vendor. Agents alone see it."""

    id: int
    ticket: int
    vendor: int
    vendor_name: str
    way: str = Field(description="mail or guest.")
    state: str = Field(description="open, said (solved, says the vendor), done or withdrawn.")
    sent_at: datetime
    response_due: datetime | None
    solution_due: datetime | None
    answered_at: datetime | None
    solved_at: datetime | None
    their_number: str
    their_date: date | None
    reopened: int


class CaseWhole(CaseShape):
    """The same with what was said."""

    messages: list[MessageShape]


class HandGiven(Given):
    """Whom to hand a ticket to, and what goes along: `messages` and `files` are ids of the public conversation."""

    vendor: Annotated[int, Field(ge=1, lt=2**63)]
    contact: Annotated[int, Field(ge=1, lt=2**63)] | None = None
    way: Literal["mail", "guest"] = "guest"
    text: Annotated[Long, Field(max_length=20_000)]
    messages: Ids = []
    files: Ids = []


class WriteGiven(Given):
    """What to write on to the vendor."""

    text: Annotated[Long, Field(max_length=20_000)]
    files: Ids = []


class CaseChange(Given):
    """What to change; what is left out stays. `state`: done, open (asked again) or withdrawn."""

    their_number: Annotated[Line, Field(max_length=80)] = ""
    their_date: date | None = None
    cost: Money | None = None
    state: Literal["open", "done", "withdrawn"] = "open"
