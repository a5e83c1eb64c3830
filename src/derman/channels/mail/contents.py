"""What a mail holds beside its words: the event of an invitation, and whether it is signed or encrypted.

Kept with the findings of the ledger, so that the message's page needs nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from derman.channels.mail.intake import plain
from derman.channels.mail.reading import Invitation, Mail


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a calendar. Times are aware, or naive where nobody knows the zone, whose name is then `zone`."""

    method: str  # REQUEST, CANCEL, REPLY, … (RFC 5546)
    title: str
    start: datetime | None
    end: datetime | None  # the last day, of an event of whole days
    whole_days: bool
    zone: str
    place: str
    organiser: str
    answer: str  # ACCEPTED, DECLINED, TENTATIVE; empty unless it is a reply
    repeats: bool


def found_in(mail: Mail) -> dict[str, Any]:
    """For the findings of the ledger; empty for a mail that holds nothing of the kind."""
    kept: dict[str, Any] = {}
    if mail.protection:
        kept["protection"] = str(mail.protection)
    if mail.invitation:
        kept["event"] = _record(mail.invitation)
    return kept


def _record(found: Invitation) -> dict[str, Any]:
    organiser = found.organiser
    return {
        "method": plain(found.method),
        "title": plain(found.title),
        "start": found.start.isoformat() if found.start else "",
        "end": found.end.isoformat() if found.end else "",
        "whole_days": found.whole_days,
        "zone": plain(found.zone),
        "place": plain(found.place),
        "organiser": plain(organiser.name or organiser.email)[:200] if organiser else "",
        "answer": plain(found.answer),
        "repeats": found.repeats,
    }


def event_of(findings: dict[str, Any]) -> Event | None:
    """The event that `found_in` kept."""
    kept = findings.get("event")
    if not kept:
        return None
    start, end = (datetime.fromisoformat(kept[name]) if kept[name] else None for name in ("start", "end"))
    return Event(**{**kept, "start": start, "end": end})
