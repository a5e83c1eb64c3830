"""Lists of major incidents, and of the tickets that belong to one or may do so."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from derman.majors.access import joined_visible_to, likely_visible_to, visible_to
from derman.majors.actions.locking import LARGEST
from derman.majors.errors import MajorNotFound
from derman.majors.models import OPEN, Joined, Likely, MajorIncident, State
from derman.tickets.models import HIDDEN

PAGE = 30


def some(person: Any, *, which: str = "open", before: int | None = None, size: int = PAGE) -> list[MajorIncident]:
    """The latest first; one more than `size` where there are more. `which`: open, review (due), past, all.

    1 statement.
    """
    rows = visible_to(person).select_related("announcement", "lead", "team")
    match which:
        case "open":
            rows = rows.filter(state__in=OPEN)
        case "review":
            rows = rows.filter(state=State.RESOLVED)
        case "past":
            rows = rows.exclude(state__in=OPEN)
        case _:
            pass
    if before is not None:
        rows = rows.filter(pk__lt=min(before, LARGEST - 1))
    return list(rows.order_by("-pk")[: size + 1])


def find(person: Any, pk: int) -> MajorIncident:
    """One that `person` may see. 1 statement. Raises MajorNotFound."""
    rows = visible_to(person).filter(pk=pk)
    rows = rows.select_related("announcement", "lead", "team", "problem", "declared_by", "reviewed_by")
    found = rows.first() if 0 < pk < LARGEST else None
    if found is None:
        raise MajorNotFound(_("There is no such major incident."))
    return found


def joined(person: Any, pk: int, *, before: int | None = None, size: int = PAGE) -> list[Joined]:
    """Its tickets that `person` may see, the latest joined first; one more than `size` where there are more.

    1 statement.
    """
    rows = joined_visible_to(person).filter(major=pk if 0 < pk < LARGEST else 0)
    if before is not None:
        rows = rows.filter(pk__lt=min(before, LARGEST - 1))
    return list(rows.select_related("ticket__requester").order_by("-pk")[: size + 1])


def likely_for(person: Any, pk: int, *, size: int = 10) -> list[Likely]:
    """Tickets that look as if they belonged to it, of those that `person` may see, the latest first. 1 statement."""
    rows = likely_visible_to(person).filter(major=pk if 0 < pk < LARGEST else 0, state=Likely.State.OFFERED)
    rows = rows.filter(ticket__merged_into=None).exclude(ticket__status__in=[*HIDDEN, "closed"])
    return list(rows.select_related("ticket__requester").order_by("-ticket")[:size])
