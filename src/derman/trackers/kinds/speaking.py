"""A tracker that is spoken with: its address and key ready to be called, and what comes back as the same values."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.utils.dateparse import parse_datetime

from derman.kernel import clock, outward, secrets
from derman.kernel.outward import Answer
from derman.trackers.kinds.failing import Failed, checked
from derman.trackers.models import Tracker

LONGEST = 2_000_000  # bytes of an answer: a hundred issues with their texts
LONGEST_TEXT = 20_000  # characters that are kept of a comment


@dataclass(frozen=True, slots=True)
class Seen:
    """An issue as its tracker shows it."""

    number: str
    url: str
    title: str
    closed: bool
    state: str
    assignee: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as its tracker shows it."""

    key: str
    author: str
    text: str
    at: datetime
    marker: str = ""  # of what was said from here


@dataclass(frozen=True, slots=True)
class News:
    """What a webhook says: of which issue, and by which key. State and comment only of those that cannot be asked."""

    key: str
    number: str
    told: bool = False  # what stands below is to be believed
    marker: str = ""  # of an issue whose number the desk does not know yet
    closed: bool | None = None
    state: str = ""
    said: Said | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A tracker with its key, to be called."""

    tracker: Tracker
    headers: Mapping[str, str] = field(default_factory=dict)

    def call(
        self,
        method: str,
        path: str,
        told: Any = None,
        *,
        etag: str = "",
        body: bytes | None = None,
        kind: str = "",
        more: Mapping[str, str] | None = None,
    ) -> Answer:
        """One call of its API. Raises Failed."""
        headers = {"Accept": "application/json", **self.headers, **(more or {})}
        if told is not None:
            body, kind = json.dumps(told).encode(), "application/json"
        if kind:
            headers["Content-Type"] = kind
        if etag:
            headers["If-None-Match"] = etag
        address = path if path.startswith("http") else self.tracker.address.rstrip("/") + path
        try:
            answer = outward.request(
                method, address, body=body, headers=headers, inside=self.tracker.inside, longest=LONGEST
            )
        except outward.NotCalled as error:
            code = "network" if "not public" in str(error) else "away"
            raise Failed(code, str(error), begun=error.begun) from None
        return checked(answer)

    def json(self, method: str, path: str, told: Any = None) -> Any:
        """The same, as JSON. Raises Failed, also where it is none."""
        return understood(self.call(method, path, told))


class Way(Protocol):
    """How one kind of tracker is spoken with."""

    takes_files: str  # before it is opened, after, or never: then they go by a link

    def send(self, line: Line, number: str, name: str, content: bytes, media_type: str) -> str:
        """Send a file; gives what shows it in a text. Raises Failed."""

    def headers(self, tracker: Tracker, token: str) -> dict[str, str]:
        """What each call carries."""

    def check(self, line: Line) -> str:
        """Can issues be opened with this key? Gives what it is, in the tracker's words. Raises Failed."""

    def find(self, line: Line, marker: uuid.UUID, since: datetime) -> Seen | None:
        """The issue that has this marker and was opened since then. Raises Failed."""

    def open(self, line: Line, title: str, body: str, marker: uuid.UUID) -> Seen:
        """Open one. Raises Failed."""

    def read(self, line: Line, number: str, etag: str) -> tuple[Seen | None, str]:
        """How it stands, and its ETag; None where that is the same as before. Raises Failed."""

    def comments(self, line: Line, number: str, since: datetime | None) -> list[Said]:
        """What was said, the earliest first. Raises Failed."""

    def say(self, line: Line, number: str, text: str, marker: uuid.UUID) -> Said:
        """Write a comment. Raises Failed."""

    def number_of(self, tracker: Tracker, given: str) -> str:
        """The number in an address of this tracker, or as it was typed; empty for none."""

    def is_signed(self, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
        """Was this news signed with the secret?"""

    def news(self, tracker: Tracker, headers: Mapping[str, str], body: bytes) -> News | None:
        """What it says; None where it is of nothing that the desk knows."""


def line_of(tracker: Tracker, way: Way) -> Line:
    """Ready to be called. Raises Failed where the key cannot be read."""
    try:
        token = secrets.decrypt(tracker.token_sealed) if tracker.token_sealed else ""
    except secrets.SecretUnreadable:
        raise Failed("unreadable") from None
    return Line(tracker, way.headers(tracker, token))


def understood(answer: Answer) -> Any:
    """Its body as JSON. Raises Failed."""
    found = answer.json()
    if not isinstance(found, dict | list):
        raise Failed("odd", begun=True)
    return found


def part(found: Any, *path: str) -> Any:
    """What stands at a path of objects; None where there is none."""
    for name in path:
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return found


def words(found: Any, *path: str, most: int = 300) -> str:
    """A text or number at a path, bounded and clean; empty for anything else."""
    value = part(found, *path)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).replace("\0", "")[:most]


def moment(found: Any, *path: str) -> datetime:
    """A moment at a path; now where there is none."""
    text = words(found, *path, most=60)
    try:
        at = parse_datetime(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        return clock.now()
    return at


def rows(found: Any, most: int = 200) -> list[dict[str, Any]]:
    """The objects of a list. Raises Failed where it is none."""
    if not isinstance(found, list):
        raise Failed("odd")
    return [one for one in found[:most] if isinstance(one, dict)]


def named(found: Any, key: str = "") -> tuple[str, ...]:
    """Labels: texts, or objects with a name."""
    if not isinstance(found, list):
        return ()
    texts = (words(one, key) if key and isinstance(one, dict) else one for one in found[:30])
    return tuple(text[:60] for text in texts if isinstance(text, str) and text)


def multipart(name: str, content: bytes, media_type: str) -> tuple[bytes, str]:
    """A form with one file called `file`, and its content type."""
    boundary = f"derman-{uuid.uuid4().hex}"
    safe = "".join("_" if sign in '"\\\r\n' or not sign.isprintable() else sign for sign in name)
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{safe}"\r\n'
        f"Content-Type: {media_type}\r\n\r\n"
    )
    return head.encode() + content + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def first_with(found: Sequence[dict[str, Any]], marker: uuid.UUID, *path: str) -> dict[str, Any] | None:
    """The one in whose text the marker stands."""
    for one in found:
        value = part(one, *path)
        if isinstance(value, str) and str(marker) in value:
            return one
    return None
