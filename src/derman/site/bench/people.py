"""The people of given tickets: those whom the desk knows already, and new ones in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.contrib.auth.hashers import make_password
from django.db import transaction

from derman.people.addresses import fold_address
from derman.people.models import EmailAddress, Membership, Organisation, Person, Role, Team
from derman.site.bench import names
from derman.site.bench.given import GivenPerson

BATCH = 5_000


class People:
    """Address → id of the person."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._folded: dict[str, str] = {}

    def _fold(self, email: str) -> str:
        if email not in self._folded:
            self._folded[email] = fold_address(email)
        return self._folded[email]

    def id_of(self, person: GivenPerson) -> int:
        return self._ids[self._fold(person.email)]

    def add(self, people: Sequence[GivenPerson], *, role_of: Callable[[GivenPerson], Role]) -> None:
        """Make these people known. Agents may not sign in by password; they can by link. Raises BadAddress."""
        unusable = make_password(None)
        houses = [Organisation.objects.get_or_create(name=name)[0] for name in names.ORGANISATIONS]
        for start in range(0, len(people), BATCH):
            wanted = {self._fold(person.email): person for person in people[start : start + BATCH]}
            known = EmailAddress.objects.filter(folded__in=wanted).values_list("folded", "person_id")
            self._ids.update(known)
            new = {folded: person for folded, person in wanted.items() if folded not in self._ids}
            rows = [
                Person(
                    name=" ".join(person.name.split())[:120] or folded.partition("@")[0][:120],
                    email=person.email[:254],
                    role=role_of(person),
                    language=person.language,
                    password=unusable,
                    organisation=None if person.staff else houses[(start + place) % len(houses)],
                )
                for place, (folded, person) in enumerate(new.items())
            ]
            with transaction.atomic():
                Person.objects.bulk_create(rows)
                EmailAddress.objects.bulk_create(
                    EmailAddress(person=row, address=row.email, folded=folded, verified=True)
                    for folded, row in zip(new, rows, strict=True)
                )
            self._ids.update({folded: row.pk for folded, row in zip(new, rows, strict=True)})
        agents = [self._ids[self._fold(person.email)] for person in people if role_of(person) != Role.REQUESTER]
        Person.objects.filter(pk__in=agents, role=Role.REQUESTER).update(role=Role.AGENT)

    def join(self, team: Team, members: Iterable[GivenPerson]) -> None:
        """Make people members of a team."""
        rows = [Membership(person_id=self.id_of(person), team=team) for person in members]
        Membership.objects.bulk_create(rows, ignore_conflicts=True)
