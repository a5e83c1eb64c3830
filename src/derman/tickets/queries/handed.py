"""The hand-overs of a ticket."""

from __future__ import annotations

from derman.people.models import Person
from derman.tickets.access import visible_to
from derman.tickets.handed import HandOver
from derman.tickets.models import Ticket


def hand_overs(reader: Person, ticket: Ticket) -> list[HandOver]:
    """All of a ticket, the oldest first, for agents who may see it. 1 statement."""
    if not reader.is_staff_member:
        return []
    found = HandOver.objects.filter(ticket=ticket, ticket__in=visible_to(reader))
    return list(found.select_related("from_team", "to_team", "by", "answered_by"))


def waits(row: HandOver, ticket: Ticket) -> bool:
    """Does it wait to be answered, where the ticket now is?"""
    return row.state == HandOver.State.WAITING and row.to_team_id == ticket.team_id
