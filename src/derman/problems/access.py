"""Who may see which problems, and write on them. Default deny; every door asks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.people.access import teams_closed_to
from derman.people.models import Membership, Person
from derman.problems.models import Incident, Problem
from derman.tickets.access import own
from derman.tickets.access import visible_to as tickets_visible_to


def visible_to(person: Any) -> QuerySet[Problem]:
    """People of the desk see every problem but those of closed teams they are not in; nobody else sees any."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Problem.objects.none()
    return Problem.objects.filter(Q(team=None) | ~Q(team__in=teams_closed_to(person)))


# the same in hand-written statements: %(person)s is the agent
SEEN_BY_AGENT = (
    "(p.team_id IS NULL OR NOT EXISTS (SELECT 1 FROM people_team shut WHERE shut.id = p.team_id AND shut.closed"
    " AND NOT EXISTS (SELECT 1 FROM people_membership own WHERE own.team_id = shut.id AND own.person_id = %(person)s)))"
)


def incidents_visible_to(person: Any) -> QuerySet[Incident]:
    """Linked tickets, where both the problem and the ticket may be seen."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Incident.objects.none()
    seen = visible_to(person).values("pk")
    return Incident.objects.filter(problem__in=seen, ticket__in=tickets_visible_to(person))


def offered_to(requester: Any) -> QuerySet[Incident]:
    """On a requester's own tickets, those whose problem's workaround is offered to them."""
    if not isinstance(requester, Person) or not requester.is_active:
        return Incident.objects.none()
    return Incident.objects.filter(problem__offered_at__isnull=False, ticket__in=own(requester))


def may_close(person: Any, row: Problem) -> bool:
    """Closing tells people, so it is for leads, the owner, whoever wrote it, and the members of its team."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return False
    if person.is_lead or person.pk in (row.owner_id, row.written_by_id):
        return True
    return row.team_id is not None and Membership.objects.filter(person=person, team=row.team_id).exists()
