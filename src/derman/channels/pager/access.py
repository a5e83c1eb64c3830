"""Who may see which pages. Default deny; every door asks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.channels.pager.models import Page
from derman.majors.access import visible_to as majors_visible_to
from derman.people.models import Person
from derman.tickets.access import visible_to as tickets_visible_to


def visible_to(person: Any) -> QuerySet[Page]:
    """Leads see the pages for tickets and major incidents that they may see, and tests."""
    if not isinstance(person, Person) or not person.is_lead:
        return Page.objects.none()
    return Page.objects.filter(
        Q(ticket=None, major=None)
        | Q(ticket__in=tickets_visible_to(person))
        | Q(major__in=majors_visible_to(person).values("pk"))
    )
