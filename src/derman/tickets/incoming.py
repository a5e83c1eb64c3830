"""`Incoming`: what every channel makes of a message, whatever way it came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from derman.people.models import Person


class Proof(StrEnum):
    """How far the sender is proven to take part in the ticket that the message answers."""

    SIGNED_IN = "signed_in"  # a session or an API token
    TOKEN = "token"  # noqa: S105 - an address or Message-ID that the desk signed
    REFERENCE = "reference"  # a stored Message-ID; the sender's address takes part
    STORM = "storm"  # one of many of the same sender and subject at once: joins the ticket of the first
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file of a message. Give `content`, or the key of an upload that waits (`tickets.Attachment.key`)."""

    name: str = ""
    content: bytes = b""
    pieces: Iterable[bytes] | None = None  # the content, read once, in place of `content`
    upload: str = ""
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One message from a requester."""

    channel: str
    sender: Person
    subject: str
    text: str
    html: str = ""  # sanitised again when stored
    quoted: str = ""  # HTML of quote and signature
    files: Sequence[IncomingFile] = ()
    cc: Sequence[Person] = ()
    answers: int | None = None  # the ticket that it answers, by token, reference or choice
    outside: int | None = None  # the tickets.Forward that it answers: seen by agents alone
    blind: bool = False  # the sender had a blind copy of what they answer: seen by agents alone
    proof: Proof = Proof.NONE
    mentions_ticket: int | None = None  # a number named in the subject: never enough to continue a thread
    automatic: bool = False
    wakes: bool = False  # an automatic one, too, puts what waits or is resolved back into work
    named: bool = False  # what the sender is called was learned from this message
    spam: bool = False
    brought_by: Person | None = None  # the agent who forwarded it; opens the ticket for the sender and follows it
    team_hint: int | None = None
    kind: str | None = None
    category: int | None = None
    priority: int | None = None
    language: str = ""
    origin: dict[str, Any] = field(default_factory=dict)
