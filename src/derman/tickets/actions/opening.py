"""What is filled in as a ticket is opened: the desk's own fields, of which some must be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.tickets.actions import own_fields
from derman.tickets.actions.changing import changing
from derman.tickets.errors import NotAllowed, WrongInput
from derman.tickets.models import Kind, OwnField, Ticket
from derman.tickets.queries.own_fields import needed_to_open


def check_filled_in(
    opener: Person, own: Mapping[str, Any], *, kind: str | None, category: int | None, team: int | None
) -> None:
    """Is all there that such a ticket needs? Raises WrongInput with the key of the first field that is not."""
    needed = needed_to_open(opener, kind=kind or Kind.INCIDENT, category=category, team=team)
    empty = [field for field in needed if own.get(field.key) in (None, "", [])]
    if empty:
        names = ", ".join(field.label for field in empty)
        raise WrongInput(_("Fill in first: %(fields)s.") % {"fields": names}, field=empty[0].key)


def fill_in(opener: Person, ticket: int, own: Mapping[str, Any]) -> Ticket:
    """What was given. Raises WrongInput with the key, NotAllowed for a field that a requester does not see."""
    if not opener.is_staff_member and OwnField.objects.filter(key__in=list(own), visible=False).exists():
        raise NotAllowed(_("Only agents can set this."))
    # whoever opens a ticket fills it in also where it is placed out of their sight
    with changing(ticket, None) as change:
        change.actor = opener
        own_fields.set_within(change, own)
    return change.ticket
