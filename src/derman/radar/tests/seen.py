"""A surge as the radar keeps it, for tests of the doors."""

from __future__ import annotations

from derman.radar.models import Surge, SurgeTicket
from derman.tickets.models import Ticket


def surge_of(*tickets: Ticket) -> int:
    """The id of a surge of these tickets."""
    at = max(ticket.created_at for ticket in tickets)
    row = Surge.objects.create(signs=["w:keybo"], expected=0.1, tickets=len(tickets), began_at=at, last_at=at)
    SurgeTicket.objects.bulk_create([SurgeTicket(surge=row, ticket=ticket) for ticket in tickets])
    return row.pk
