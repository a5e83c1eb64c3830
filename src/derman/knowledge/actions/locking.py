"""How every action takes hold of what it changes: seen by the actor, locked, and not overtaken."""

from __future__ import annotations

from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.knowledge.access import seen_at_desk
from derman.knowledge.errors import ArticleNotFound, NotAllowed, Overtaken
from derman.knowledge.models import Article, Translation
from derman.people.models import Person

LARGEST = 2**63


def require_agent(actor: Person) -> None:
    """Raises NotAllowed for everybody else."""
    if not actor.is_staff_member:
        raise NotAllowed(_("Only people of the desk write articles."))


def locked_article(actor: Person, pk: int, *, removed: bool = False) -> Article:
    """An article that `actor` may work on, locked. Raises ArticleNotFound."""
    rows = Article.objects.select_for_update().filter(pk__in=seen_at_desk(actor).filter(pk=pk).values("pk"))
    found = rows.filter(removed_at__isnull=not removed).first() if pk < LARGEST else None
    if found is None:
        raise ArticleNotFound(_("There is no such article."))
    return found


def locked_translation(actor: Person, pk: int, *, revision: int | None = None) -> Translation:
    """A translation that `actor` may work on; it and its article are locked. Raises ArticleNotFound, Overtaken."""
    article = Translation.objects.filter(pk=pk).values_list("article", flat=True).first() if pk < LARGEST else None
    if article is None:
        raise ArticleNotFound(_("There is no such article."))
    held = locked_article(actor, article)
    found = Translation.objects.select_for_update(of=("self",)).select_related("newest", "live").get(pk=pk)
    found.article = held
    if revision is not None and revision != found.revision:
        raise Overtaken(_("Somebody else changed this article in the meantime. Look at what they wrote."))
    return found


def touch(translation: Translation, *fields: str) -> None:
    """Save what changed of a translation, and that it did."""
    translation.revision += 1
    translation.save(update_fields=[*fields, "revision"])
    Article.objects.filter(pk=translation.article_id).update(changed_at=clock.now())
