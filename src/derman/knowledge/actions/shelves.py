"""Categories of the knowledge base."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from derman.knowledge.errors import ArticleNotFound, NotAllowed, WrongInput
from derman.knowledge.models import Article, Category
from derman.knowledge.queries.shelves import LEVELS
from derman.knowledge.slugs import free_category_slug
from derman.people.models import Person

ICONS = (
    *("book", "mail", "key", "wifi", "globe", "print", "monitor", "phone", "shield", "users"),
    *("file", "folder", "zap", "gear", "server", "chat"),
)


def save_category(
    *,
    actor: Person,
    category: int | None = None,
    names: Mapping[str, str],
    parent: int | None = None,
    icon: str = "",
    position: int | None = None,
) -> Category:
    """Add a category, or change the one with the id `category`. Leads and administrators may.

    Raises NotAllowed, ArticleNotFound, WrongInput with the field.
    """
    _require_lead(actor)
    with transaction.atomic():
        # the tree is small and changes seldom: hold it whole, so that two cannot make a ring together
        rows = {row.pk: row for row in Category.objects.select_for_update().order_by("pk")}
        kept = rows.get(category) if category is not None else Category()
        if kept is None:
            raise ArticleNotFound(_("There is no such category."))
        kept.names = _names(names)
        _place(kept, parent, rows)
        kept.icon = icon if icon in ICONS else ""
        if position is not None:
            kept.position = min(max(position, 0), 30_000)
        elif kept.pk is None:
            kept.position = min(max((row.position for row in rows.values()), default=0) + 1, 30_000)
        if not kept.slug:
            kept.slug = free_category_slug(next(iter(kept.names.values())))
        kept.save()
    return kept


def remove_category(*, actor: Person, category: int) -> None:
    """Take a category away; its articles and the categories below go to the one above. Raises as `save_category`."""
    _require_lead(actor)
    with transaction.atomic():
        kept = Category.objects.select_for_update().filter(pk=category).first()
        if kept is None:
            raise ArticleNotFound(_("There is no such category."))
        Article.objects.filter(category=kept).update(category=kept.parent_id)
        Category.objects.filter(parent=kept).update(parent=kept.parent_id)
        kept.delete()


def _require_lead(actor: Person) -> None:
    if not actor.is_lead:
        raise NotAllowed(_("Only leads and administrators change the categories."))


def _names(given: Mapping[str, str]) -> dict[str, str]:
    known = dict(settings.LANGUAGES)
    names = {code: " ".join(name.split())[:80] for code, name in given.items() if code in known and name.strip()}
    if not names:
        raise WrongInput(_("A category needs a name."), field=f"name_{settings.LANGUAGES[0][0]}")
    return names


def _place(kept: Category, parent: int | None, rows: Mapping[int, Category]) -> None:
    if parent is None:
        kept.parent = None
        return
    above, levels = rows.get(parent), 1
    if above is None:
        raise WrongInput(_("There is no such category."), field="parent")
    seen: Category | None = above
    while seen is not None:
        if seen.pk == kept.pk:
            raise WrongInput(_("A category cannot be below itself."), field="parent")
        levels += 1
        seen = rows.get(seen.parent_id or 0)
    if levels + _height(kept, rows) > LEVELS:
        raise WrongInput(_("Categories have three levels at most."), field="parent")
    kept.parent = above


def _height(kept: Category, rows: Mapping[int, Category]) -> int:
    """How many levels there are below."""
    below = [row for row in rows.values() if row.parent_id == kept.pk and kept.pk is not None]
    return max((1 + _height(row, rows) for row in below), default=0)
