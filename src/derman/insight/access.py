"""Who may see what people looked for, and which searches are whose. Default deny."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from derman.insight.models import Search
from derman.kernel import secrets
from derman.knowledge.models import Translation
from derman.people.models import Person


def pseudonym(person: int | None, browser: str = "") -> str:
    """Of a person, else of a browser by its cookie; empty where there is neither."""
    if person is not None:
        return secrets.signature("searcher", f"person:{person}")
    return secrets.signature("searcher", f"browser:{browser}") if browser else ""


def pseudonyms(person: Any, browser: str = "") -> list[str]:
    """Of the person, and of the browser in which they may have searched before they signed in."""
    known = [pseudonym(person.pk)] if isinstance(person, Person) else []
    return [*known, pseudonym(None, browser)] if browser else known


def may_see(person: Any) -> bool:
    """Leads and administrators."""
    return isinstance(person, Person) and person.is_active and person.is_lead


def may_see_of(person: Any, translation: Translation) -> bool:
    """Of one article its owner as well."""
    if may_see(person):
        return True
    return isinstance(person, Person) and person.is_staff_member and translation.article.owner_id == person.pk


def visible_to(person: Any) -> QuerySet[Search]:
    """All searches for leads; nothing for others."""
    return Search.objects.all() if may_see(person) else Search.objects.none()
