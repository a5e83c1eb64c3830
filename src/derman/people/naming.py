"""Finding a team or a person by what programs call them: an id, a name, an e-mail address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import Prefetch, QuerySet

from derman.kernel.folding import fold
from derman.people.access import people_visible_to, teams_visible_to
from derman.people.models import Person, Team
from derman.people.queries import agents, person_by_address


class Named(Protocol):
    """What has a name by which people call it."""

    @property
    def name(self) -> str: ...


def only_called[Row: Named](name: str, rows: Iterable[Row]) -> Row | None:
    """The one of `rows` that is written so, else the one whose folded name is the same; None where there are two."""
    alike = [row for row in rows if fold(row.name) == fold(name)]
    exact = [row for row in alike if row.name == name]
    found = exact or alike
    return found[0] if len(found) == 1 else None


def name_is_taken(name: str, rows: QuerySet[Any], *, pk: int | None, before: str = "") -> bool:
    """Is another of `rows` called so, however it is written? What keeps its own name `before` keeps it. 1 statement."""
    if name == before:
        return False
    return any(row.pk != pk and fold(row.name) == fold(name) for row in rows)


def team_called(asker: Person, reference: int | str) -> Team | None:
    """The team with this id or name, if `asker` may know of it; None where two are meant. 1 statement."""
    known = teams_visible_to(asker)
    if isinstance(reference, int):
        return known.filter(pk=reference).first()
    return only_called(reference, known)


def agent_called(asker: Person, reference: int | str) -> Person | None:
    """The agent with this id, address or name; None also where two have the name. 2 statements at most."""
    if isinstance(reference, int):
        return agents(asker).filter(pk=reference).first()
    if "@" in reference:
        person = person_by_address(reference)
        return agents(asker).filter(pk=person.pk).first() if person is not None else None
    return only_called(reference, agents(asker))


def people_called(asker: Person, reference: int | str, *, limit: int = 50) -> list[Person]:
    """Everybody with this id, address or exact name whom `asker` may see. 2 statements at most."""
    known = people_visible_to(asker)
    if isinstance(reference, int):
        return list(known.filter(pk=reference))
    if "@" in reference:
        person = person_by_address(reference)
        return list(known.filter(pk=person.pk)) if person is not None else []
    return list(known.filter(name=reference)[:limit])


def listed(
    asker: Person, *, role: str = "", address: str = "", words: str = "", after: int = 0, limit: int = 50
) -> list[Person]:
    """The people whom `asker` may see, behind id `after`, with organisation and teams. 3 statements at most."""
    found = with_teams(asker).filter(pk__gt=after)
    if role:
        found = found.filter(role=role)
    if address:
        person = person_by_address(address)
        found = found.filter(pk=person.pk if person is not None else 0)
    for word in words.split()[:8]:
        found = found.filter(name__icontains=word)
    return list(found.order_by("pk")[:limit])


def person_visible(asker: Person, pk: int) -> Person | None:
    """One person with organisation and teams, if `asker` may see them. 2 statements."""
    return with_teams(asker).filter(pk=pk).first()


def with_teams(asker: Person) -> QuerySet[Person]:
    """Those whom `asker` may see, each with the teams that `asker` may know of."""
    teams = Prefetch("teams", teams_visible_to(asker), to_attr="known_teams")
    return people_visible_to(asker).select_related("organisation").prefetch_related(teams)


def teams_listed(asker: Person) -> list[Team]:
    """The teams that `asker` may know of, with their members. 2 statements."""
    return list(teams_visible_to(asker).prefetch_related(Prefetch("members", Person.objects.order_by("name", "pk"))))
