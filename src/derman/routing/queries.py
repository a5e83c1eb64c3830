"""Whom a ticket of a team should be given to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from derman.people.models import Person, PersonSkill, Role, Skill, Team
from derman.tickets.models import IN_WORK, Ticket


@dataclass(frozen=True, slots=True)
class Choice:
    """A person for a ticket, and why: how many tickets in work they have, and the skill that counted."""

    person: Person
    load: int
    skill: str


def choose(team: Team, skill: int | None) -> Choice | None:
    """The available member with the skill (the best level first, where anybody has it) and the lightest load.

    2 statements. None when nobody is available.
    """
    load = (
        Ticket.objects.filter(assignee=OuterRef("pk"), status__in=IN_WORK)
        .order_by()
        .values("assignee")
        .annotate(count=Count("pk"))
        .values("count")
    )
    level = PersonSkill.objects.filter(person=OuterRef("pk"), skill=skill or 0).values("level")[:1]
    found = (
        Person.objects.filter(memberships__team=team, is_active=True, available=True)
        .exclude(role=Role.REQUESTER)
        .annotate(load=Coalesce(Subquery(load), 0), level=Coalesce(Subquery(level), 0))
    )
    # those who have the skill at all come before those who do not; among them the lightest load decides
    able = found.annotate(able=Case(When(level__gt=0, then=1), default=0))
    best = able.order_by("-able", "load", "-level", "pk").first()
    if best is None:
        return None
    name = Skill.objects.values_list("name", flat=True).get(pk=skill) if skill is not None and best.level else ""
    return Choice(best, best.load, name)
