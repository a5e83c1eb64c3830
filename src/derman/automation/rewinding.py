"""How tickets stood earlier: as they stand now, with what happened since taken back event by event. Only reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from derman.automation.seeing import Seen, chain_of
from derman.kernel import sql
from derman.tickets.models import PRIORITY_OF

type Above = Mapping[int, int | None]

UNDONE = "ticket.undone"
_PAST = """
SELECT e.ticket_id, e.seq, e.kind, e.at, e.act::text, e.details::text FROM tickets_event e
WHERE e.ticket_id = ANY(%s) AND e.kind = ANY(%s) ORDER BY e.ticket_id, e.seq
"""


@dataclass(frozen=True, slots=True)
class Past:
    """Something that happened to a ticket."""

    seq: int
    kind: str
    at: datetime
    act: str
    details: dict[str, Any]


def past_of(numbers: Collection[int], kinds: Collection[str]) -> dict[int, list[Past]]:
    """What happened to these tickets, in order; with all that `back_to` needs. 1 statement."""
    found: dict[int, list[Past]] = {}
    for number, seq, kind, at, act, details in sql.rows(_PAST, [list(numbers), [*{*kinds, *_PUT, UNDONE}]]):
        found.setdefault(number, []).append(Past(seq, kind, at, act, json.loads(details)))
    return found


def backwards(seen: Seen, past: Sequence[Past], above: Above) -> Iterator[int]:
    """Set `seen` back, the latest first: with each place in `past` that is given, it stands as it stood after that."""
    by_seq = {event.seq: event for event in past}
    for place in range(len(past) - 1, -1, -1):
        yield place
        event = past[place]
        if event.kind == UNDONE:
            for seq in event.details.get("seqs", ()):
                if seq in by_seq:
                    _put(seen, by_seq[seq], "after", above)
        else:
            _put(seen, event, "before", above)


def _put(seen: Seen, event: Past, side: str, above: Above) -> None:
    put = _PUT.get(event.kind)
    if put is not None and side in event.details:
        put(seen, event.details, event.details[side])
        if event.kind == "category.changed":
            seen.about = chain_of(seen.ticket.category_id, above)


def _status(seen: Seen, details: Mapping[str, Any], value: Mapping[str, Any]) -> None:
    ticket = seen.ticket
    ticket.status, ticket.waiting_for = value["status"], value.get("waiting_for") or ""
    resolved = details.get("dates", {}).get("resolved_at")
    ticket.resolved_at = datetime.fromisoformat(resolved) if resolved else None


def _priority(seen: Seen, details: Mapping[str, Any], value: Mapping[str, Any]) -> None:
    seen.ticket.priority = PRIORITY_OF[value["priority"]]


def _team(seen: Seen, details: Mapping[str, Any], value: Mapping[str, Any]) -> None:
    seen.ticket.team_id = value["team"]


def _own(seen: Seen, details: Mapping[str, Any], value: Any) -> None:
    seen.own = {**seen.own, details["field"]: value}


def _column(name: str) -> Callable[[Seen, Mapping[str, Any], Any], None]:
    return lambda seen, details, value: setattr(seen.ticket, name, value)


_PUT: Mapping[str, Callable[[Seen, Mapping[str, Any], Any], None]] = {
    "status.changed": _status,
    "priority.changed": _priority,
    "team.changed": _team,
    "assignee.changed": _column("assignee_id"),
    "category.changed": _column("category_id"),
    "kind.changed": _column("kind"),
    "subject.changed": _column("subject"),
    "tags.changed": _column("tags"),
    "watchers.changed": _column("watchers"),
    "field.changed": _own,
}
