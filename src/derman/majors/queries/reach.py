"""Whom an update reaches, looked at before it is sent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from derman.announcements.models import Affected
from derman.desk.queries import the_desk
from derman.majors.access import joined_visible_to
from derman.majors.models import MajorIncident
from derman.tickets.models import HIDDEN

MOST = 5000


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people hear of it, and how many of them said so themselves on the portal.

    By language only those of whom the reader knows: of tickets that they may not see, it is told how many there are.
    """

    people: int
    by_language: dict[str, int]
    without_ticket: int


def reach(person: Any, row: MajorIncident) -> Reach:
    """Of one that the reader may see. 4 statements."""
    asked = row.rows.exclude(ticket__status__in=HIDDEN).order_by()
    by_ticket = dict(asked.values_list("ticket__requester", "ticket__requester__language")[:MOST])
    seen = joined_visible_to(person).filter(major=row).exclude(ticket__status__in=HIDDEN).order_by()
    known_by_ticket = dict(seen.values_list("ticket__requester", "ticket__requester__language")[:MOST])
    said = Affected.objects.filter(announcement=row.announcement_id, person__isnull=False).order_by()
    by_word = dict(said.values_list("person", "person__language")[:MOST])
    people = by_word.keys() | by_ticket.keys()
    known, usual = dict(settings.LANGUAGES), the_desk().language
    hidden = by_ticket.keys() - known_by_ticket.keys()  # who asked is counted as affected, too
    told = {pk: code for pk, code in {**by_word, **known_by_ticket}.items() if pk not in hidden}
    counted = Counter(code if code in known else usual for code in told.values())
    return Reach(len(people), dict(sorted(counted.items())), len(by_word.keys() - by_ticket.keys()))
