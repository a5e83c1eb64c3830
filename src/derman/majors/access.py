"""Who may see which major incidents, declare one, and lead. Default deny; every door asks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.majors.models import DeclaredBy, Joined, Likely, MajorIncident, Rules
from derman.people.access import teams_closed_to
from derman.people.models import Person
from derman.tickets.access import visible_to as tickets_visible_to


def visible_to(person: Any) -> QuerySet[MajorIncident]:
    """People of the desk see every one but those of closed teams they are not in; nobody else sees any."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return MajorIncident.objects.none()
    return MajorIncident.objects.filter(Q(team=None) | ~Q(team__in=teams_closed_to(person)))


# the same in hand-written statements, of `m`: %(person)s is the agent
SEEN_BY_AGENT = (
    "(m.team_id IS NULL OR NOT EXISTS (SELECT 1 FROM people_team shut WHERE shut.id = m.team_id AND shut.closed"
    " AND NOT EXISTS (SELECT 1 FROM people_membership own WHERE own.team_id = shut.id AND own.person_id = %(person)s)))"
)


def joined_visible_to(person: Any) -> QuerySet[Joined]:
    """Joined tickets, where both the major incident and the ticket may be seen."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Joined.objects.none()
    return Joined.objects.filter(major__in=visible_to(person).values("pk"), ticket__in=tickets_visible_to(person))


def likely_visible_to(person: Any) -> QuerySet[Likely]:
    """The same for tickets that are offered."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Likely.objects.none()
    return Likely.objects.filter(major__in=visible_to(person).values("pk"), ticket__in=tickets_visible_to(person))


def may_declare(person: Any, rules: Rules) -> bool:
    """Leads and administrators, and every agent where the desk says so."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return False
    return person.is_lead or rules.declared_by == DeclaredBy.AGENTS


def may_lead(person: Any, row: MajorIncident) -> bool:
    """Telling people, roles, how far it is and the end are for its lead, whoever has a part in it, and leads."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return False
    if person.is_lead or person.pk in (row.lead_id, row.declared_by_id):
        return True
    return row.seats.filter(person=person).exists()
