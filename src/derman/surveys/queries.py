"""The questions of ratings, each with a fixed number of SQL statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.surveys.access import may_list, visible_to
from derman.surveys.errors import NotAllowed
from derman.surveys.links import opened_by, token_for
from derman.surveys.models import Practice, Rating, Score
from derman.tickets.models import Channel, Status, Ticket

__all__ = ["opened_by", "token_for"]

CHANGEABLE = timedelta(days=14)  # after it was resolved
COUNTED = timedelta(days=90)
PAGE = 30
# nobody asked for these: monitoring reported them, or the calendar opened them; who wants to rates them unasked
UNASKED = (Channel.ALERT, Channel.TEMPLATE)


def practice() -> Practice:
    """How the desk asks. 1 statement."""
    return Practice.objects.filter(pk=1).first() or Practice(pk=1)


def can_be_rated(ticket: Ticket) -> bool:
    """Is it solved, and not too long ago? 1 statement at most."""
    if ticket.status not in (Status.RESOLVED, Status.CLOSED) or ticket.resolved_at is None:
        return False
    return ticket.merged_into_id is None and ticket.resolved_at + CHANGEABLE > clock.now() and practice().on


def of_ticket(ticket: int) -> Rating | None:
    """For whoever is known to see the ticket. 1 statement."""
    return Rating.objects.filter(ticket=ticket).first()


def of_requester(reader: Any, person: int, *, limit: int = 50) -> list[Rating]:
    """What somebody thought of the help, the latest first, on tickets that `reader` may see. 1 statement."""
    return list(visible_to(reader).filter(person=person).select_related("ticket").order_by("-pk")[:limit])


@dataclass(frozen=True, slots=True)
class Standing:
    """The rating of one's own request, and whether it may be said or changed now."""

    rating: Rating | None
    open: bool


def standing(person: Any, ticket: Ticket) -> Standing | None:
    """For the requester's page; None where there is nothing to show. 2 statements at most, none before it is solved."""
    if ticket.requester_id != person.pk or ticket.status not in (Status.RESOLVED, Status.CLOSED):
        return None
    found, may = of_ticket(ticket.pk), can_be_rated(ticket)
    return Standing(found, may) if found is not None or may else None


@dataclass(frozen=True, slots=True)
class Ratings:
    """A page of ratings, the latest first, and how many of each score there were since `since`."""

    rows: list[Rating]
    counts: Mapping[str, int]
    since: datetime

    @property
    def all(self) -> int:
        return sum(self.counts.values())


def ratings(person: Any, *, score: str = "", before: int | None = None, size: int = PAGE) -> Ratings:
    """Of the tickets that a lead may see; one row more than `size` where there are more. 2 statements.

    Raises NotAllowed.
    """
    if not may_list(person):
        raise NotAllowed(_("Leads and administrators see the ratings."))
    seen, since = visible_to(person), clock.now() - COUNTED
    counted = seen.filter(at__gte=since).order_by().values_list("score").annotate(n=Count("pk"))
    rows = seen.select_related("person", "ticket", "ticket__assignee", "ticket__team").order_by("-pk")
    if score in Score:
        rows = rows.filter(score=score)
    if before is not None:
        rows = rows.filter(pk__lt=min(before, 2**63 - 1))
    return Ratings(list(rows[: size + 1]), dict.fromkeys(Score.values, 0) | dict(counted), since)
