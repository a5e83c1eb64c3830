"""Who may see which services. Default deny."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.catalogue.models import Service
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
    if person.organisation_id is not None:
        everyone |= Q(audience=Service.Audience.ORGANISATIONS, organisations=person.organisation_id)
    return published.filter(everyone)
