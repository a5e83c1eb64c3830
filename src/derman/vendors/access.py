"""Who may see vendors and what is with them. Default deny; every door asks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from derman.people.models import Person
from derman.tickets.access import visible_to as tickets_visible_to
from derman.vendors.models import Case, Vendor


def visible_to(person: Any) -> QuerySet[Vendor]:
    """People of the desk see all vendors; nobody else sees any."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Vendor.objects.none()
    return Vendor.objects.all()


def cases_visible_to(person: Any) -> QuerySet[Case]:
    """What is with vendors, of tickets that an agent may see; requesters see nothing of it."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Case.objects.none()
    return Case.objects.filter(ticket__in=tickets_visible_to(person))


def may_keep(person: Any) -> bool:
    """Leads and administrators keep vendors and contracts, and see what they cost."""
    return isinstance(person, Person) and person.is_lead
