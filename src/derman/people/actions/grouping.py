"""Groups: people who are named together, for what they may read and what they agree to."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import getaddresses

from django.db import transaction
from django.utils.translation import gettext as _

from derman.people.actions.rights import require_administrator
from derman.people.addresses import BadAddress, fold_address
from derman.people.errors import PeopleError
from derman.people.models import EmailAddress, Group, GroupMember, Person
from derman.people.naming import name_is_taken

MOST_GROUPS = 500
MOST_MEMBERS = 5000
SAID = 5  # unknown addresses that an error names


def save_group(*, actor: Person, group: int | None = None, name: str, members: Iterable[str]) -> Group:
    """Add or change a group; `members` are addresses, also as `Name <address>`, and name all who belong to it then.

    Raises NotAllowed, PeopleError (fields `name`, `members`).
    """
    require_administrator(actor)
    name = " ".join(name.split())[:80]
    if not name:
        raise PeopleError(_("A group needs a name."), field="name")
    people = _people(members)
    with transaction.atomic():
        kept = Group.objects.select_for_update().filter(pk=group).first() if group is not None else Group()
        if kept is None:
            raise PeopleError(_("This group does not exist any more."), field="name")
        if name_is_taken(name, Group.objects.all(), pk=group, before=kept.name):
            raise PeopleError(_("Another group has this name."), field="name")
        if kept.pk is None and Group.objects.count() >= MOST_GROUPS:
            raise PeopleError(_("There may be %(most)d groups at most.") % {"most": MOST_GROUPS}, field="name")
        kept.name = name
        kept.save()
        GroupMember.objects.filter(group=kept).exclude(person__in=people).delete()
        GroupMember.objects.bulk_create(
            [GroupMember(group=kept, person_id=person) for person in people], ignore_conflicts=True
        )
    return kept


def remove_group(*, actor: Person, group: int) -> None:
    """Delete a group; what was for it alone is then seen by the desk only. Raises NotAllowed."""
    require_administrator(actor)
    Group.objects.filter(pk=group).delete()


def _people(members: Iterable[str]) -> set[int]:
    """The ids of those who have these addresses."""
    given = [one for line in members for one in _addresses(line)]
    if len(given) > MOST_MEMBERS:
        raise PeopleError(_("A group may have %(most)d members at most.") % {"most": MOST_MEMBERS}, field="members")
    folded: dict[str, str] = {}
    unknown = []
    for one in given:
        try:
            folded[fold_address(one)] = one
        except BadAddress:
            unknown.append(one)
    known = dict(EmailAddress.objects.filter(folded__in=folded).values_list("folded", "person"))
    unknown += [one for key, one in folded.items() if key not in known]
    if unknown:
        few = ", ".join(one[:80] for one in unknown[:SAID])
        sentence = _("Nobody is known by: %(addresses)s. Add the person first, or mend the address.")
        raise PeopleError(sentence % {"addresses": few}, field="members")
    return set(known.values())


def _addresses(line: str) -> list[str]:
    """The addresses of a line; the line itself where it cannot be read, so that it is named and not lost."""
    found = [address or name for name, address in getaddresses([line])]
    return found if all("@" in one for one in found) else [line.strip()] if line.strip() else []
