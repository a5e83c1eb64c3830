"""Who may see which identity checks. Default deny; every door asks here."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.identity.models import AccountAction, HandedSecret, IdentityCheck
from derman.people.models import Person
from derman.tickets.access import visible_to as tickets_visible_to


def visible_to(person: Any) -> QuerySet[IdentityCheck]:
    """For people of the desk those of the tickets that they may see; nobody else knows of any."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return IdentityCheck.objects.none()
    return IdentityCheck.objects.filter(ticket__in=tickets_visible_to(person))


def asked_of(person: Any) -> QuerySet[IdentityCheck]:
    """What a manager is asked, or was, about people who report to them."""
    if not isinstance(person, Person) or not person.is_active:
        return IdentityCheck.objects.none()
    return IdentityCheck.objects.filter(manager=person)


def secrets_visible_to(person: Any) -> QuerySet[HandedSecret]:
    """For people of the desk that one was handed over on a ticket that they may see; what it is, nobody's."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return HandedSecret.objects.none()
    return HandedSecret.objects.filter(ticket__in=tickets_visible_to(person))


def account_actions_open_to(person: Any) -> QuerySet[AccountAction]:
    """Those in use that this agent may run: everybody's, those of their teams, and a lead's."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return AccountAction.objects.none()
    found = AccountAction.objects.filter(active=True)
    if not person.is_lead:
        found = found.filter(leads_only=False)
    return found.filter(Q(team=None) | Q(team__memberships__person=person)).distinct()
