"""Who may see which ratings. Default deny; every door asks here."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from derman.people.models import Person
from derman.surveys.models import Rating
from derman.tickets.access import visible_to as tickets_visible_to


def visible_to(person: Any) -> QuerySet[Rating]:
    """For people of the desk those of the tickets that they may see; for others their own."""
    if not isinstance(person, Person) or not person.is_active:
        return Rating.objects.none()
    if not person.is_staff_member:
        return Rating.objects.filter(person=person)
    return Rating.objects.filter(ticket__in=tickets_visible_to(person))


def may_list(person: Any) -> bool:
    """Leads and administrators see what people thought of the help."""
    return isinstance(person, Person) and person.is_lead
