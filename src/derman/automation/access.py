"""Who may see and write rules. Default deny: a rule acts on every ticket, so it is for leads and administrators."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from derman.automation.models import Rule
from derman.people.models import Person


def visible_to(person: Any) -> QuerySet[Rule]:
    """All rules for leads and administrators, none for anybody else. Removed ones are not among them."""
    if not isinstance(person, Person) or not person.is_lead:
        return Rule.objects.none()
    return Rule.objects.filter(removed_at=None)
