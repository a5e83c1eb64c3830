"""Who may see which surges: people of the desk, those of which they may see a ticket. Default deny."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from derman.people.models import Person
from derman.radar.models import Surge, SurgeTicket
from derman.tickets.access import visible_to as tickets_visible_to


def visible_to(person: Any) -> QuerySet[Surge]:
    """Surges of which `person` may see a ticket at least."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Surge.objects.none()
    seen = SurgeTicket.objects.filter(surge=OuterRef("pk"), ticket__in=tickets_visible_to(person))
    return Surge.objects.filter(Exists(seen))
