"""Who may see which devices. Default deny; every door asks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from derman.assets.models import Asset
from derman.people.models import Person


def visible_to(person: Any) -> QuerySet[Asset]:
    """People of the desk see all; others what they have themselves; nobody else sees any."""
    if not isinstance(person, Person) or not person.is_active:
        return Asset.objects.none()
    if person.is_staff_member:
        return Asset.objects.all()
    return Asset.objects.filter(person=person)


def may_write(person: Any) -> bool:
    """Agents keep the list right while they work; who merely has a device does not."""
    return isinstance(person, Person) and person.is_active and person.is_staff_member


def may_remove(person: Any) -> bool:
    """What is no longer used is retired and stays readable; only administrators delete, what came in by mistake."""
    return isinstance(person, Person) and person.is_active and person.is_administrator
