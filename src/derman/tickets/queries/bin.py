"""What lies in the bin, for those who may look into it."""

from __future__ import annotations

from derman.people.models import Person
from derman.tickets.access import bin_visible_to
from derman.tickets.models import Ticket

SHOWN = 200


def binned(person: Person) -> list[Ticket]:
    """What can be brought back, the latest deleted first; merged tickets stand for themselves alone no longer.

    1 statement.
    """
    found = bin_visible_to(person).filter(binned__emptied_at=None, merged_into=None)
    return list(found.select_related("binned__by", "requester", "team").order_by("-binned__at", "-pk")[:SHOWN])


def emptied(person: Person) -> list[Ticket]:
    """What has lost its content for good: numbers, times and people. 1 statement."""
    found = bin_visible_to(person).filter(binned__emptied_at__isnull=False)
    return list(found.select_related("binned__by").order_by("-binned__emptied_at", "-pk")[:SHOWN])
