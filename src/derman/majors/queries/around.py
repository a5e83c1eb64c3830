"""Major incidents seen from elsewhere: from every page of the desk, from a ticket, and by the radar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from derman.majors.access import joined_visible_to, likely_visible_to, visible_to
from derman.majors.actions.locking import the_rules
from derman.majors.models import OPEN, Joined, Likely, MajorIncident, Rules

MOST_BANNERS = 3
MOST_TICKETS = 200  # of one, from which its words are learned


def rules() -> Rules:
    """How this desk handles major incidents. 1 statement."""
    return the_rules()


@dataclass(frozen=True, slots=True)
class Banner:
    """One that goes on, for the head of every page of the desk."""

    row: MajorIncident


def banners(person: Any) -> list[Banner]:
    """What goes on, the latest first. 1 statement."""
    rows = visible_to(person).filter(state__in=OPEN).select_related("announcement", "lead").order_by("-pk")
    return [Banner(row) for row in rows[:MOST_BANNERS]]


def of_ticket(person: Any, ticket: int) -> list[Joined]:
    """What a ticket belongs to, of those that `person` may see. 1 statement."""
    rows = joined_visible_to(person).filter(ticket=ticket)
    return list(rows.select_related("major__announcement", "major__lead").order_by("-pk")[:MOST_BANNERS])


def some_for_ticket(person: Any, ticket: int) -> list[Likely]:
    """What a ticket looks as if it belonged to, and goes on. 1 statement."""
    rows = likely_visible_to(person).filter(
        ticket=ticket, state=Likely.State.OFFERED, major__state__in=OPEN, ticket__merged_into=None
    )
    return list(rows.select_related("major__announcement").order_by("-pk")[:MOST_BANNERS])


@dataclass(frozen=True, slots=True)
class Goes:
    """One that goes on, with the words by which new tickets are known to belong to it."""

    pk: int
    began_at: datetime
    declared_at: datetime
    words: Sequence[str]  # its titles, in each language
    tickets: Sequence[tuple[str, int | None, int | None]]  # subject, category, organisation of the requester


def going_on() -> list[Goes]:
    """All that go on and are not of a closed team, for the desk itself. 1 statement, and 1 for each."""
    rows = MajorIncident.objects.filter(state__in=OPEN, team=None).select_related("announcement").order_by("-pk")
    found = []
    for row in rows[:10]:
        joined = row.rows.filter(ticket__team__closed=False) | row.rows.filter(ticket__team=None)
        columns = ("ticket__subject", "ticket__category", "ticket__requester__organisation")
        tickets = list(joined.order_by("-pk").values_list(*columns)[:MOST_TICKETS])
        titles = list(row.announcement.titles.values())
        found.append(Goes(row.pk, row.began_at, row.declared_at, titles, tickets))
    return found
