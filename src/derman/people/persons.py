"""How Django finds and makes persons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from derman.people.models import Person


class PersonManager(BaseUserManager["Person"]):
    """Persons are made by `people.actions`; this is what Django's own parts call."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(pk=username or 0)

    def create_user(self, **fields: Any) -> Person:
        from derman.people import actions

        return actions.add_person(actor=None, **fields)
