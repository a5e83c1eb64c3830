"""To whom somebody answers, and who stands in for them while they are away."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.actions.rights import require_administrator
from derman.people.errors import NotAllowed, PeopleError
from derman.people.models import Person
from derman.people.queries import person_by_address

LONGEST = timedelta(days=731)


def set_manager(*, actor: Person, person: Person, manager: str) -> Person:
    """Who agrees to what a person asks for: by address; empty for nobody. For administrators.

    Raises NotAllowed, PeopleError (field `manager`).
    """
    require_administrator(actor)
    found = _other(person, manager, "manager")
    Person.objects.filter(pk=person.pk).update(manager=found)
    person.manager = found
    return person


def set_absence(
    *, actor: Person, person: Person, until: date | None, stand_in: str, since: date | None = None
) -> Person:
    """Away from a day (None: at once) until the end of another (None: here), with somebody in one's place: by address.

    For oneself, or as an administrator. Raises NotAllowed, PeopleError (fields `away_from`, `away_until`, `stand_in`).
    """
    if actor.pk != person.pk and not actor.is_administrator:
        raise NotAllowed(_("You can change only your own profile."))
    today = clock.now().date()
    if until is not None and until == person.away_until and until < today:
        until = None  # an absence that is over
    # the day before is still today west of the desk
    if until is not None and not today - timedelta(days=1) <= until <= today + LONGEST:
        raise PeopleError(_("The day must lie ahead, at most two years."), field="away_until")
    since = since if until is not None else None
    if since is not None and until is not None and since > until:
        raise PeopleError(_("The first day comes before the last one."), field="away_from")
    with transaction.atomic():
        found = _other(person, stand_in, "stand_in")
        Person.objects.filter(pk=person.pk).update(away_from=since, away_until=until, stand_in=found)
    person.away_from, person.away_until, person.stand_in = since, until, found
    return person


def _other(person: Person, address: str, field: str) -> Person | None:
    if not address.strip():
        return None
    found = person_by_address(address)
    if found is None or not found.is_active:
        raise PeopleError(_("Nobody here has this address."), field=field)
    if found.pk == person.pk:
        raise PeopleError(_("Choose somebody else than the person themselves."), field=field)
    return found
