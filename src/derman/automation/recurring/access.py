"""Who may see and change templates, and who may open a ticket from one; those of closed teams are their own."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.automation.models import Template
from derman.people.access import teams_closed_to
from derman.people.models import Person


def visible_to(person: Any) -> QuerySet[Template]:
    """Those that are there; removed ones only for whoever brings them back (see `actions.restore`)."""
    return all_of(person).filter(removed_at=None)


def usable_by(person: Any) -> QuerySet[Template]:
    """Those from which `person` may open a ticket: everybody at the desk, but for those of teams closed to them."""
    if not isinstance(person, Person) or not person.is_staff_member or not person.is_active:
        return Template.objects.none()
    return Template.objects.filter(Q(team=None) | ~Q(team__in=teams_closed_to(person)), removed_at=None)


def all_of(person: Any) -> QuerySet[Template]:
    """The same with those that were removed. Nobody but leads and administrators sees any."""
    if not isinstance(person, Person) or not person.is_lead or not person.is_active:
        return Template.objects.none()
    return Template.objects.filter(Q(team=None) | ~Q(team__in=teams_closed_to(person)))
