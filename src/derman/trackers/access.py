"""Who may see which issues, and use which trackers. Default deny; every door asks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.people.models import Membership, Person
from derman.problems.access import visible_to as problems_visible_to
from derman.tickets.access import visible_to as tickets_visible_to
from derman.trackers.models import Issue, Tracker


def visible_to(person: Any) -> QuerySet[Tracker]:
    """The trackers that an agent may use: those of everybody, and of their own teams; leads may use all."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Tracker.objects.none()
    if person.is_lead:
        return Tracker.objects.all()
    teams = Membership.objects.filter(person=person).values("team")
    return Tracker.objects.filter(Q(team=None) | Q(team__in=teams))


def issues_visible_to(person: Any) -> QuerySet[Issue]:
    """Issues of tickets and problems that an agent may see, whatever the tracker; requesters see nothing of them."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Issue.objects.none()
    return Issue.objects.filter(Q(ticket__in=tickets_visible_to(person)) | Q(problem__in=problems_visible_to(person)))


def may_keep(person: Any) -> bool:
    """Administrators keep trackers: there are keys in them."""
    return isinstance(person, Person) and person.is_administrator
