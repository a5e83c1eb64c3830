"""From what a request calls a thing to the thing itself. Raises Problem 422 for what the caller does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from derman.api.problems import wrong
from derman.kernel.folding import fold
from derman.people import naming
from derman.people.actions import find_or_add_requester
from derman.people.addresses import BadAddress, check_address
from derman.people.queries import groups, organisations
from derman.tickets.queries import categories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from derman.people.models import Group, Organisation, Person, Team
    from derman.tickets.models import Category


def team(asker: Person, reference: int | str | None, *, field: str = "team") -> Team | None:
    """A team by id or name; None stays None."""
    if reference is None:
        return None
    found = naming.team_called(asker, reference)
    if found is None:
        raise wrong(field, _("There is no such team."))
    return found


def agent(asker: Person, reference: int | str | None, *, field: str = "assignee") -> Person | None:
    """An agent by id, name or e-mail address; None stays None."""
    if reference is None:
        return None
    found = naming.agent_called(asker, reference)
    if found is None:
        raise wrong(field, _("There is no such agent, or there are two of this name."))
    return found


def organisation(asker: Person, reference: int | str, *, field: str = "organisations") -> Organisation:
    """An organisation by id or name."""
    found = _one_of(organisations(asker), reference)
    if found is None:
        raise wrong(field, _("There is no such organisation."))
    return found


def group(asker: Person, reference: int | str, *, field: str = "groups") -> Group:
    """A group of people by id or name."""
    found = _one_of(groups(asker), reference)
    if found is None:
        raise wrong(field, _("There is no such group."))
    return found


def _one_of[R: (Organisation, Group)](rows: Sequence[R], reference: int | str) -> R | None:
    if isinstance(reference, str):
        return naming.only_called(reference, rows)
    return next((row for row in rows if row.pk == reference), None)


def category(reference: int | str | None, *, field: str = "category") -> Category | None:
    """A category by id or by its name in any language; None stays None."""
    if reference is None:
        return None
    for row, _depth in categories():
        if row.pk == reference or (isinstance(reference, str) and fold(reference) in map(fold, row.names.values())):
            return row
    raise wrong(field, _("There is no such category."))


def require_address(address: str, field: str) -> None:
    """Raises Problem 422 for what is no e-mail address."""
    try:
        check_address(address)
    except BadAddress as error:
        raise wrong(field, str(error)) from None


def somebody(address: str, field: str, name: str = "") -> Person:
    """The person with this address, added as a requester where nobody has it."""
    require_address(address, field)
    return find_or_add_requester(email=address, name=name)


def team_ids(asker: Person, given: str) -> list[int] | None:
    """For a filter: the ids of teams by id or name, [0] for `none`; what is unknown has no tickets."""
    if given in ("", "none"):
        return [0] if given else None
    found = naming.team_called(asker, _id_or_name(given))
    return [found.pk] if found is not None else []


def person_ids(asker: Person, given: str) -> list[int] | None:
    """For a filter: the ids of people by id, name or address, [0] for `none`, oneself for `me`."""
    if given in ("", "none"):
        return [0] if given else None
    if given == "me":
        return [asker.pk]
    return [person.pk for person in naming.people_called(asker, _id_or_name(given))]


def _id_or_name(given: str) -> int | str:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else given
