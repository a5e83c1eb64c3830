"""Given tickets from a file of JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from derman.site.bench.given import GivenMessage, GivenPerson, GivenTicket

STATUSES = ("new", "open", "waiting", "resolved", "closed", "spam")
PRIORITIES = ("critical", "high", "normal", "low")


class BadLine(Exception):
    """A line of the file cannot be used; the message says which and why."""


def read(path: Path) -> Iterator[GivenTicket]:
    """The tickets of the file, in its order. Raises BadLine."""
    with path.open(encoding="utf-8") as file:
        for place, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield _ticket(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BadLine(f"{path}, line {place}: {type(error).__name__} {error}") from None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _person(given: dict[str, Any], *, staff: bool = False) -> GivenPerson:
    return GivenPerson(str(given.get("name") or ""), str(given["email"]), staff)


def _one_of(value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"“{value}” is none of {', '.join(known)}")
    return value


def _ticket(row: dict[str, Any]) -> GivenTicket:
    status = _one_of(row["status"], STATUSES)
    return GivenTicket(
        number=int(row["number"]),
        subject=str(row["subject"]),
        language=str(row.get("lang") or ""),
        requester=_person(row["requester"]),
        team=str(row["team"]) if row.get("team") else None,
        status=status,
        priority=_one_of(row["priority"], PRIORITIES),
        assignee=_person(row["assignee"], staff=True) if row.get("assignee") else None,
        created=_moment(row["created"]),
        messages=[
            GivenMessage(
                author=_person(message["author"], staff=bool(message["staff"])),
                staff=bool(message["staff"]),
                public=bool(message["public"]),
                text=str(message["text"]),
                at=_moment(message["at"]) if message.get("at") else None,
            )
            for message in row["messages"]
        ],
        waiting_for="requester" if status == "waiting" else "",
    )
