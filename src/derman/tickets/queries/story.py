"""What a ticket went through, as far as one explains it by: its events, without those that were taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from derman.kernel import sql
from derman.people.models import Person
from derman.tickets.models import Event, ReadMark, Ticket

LONGEST_STORY = 500  # events, the latest
BEGIN = 5  # events among which is how it was opened
MOST_READERS = 100

_KINDS = [
    "ticket.opened",
    "message.received",
    "message.replied",
    "status.changed",
    "team.changed",
    "assignee.changed",
    "handover.made",
    "handover.accepted",
    "handover.returned",
    "approval.asked",
    "runbook.walked",
    "runbook.ended",
    "requester.tried",
    "rule.ran",
    "vendor.asked",
    "vendor.ended",
    "ticket.undone",
]
_STORY = """
SELECT {columns} FROM tickets_event event LEFT JOIN people_person actor ON actor.id = event.actor_id
WHERE event.ticket_id = %(ticket)s AND (event.kind = ANY(%(kinds)s) OR event.seq <= %(begin)s)
ORDER BY event.seq DESC LIMIT %(most)s
"""
_READERS = """
SELECT {columns} FROM tickets_readmark mark JOIN people_person agent ON agent.id = mark.agent_id
WHERE mark.ticket_id = %(ticket)s ORDER BY mark.seq DESC, agent.name, agent.id LIMIT %(most)s
"""


def story_of(reader: Person, ticket: Ticket) -> list[Event]:
    """By what a ticket is explained, oldest first, for an agent who is known to see it. 1 statement."""
    if not reader.is_staff_member:
        return []
    found = []
    wanted = ((Event, "event"), (Person, "actor"))
    asked = {"ticket": ticket.pk, "kinds": _KINDS, "begin": BEGIN, "most": LONGEST_STORY}
    for event, actor in sql.read_joined(_STORY, wanted, asked):
        event.actor = actor
        found.append(event)
    undone = {seq for event in found if event.kind == "ticket.undone" for seq in event.details["seqs"]}
    return [event for event in reversed(found) if event.seq not in undone and event.kind != "ticket.undone"]


@dataclass(frozen=True, slots=True)
class Seen:
    """An agent who had the ticket on the screen: how far they read, and whether that was all there is to be read."""

    agent: Person
    seq: int
    all: bool
    until: datetime | None  # the moment of the last thing that they saw


def seen_by(reader: Person, ticket: Ticket) -> list[Seen]:
    """Who saw a ticket, whoever saw most first, for an agent who is known to see it. 2 statements."""
    if not reader.is_staff_member:
        return []
    rows = sql.read_joined(
        _READERS, ((ReadMark, "mark"), (Person, "agent")), {"ticket": ticket.pk, "most": MOST_READERS}
    )
    marks = {mark.seq for mark, _agent in rows}
    at = dict(Event.objects.filter(ticket=ticket, seq__in=marks).values_list("seq", "at")) if marks else {}
    return [Seen(agent, mark.seq, mark.seq >= ticket.message_seq, at.get(mark.seq)) for mark, agent in rows]
