"""Questions about pages."""

from __future__ import annotations

from derman.channels.pager.access import visible_to
from derman.channels.pager.models import Gateway, Page
from derman.people.models import Person

LATEST = 50


def pages_leave(*, majors: bool = False) -> bool:
    """Does anything carry pages to phones? 1 statement."""
    rows = Gateway.objects.filter(active=True)
    return rows.filter(majors=True).exists() if majors else rows.exists()


def gateway(asker: Person) -> Gateway | None:
    """How it is set; for administrators. 1 statement."""
    return Gateway.objects.filter(pk=1).first() if asker.is_administrator else None


def latest(asker: Person) -> list[Page]:
    """The latest pages that somebody may see, with what became of each. 1 statement."""
    rows = visible_to(asker).select_related("person", "ticket", "major__announcement")
    return list(rows.order_by("-pk")[:LATEST])
