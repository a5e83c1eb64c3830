"""Questions about people, each with a fixed number of SQL statements."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from derman.kernel import clock, secrets
from derman.people.access import people_visible_to, teams_visible_to
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import ApiToken, EmailAddress, Person, Role, Team


def person_by_address(address: str) -> Person | None:
    """Whose address is this? 1 statement."""
    try:
        folded = fold_address(address)
    except BadAddress:
        return None
    found = EmailAddress.objects.select_related("person").filter(folded=folded).first()
    return found.person if found else None


def person_by_token(token: str) -> tuple[Person, ApiToken] | None:
    """The person as whom this API token acts. 1 statement; the time of use is kept to the minute."""
    found = ApiToken.objects.select_related("person").filter(digest=secrets.digest(token), ended_at=None).first()
    if found is None or not found.person.is_active:
        return None
    moment = clock.now()
    if found.used_at is None or moment - found.used_at > timedelta(minutes=1):
        ApiToken.objects.filter(pk=found.pk).update(used_at=moment)
    return found.person, found


def agents(asker: Person) -> QuerySet[Person]:
    """Everybody who works at the desk, by name."""
    return people_visible_to(asker).filter(is_active=True).exclude(role=Role.REQUESTER).order_by("name", "pk")


def assignable(asker: Person, team: int | None) -> QuerySet[Person]:
    """Who can be given a ticket of `team`: of a closed team only its members, of others every agent."""
    found = agents(asker)
    if team is not None:
        closed = Team.objects.filter(pk=team, closed=True)
        found = found.filter(memberships__team=team) if closed.exists() else found
    return found


def teams(asker: Person) -> QuerySet[Team]:
    """The teams that `asker` may know of."""
    return teams_visible_to(asker)


def administrator_exists() -> bool:
    """Has the desk been set up?"""
    return Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists()
