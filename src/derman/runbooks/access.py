"""Who may walk which runbooks, who may write them, and whose walk is whose. Default deny; every door asks here."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.kernel import secrets
from derman.people.models import Person
from derman.runbooks.models import Audience, Picture, Runbook, Walk


def audiences_for(person: Any) -> list[str]:
    """The audiences that `person` belongs to: of a runbook that is published and not deleted, for one of them."""
    if not isinstance(person, Person) or not person.is_active:
        return [str(Audience.EVERYONE)]
    if person.is_staff_member:
        return [str(one) for one in (Audience.EVERYONE, Audience.SIGNED_IN, Audience.AGENTS)]
    return [str(Audience.EVERYONE), str(Audience.SIGNED_IN)]


def visible_to(person: Any) -> QuerySet[Runbook]:
    """What `person` (None: somebody who is not signed in) may walk: published, for an audience they belong to."""
    return Runbook.objects.filter(audience__in=audiences_for(person), live__isnull=False, removed_at=None)


def seen_at_desk(person: Any) -> QuerySet[Runbook]:
    """All runbooks, drafts too, for people of the desk; nothing for others."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Runbook.objects.none()
    return Runbook.objects.all()


def may_write(person: Any) -> bool:
    """Leads and administrators write and publish; agents walk and read."""
    return isinstance(person, Person) and person.is_lead


def pictures_visible_to(person: Any) -> QuerySet[Picture]:
    """Pictures of runbooks that `person` may walk or, at the desk, read."""
    walked = Q(runbook__in=visible_to(person).values("pk"))
    if isinstance(person, Person) and person.is_staff_member:
        walked |= Q(runbook__removed_at=None)
    return Picture.objects.filter(walked)


def walkers_of(person: Any, browser: str = "") -> list[str]:
    """The pseudonyms of whoever asks: of the person, and of the browser in which they may have begun unknown."""
    known = [secrets.signature("walker", f"person:{person.pk}")] if isinstance(person, Person) else []
    return [*known, secrets.signature("walker", f"browser:{browser}")] if browser else known


def walks_of(person: Any, browser: str = "") -> QuerySet[Walk]:
    """One's own walks through what one may still walk. Those beside tickets are asked for by their ticket."""
    own = walkers_of(person, browser)
    if not own:
        return Walk.objects.none()
    return Walk.objects.filter(walker__in=own, by_desk=False, runbook__in=visible_to(person).values("pk"))
