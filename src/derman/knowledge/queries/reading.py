"""What readers of the knowledge base find."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from derman.knowledge.access import pictures_visible_to, visible_to
from derman.knowledge.models import Article, Audience, OldAddress, Picture, Translation
from derman.knowledge.slugs import normal_path
from derman.people.models import Membership, Person, Role

LISTED = 200  # on one page of a category


def _with_text(found: QuerySet[Translation]) -> QuerySet[Translation]:
    return found.select_related("live", "article", "article__category")


def _in_language(found: QuerySet[Translation], lang: str) -> QuerySet[Translation]:
    """Of each article one translation: in `lang` where it has one that can be read, else any."""
    mine = Case(When(lang=lang, then=Value(0)), default=Value(1), output_field=IntegerField())
    best = found.order_by("article", mine, "pk").distinct("article").values("pk")
    return Translation.objects.filter(pk__in=best)


def by_slug(reader: Any, slug: str) -> Translation | None:
    """A live article at its address, if `reader` may see it. 1 statement."""
    return _with_text(visible_to(reader)).select_related("article__owner").filter(slug=slug).first()


def moved_to(reader: Any, path: str) -> Translation | None:
    """Where an article is now that was at `path` once, if `reader` may see it. 1 statement."""
    old = OldAddress.objects.filter(path=normal_path(path)[:500]).values("translation")
    return visible_to(reader).filter(pk__in=old).first()


def languages_of(reader: Any, article: int) -> list[Translation]:
    """The live translations of an article that `reader` may see. 1 statement."""
    return list(visible_to(reader).filter(article=article).select_related("live").order_by("lang"))


def in_categories(reader: Any, categories: Collection[int], lang: str) -> list[Translation]:
    """The articles of some categories, by title, in the reader's language where they have it. 1 statement."""
    found = visible_to(reader).filter(article__category__in=categories)
    return list(_with_text(_in_language(found, lang)).order_by("live__title", "pk")[:LISTED])


def most_read(reader: Any, lang: str, limit: int = 6) -> list[Translation]:
    """What others look for, the reader's language first, then what another has alone. 2 statements at most."""
    return _own_first(reader, lang, limit, "-views", "-live_since", "pk")


def latest(reader: Any, lang: str, limit: int = 6) -> list[Translation]:
    """What was published last, the reader's language first, as `most_read`. 2 statements at most."""
    return _own_first(reader, lang, limit, "-live_since", "pk")


def _own_first(reader: Any, lang: str, limit: int, *order: str) -> list[Translation]:
    """A list that is full in the reader's language asks no further, so that an index gives it on a large desk."""
    found = list(_with_text(visible_to(reader).filter(lang=lang)).order_by(*order)[:limit])
    if len(found) < limit:
        own = visible_to(reader).filter(lang=lang, article=OuterRef("article"))
        others = _with_text(visible_to(reader).exclude(lang=lang)).exclude(Exists(own))
        found += others.order_by(*order)[: limit - len(found)]
    return found


def related(reader: Any, found: Translation, limit: int = 4) -> list[Translation]:
    """Other articles of the same category in the same language, the most helpful first. 1 statement."""
    if found.article.category_id is None:
        return []
    others = visible_to(reader).filter(article__category=found.article.category_id, lang=found.lang)
    return list(
        _with_text(others.exclude(pk=found.pk))
        .order_by(F("helpful") - F("unhelpful"), "-views", "pk")
        .reverse()[:limit]
    )


def texts_of_articles(reader: Any, articles: Collection[int], lang: str) -> dict[int, Translation]:
    """Of some articles (ids) what `reader` may see, in their language where it has one. 1 statement."""
    found = visible_to(reader).filter(article__in=articles)
    return {text.article_id: text for text in _with_text(_in_language(found, lang))}


def picture_by_key(reader: Any, key: str) -> Picture | None:
    """The picture behind an address, if `reader` may see it. 1 statement."""
    return pictures_visible_to(reader).select_related("file").filter(key=key).first()


def titled(article: int) -> Translation | None:
    """Any text of an article, by which it can be named, the most read first. 1 statement."""
    found = Translation.objects.filter(article=article, article__removed_at=None).select_related("newest")
    return found.order_by("-views", "pk").first()


def reviewers(translation: int, *, asked_by: int) -> list[int]:
    """Who may publish what somebody else sent for review: leads and administrators who see it, and its owner.

    1 statement.
    """
    of = Article.objects.filter(translations=translation, removed_at=None)
    own_team = Exists(Membership.objects.filter(person=OuterRef("pk"), team__in=of.values("team")))
    people = Person.objects.filter(is_active=True).exclude(role=Role.REQUESTER).exclude(pk=asked_by)
    is_owner = Q(pk__in=of.values("owner"))
    leads = Q(role__in=(Role.LEAD, Role.ADMINISTRATOR)) & (Q(own_team) | Exists(of.exclude(audience=Audience.TEAM)))
    return list(people.filter(is_owner | leads).order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page that everyone may read, for lists that the outside reads."""

    article: int
    slug: str
    lang: str
    changed_at: datetime


def public_pages(limit: int) -> list[PublicPage]:
    """The live translations for everyone, article by article. 1 statement."""
    found = visible_to(None).order_by("article", "lang").values_list("article", "slug", "lang", "live_since")[:limit]
    return [PublicPage(article, slug, lang, since) for article, slug, lang, since in found if since is not None]
