"""Who may see and write rules. Default deny: they act on many tickets, so they are for leads and administrators."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from derman.automation.models import Replay, Rule
from derman.people.access import teams_closed_to
from derman.people.models import Person


def visible_to(person: Any) -> QuerySet[Rule]:
    """All rules for leads and administrators, none for anybody else. Removed ones are not among them."""
    if not isinstance(person, Person) or not person.is_lead:
        return Rule.objects.none()
    return Rule.objects.filter(removed_at=None)


def replays_visible_to(person: Any) -> QuerySet[Replay]:
    """For leads those whose sums count nothing that they may not see: each counted what whoever began it sees."""
    found = Replay.objects.filter(rule__in=visible_to(person))
    return found.exclude(by__memberships__team__in=teams_closed_to(person)) if isinstance(person, Person) else found
