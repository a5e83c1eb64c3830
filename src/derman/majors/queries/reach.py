"""Whom an update reaches, looked at before it is sent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.conf import settings

from derman.announcements.models import Affected
from derman.desk.queries import the_desk
from derman.majors.models import MajorIncident
from derman.tickets.models import HIDDEN

MOST = 5000


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people hear of it, by language, and how many of them said so themselves on the portal."""

    people: int
    by_language: dict[str, int]
    without_ticket: int


def reach(row: MajorIncident) -> Reach:
    """Of one that the reader may see. 3 statements."""
    asked = row.rows.exclude(ticket__status__in=HIDDEN).order_by()
    by_ticket = dict(asked.values_list("ticket__requester", "ticket__requester__language")[:MOST])
    said = Affected.objects.filter(announcement=row.announcement_id, person__isnull=False).order_by()
    by_word = dict(said.values_list("person", "person__language")[:MOST])
    people = {**by_word, **by_ticket}
    known, usual = dict(settings.LANGUAGES), the_desk().language
    counted = Counter(code if code in known else usual for code in people.values())
    return Reach(len(people), dict(sorted(counted.items())), len(by_word.keys() - by_ticket.keys()))
