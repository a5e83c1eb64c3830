"""Who may read which articles, and who sees them in the making. Default deny; every door asks here."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.knowledge.models import Article, Audience, Picture, Translation
from derman.people.access import groups_of
from derman.people.models import Membership, Person


def _audience_of(reader: Any, prefix: str = "") -> Q:
    """The articles whose audience `reader` belongs to; None or a stranger belongs to everyone alone.

    `prefix` is the way to the article from the model that is asked for, like `article__`.
    """
    everyone = Q(**{f"{prefix}audience": Audience.EVERYONE})
    if not isinstance(reader, Person) or not reader.is_active:
        return everyone
    open_to = everyone | Q(**{f"{prefix}audience": Audience.SIGNED_IN})
    if reader.is_staff_member:
        own_teams = Membership.objects.filter(person=reader).values("team")
        return (
            open_to
            | Q(**{f"{prefix}audience__in": (Audience.ORGANISATIONS, Audience.GROUPS, Audience.AGENTS)})
            | Q(**{f"{prefix}audience": Audience.TEAM, f"{prefix}team__in": own_teams})
        )
    # by subqueries and not by joins: an article of two groups is still one article
    mine = Article.groups.through.objects.filter(group__in=groups_of(reader).values("group")).values("article")
    open_to |= Q(**{f"{prefix}audience": Audience.GROUPS, f"{prefix}pk__in": mine})
    if reader.organisation_id is None:
        return open_to
    shared = Article.organisations.through.objects.filter(organisation=reader.organisation_id).values("article")
    return open_to | Q(**{f"{prefix}audience": Audience.ORGANISATIONS, f"{prefix}pk__in": shared})


def visible_to(person: Any) -> QuerySet[Translation]:
    """What `person` (None: somebody who is not signed in) may read: live texts for an audience they belong to."""
    return Translation.objects.filter(_audience_of(person, "article__"), live__isnull=False, article__removed_at=None)


def seen_at_desk(person: Any) -> QuerySet[Article]:
    """The articles that `person` may work on, drafts too: all for agents, but those of teams they are not in.

    Who owns an article keeps it in sight.
    """
    if not isinstance(person, Person) or not person.is_staff_member:
        return Article.objects.none()
    return Article.objects.filter(_audience_of(person) | Q(owner=person))


def translations_at_desk(person: Any) -> QuerySet[Translation]:
    """The translations of the articles that `person` may work on."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Translation.objects.none()
    return Translation.objects.filter(
        _audience_of(person, "article__") | Q(article__owner=person), article__removed_at=None
    )


def pictures_visible_to(person: Any) -> QuerySet[Picture]:
    """Pictures of articles that `person` may read or work on, and those that they have just uploaded."""
    readable = visible_to(person).values("article")
    found = Q(article__in=readable)
    if isinstance(person, Person) and person.is_staff_member:
        found |= Q(article__in=seen_at_desk(person).values("pk")) | Q(article=None, uploader=person)
    return Picture.objects.filter(found)
