"""How far an agent has read."""

from __future__ import annotations

from derman.people.models import Person
from derman.tickets.models import ReadMark, Ticket


def mark_read(*, actor: Person, ticket: Ticket) -> None:
    """Remember that `actor` has seen the ticket up to its latest event. 1 statement."""
    ReadMark.objects.bulk_create(
        [ReadMark(ticket=ticket, agent=actor, seq=ticket.seq)],
        update_conflicts=True,
        unique_fields=["agent", "ticket"],
        update_fields=["seq"],
    )


def mark_unread(*, actor: Person, ticket: Ticket) -> None:
    """Show the ticket as unread to `actor` again."""
    ReadMark.objects.filter(agent=actor, ticket=ticket).delete()
