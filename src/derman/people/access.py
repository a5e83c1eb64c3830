"""Who may see which people and teams. Default deny."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.people.models import Membership, Organisation, Person, Team


def people_visible_to(person: Any) -> QuerySet[Person]:
    """Staff see everybody; a requester sees only themselves; others see nobody."""
    if not isinstance(person, Person) or not person.is_active:
        return Person.objects.none()
    if person.is_staff_member:
        return Person.objects.all()
    return Person.objects.filter(pk=person.pk)


def teams_visible_to(person: Any) -> QuerySet[Team]:
    """Staff see open teams and their own closed ones; administrators see that closed teams exist."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Team.objects.none()
    if person.is_administrator:
        return Team.objects.all()
    return Team.objects.filter(Q(closed=False) | Q(memberships__person=person)).distinct()


def organisations_visible_to(person: Any) -> QuerySet[Organisation]:
    """Staff see all organisations; requesters their own."""
    if not isinstance(person, Person) or not person.is_active:
        return Organisation.objects.none()
    if person.is_staff_member:
        return Organisation.objects.all()
    return Organisation.objects.filter(people=person)


def teams_closed_to(person: Person) -> QuerySet[Team]:
    """The closed teams whose tickets `person` must not see, whatever their role."""
    own = Membership.objects.filter(person=person).values("team")
    return Team.objects.filter(closed=True).exclude(pk__in=own)


def audiences(person: Person) -> frozenset[str]:
    """The audiences of live signals that `person` belongs to (see kernel.live)."""
    names = {f"person:{person.pk}"}
    if person.is_staff_member:
        names.add("agents")
        names.update(f"team:{team}" for team in person.memberships.values_list("team_id", flat=True))
    return frozenset(names)
