"""Where the conversation of a merged ticket goes on."""

from __future__ import annotations

from derman.tickets.models import Ticket

LONGEST_CHAIN = 50  # of tickets merged into one another


def survivor_of(number: int) -> int:
    """Its own number, where it was not merged. 1 statement for each step."""
    for _step in range(LONGEST_CHAIN):
        following = Ticket.objects.filter(pk=number).values_list("merged_into", flat=True).first()
        if following is None:
            return number
        number = following
    return number


def family_of(number: int) -> set[int]:
    """The ticket and all whose conversation goes on in it, directly or through others. 1 statement for each step."""
    known, latest = {number}, {number}
    for _step in range(LONGEST_CHAIN):
        found = Ticket.objects.filter(merged_into__in=latest).values_list("pk", flat=True)
        latest = set(found) - known
        if not latest:
            break
        known |= latest
    return known
