"""A ticket as it is given to the seeding: made up, or read from a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class GivenPerson:
    """Somebody by address; addresses are compared folded."""

    name: str
    email: str
    staff: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class GivenMessage:
    author: GivenPerson
    staff: bool
    public: bool
    text: str
    at: datetime | None = None
    mentions: tuple[GivenPerson, ...] = ()  # written in the text as “@” and the first name


@dataclass(frozen=True, slots=True)
class GivenTicket:
    """`number` None: the next free one. `team` by name, `category` by its place in the desk's list."""

    number: int | None
    subject: str
    language: str
    requester: GivenPerson
    team: str | None
    status: str
    priority: str
    assignee: GivenPerson | None
    created: datetime
    messages: list[GivenMessage]
    channel: str = "email"
    waiting_for: str = ""
    category: int | None = None
    kind: str = "incident"
