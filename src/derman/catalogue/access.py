"""Who may see which services. Default deny."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.catalogue.models import Service
from derman.people.access import groups_of
from derman.people.models import Person


def visible_to(person: Any) -> QuerySet[Service]:
    """Published ones of one's audience; the desk sees all published, administrators drafts as well."""
    if not isinstance(person, Person) or not person.is_active:
        return Service.objects.none()
    if person.is_administrator:
        return Service.objects.all()
    published = Service.objects.filter(published=True)
    if person.is_staff_member:
        return published
    everyone = Q(audience=Service.Audience.SIGNED_IN)
    # by subqueries and not by joins: a service of two groups is still one service
    mine = Service.groups.through.objects.filter(group__in=groups_of(person).values("group")).values("service")
    everyone |= Q(audience=Service.Audience.GROUPS, pk__in=mine)
    if person.organisation_id is not None:
        shared = Service.organisations.through.objects.filter(organisation=person.organisation_id).values("service")
        everyone |= Q(audience=Service.Audience.ORGANISATIONS, pk__in=shared)
    return published.filter(everyone)
