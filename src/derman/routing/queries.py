"""Whom a ticket of a team should be given to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from derman.people.models import Person, PersonSkill, Role, Team
from derman.tickets.models import IN_WORK, Ticket


@dataclass(frozen=True, slots=True)
class Choice:
    """A person for a ticket, and why: how many tickets in work they have, and the skill that counted."""

    person: Person
    load: int
    skill: str


def candidates(team: Team) -> QuerySet[Person]:
    """The members of a team who take tickets now, lightest load first."""
    load = (
        Ticket.objects.filter(assignee=OuterRef("pk"), status__in=IN_WORK)
        .order_by()
        .values("assignee")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        Person.objects.filter(memberships__team=team, is_active=True, available=True)
        .exclude(role=Role.REQUESTER)
        .annotate(load=Coalesce(Subquery(load), 0))
        .order_by("load", "pk")
    )


def choose(team: Team, skill: int | None) -> Choice | None:
    """The available member with the skill (the best level first, where anybody has it) and the lightest load.

    2 statements. None when nobody is available.
    """
    found = candidates(team)
    if skill is not None:
        level = PersonSkill.objects.filter(person=OuterRef("pk"), skill=skill).values("level")[:1]
        skilled = (
            found.annotate(level=Subquery(level)).filter(level__isnull=False).order_by("load", "-level", "pk").first()
        )
        if skilled is not None:
            name = PersonSkill.objects.select_related("skill").get(person=skilled, skill=skill).skill.name
            return Choice(skilled, skilled.load, name)
    person = found.first()
    return Choice(person, person.load, "") if person is not None else None
