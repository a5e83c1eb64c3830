"""Who may see and who may change which views. Default deny. What a view shows is decided by each reader's sight."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.people.models import Membership, Person
from derman.views.models import SavedView


def _own_teams(person: Person) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(person=person).values("team")


def visible_to(person: Any) -> QuerySet[SavedView]:
    """One's own, those of one's teams, and the desk's. Requesters see none."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return SavedView.objects.none()
    mine = Q(owner=person) | Q(owner=None, team=None) | Q(team__in=_own_teams(person))
    return SavedView.objects.filter(mine, removed_at=None)


# the same in hand-written statements for somebody of the desk: %(reader)s is who asks
SEEN = (
    "(t.removed_at IS NULL AND (t.owner_id = %(reader)s OR (t.owner_id IS NULL AND t.team_id IS NULL)"
    " OR t.team_id IN (SELECT own.team_id FROM people_membership own WHERE own.person_id = %(reader)s)))"
)


def changeable_by(person: Any) -> QuerySet[SavedView]:
    """One's own; a lead's those of their teams; an administrator's also the desk's. Removed ones are among them."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return SavedView.objects.none()
    if person.is_administrator:
        mine = Q(owner=person) | Q(owner=None, team=None) | Q(team__in=_own_teams(person))
        return SavedView.objects.filter(mine)
    if person.is_lead:
        return SavedView.objects.filter(Q(owner=person) | Q(team__in=_own_teams(person)))
    return SavedView.objects.filter(owner=person)
