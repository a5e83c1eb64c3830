"""Who may change which signature, and see it in the settings. Default deny."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.channels.mail.appearance.models import Signature
from derman.people.models import Membership, Person, Team


def visible_to(person: Any) -> QuerySet[Signature]:
    """An agent sees their own, a lead those of their teams too, an administrator those of all teams."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Signature.objects.none()
    seen = Q(person=person)
    if person.is_lead:
        seen |= Q(team__in=teams_signed_for(person))
    return Signature.objects.filter(seen)


def teams_signed_for(person: Any) -> QuerySet[Team]:
    """The teams whose signature this person may change."""
    if not isinstance(person, Person) or not person.is_lead:
        return Team.objects.none()
    if person.is_administrator:
        return Team.objects.all()
    return Team.objects.filter(pk__in=Membership.objects.filter(person=person).values("team"))


def may_sign_for(actor: Person, *, person: Person | None, team: Team | None) -> bool:
    """May `actor` change the signature of this person or this team?"""
    if person is not None:
        return actor.is_staff_member and person.pk == actor.pk
    return team is not None and teams_signed_for(actor).filter(pk=team.pk).exists()
