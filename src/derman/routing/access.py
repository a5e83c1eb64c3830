"""Who may write and read how tickets are routed. Default deny."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.routing.errors import NotAllowed
from derman.routing.models import Table


def versions_visible_to(person: Any) -> QuerySet[Table]:
    """The versions of the table, for leads and administrators."""
    if not isinstance(person, Person) or not person.is_lead:
        return Table.objects.none()
    return Table.objects.all()


def require_lead(actor: Person) -> None:
    """Raises NotAllowed."""
    if not actor.is_lead:
        raise NotAllowed(_("Only a lead or an administrator can do this."))
