"""What the room does when a ticket loses its content."""

from __future__ import annotations

from derman.surveys.models import Rating
from derman.tickets.facts import TicketEmptied


def forget_words(fact: TicketEmptied) -> None:
    """Now: what a requester wrote beside their rating goes with the ticket."""
    Rating.objects.filter(ticket=fact.ticket).update(comment="")
