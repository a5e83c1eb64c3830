"""Who may see which people and teams. Default deny."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from derman.people.models import Group, GroupMember, Organisation, Person, PersonNote, Team


def people_visible_to(person: Any) -> QuerySet[Person]:
    """Staff see everybody; a requester sees only themselves; others see nobody."""
    if not isinstance(person, Person) or not person.is_active:
        return Person.objects.none()
    if person.is_staff_member:
        return Person.objects.all()
    return Person.objects.filter(pk=person.pk)


# the same in hand-written statements about active people: %(reader)s is who asks, %(staff)s whether they are staff
SEEN_PEOPLE = "(%(staff)s OR t.id = %(reader)s)"


def notes_visible_to(person: Any) -> QuerySet[PersonNote]:
    """What agents keep about people is the agents' alone, also when it is about the one who asks."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return PersonNote.objects.none()
    return PersonNote.objects.filter(removed_at=None)


def teams_visible_to(person: Any) -> QuerySet[Team]:
    """Staff see open teams and their own closed ones; administrators see that closed teams exist."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Team.objects.none()
    if person.is_administrator:
        return Team.objects.all()
    return Team.objects.filter(Q(closed=False) | Q(memberships__person=person)).distinct()


def organisations_visible_to(person: Any) -> QuerySet[Organisation]:
    """Staff see all organisations; requesters their own."""
    if not isinstance(person, Person) or not person.is_active:
        return Organisation.objects.none()
    if person.is_staff_member:
        return Organisation.objects.all()
    return Organisation.objects.filter(people=person)


def groups_visible_to(person: Any) -> QuerySet[Group]:
    """Staff see all groups and who is in them; to others it is not told to which they belong."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Group.objects.none()
    return Group.objects.all()


def groups_of(person: Person) -> QuerySet[GroupMember]:
    """Where `person` belongs, for an audience: `.values("group")`."""
    return GroupMember.objects.filter(person=person)


def teams_closed_to(person: Person) -> RawSQL:
    """The ids of the closed teams whose tickets `person` must not see, whatever their role; for `…__in`."""
    return RawSQL(
        "SELECT closed.id FROM people_team closed WHERE closed.closed AND NOT EXISTS"
        " (SELECT 1 FROM people_membership own WHERE own.team_id = closed.id AND own.person_id = %s)",
        [person.pk],
    )


@dataclass(frozen=True, slots=True)
class Lens:
    """Through which one sees lists: one's own teams, and the closed teams that are not one's own (ids)."""

    teams: list[int]
    closed: list[int]


def lens_of(person: Person) -> Lens:
    """Read once for a page, so that its lists need no subquery. 1 statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT team.id, team.closed, EXISTS (SELECT 1 FROM people_membership own WHERE own.team_id = team.id"
            " AND own.person_id = %s) FROM people_team team",
            [person.pk],
        )
        rows = cursor.fetchall()
    return Lens(
        teams=[team for team, _closed, member in rows if member],
        closed=[team for team, closed, member in rows if closed and not member],
    )


def audiences(person: Person) -> frozenset[str]:
    """The audiences of live signals that `person` belongs to (see kernel.live)."""
    names = {f"person:{person.pk}"}
    if person.is_staff_member:
        names.add("agents")
        names.update(f"team:{team}" for team in person.memberships.values_list("team_id", flat=True))
    return frozenset(names)
