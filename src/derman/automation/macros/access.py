"""Who may see and who may change which macros. Default deny. What one may do with a ticket is not asked here."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.automation.models import Macro
from derman.people.models import Membership, Person


def _own_teams(person: Person) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(person=person).values("team")


def visible_to(person: Any) -> QuerySet[Macro]:
    """One's own, those of one's teams, and the desk's; administrators see those of all teams. Requesters see none."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Macro.objects.none()
    kept = Macro.objects.filter(removed_at=None)
    if person.is_administrator:
        return kept.filter(Q(owner=None) | Q(owner=person))
    return kept.filter(Q(owner=person) | Q(owner=None, team=None) | Q(team__in=_own_teams(person)))


def changeable_by(person: Any) -> QuerySet[Macro]:
    """One's own; a lead's those of their teams; an administrator's all but the personal ones of others.

    Removed ones are among them: whoever may remove one may bring it back.
    """
    if not isinstance(person, Person) or not person.is_staff_member:
        return Macro.objects.none()
    if person.is_administrator:
        return Macro.objects.filter(Q(owner=None) | Q(owner=person))
    if person.is_lead:
        return Macro.objects.filter(Q(owner=person) | Q(team__in=_own_teams(person)))
    return Macro.objects.filter(owner=person)
