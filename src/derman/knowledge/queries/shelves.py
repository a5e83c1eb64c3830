"""The categories, with what a reader finds on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from derman.knowledge.access import visible_to
from derman.knowledge.models import Category

LEVELS = 3


@dataclass(slots=True)
class Shelf:
    """A category with its depth (0 to 2), the shelves below it, and how many articles a reader finds on all of them."""

    category: Category
    depth: int = 0
    count: int = 0
    below: list[Shelf] = field(default_factory=list)


def _tree(rows: list[Category]) -> list[Shelf]:
    shelves = {row.pk: Shelf(row) for row in rows}
    top: list[Shelf] = []
    for row in rows:
        above = shelves.get(row.parent_id or 0)
        (above.below if above else top).append(shelves[row.pk])
    return top


def _walk(shelves: list[Shelf], depth: int = 0) -> list[Shelf]:
    found = []
    for shelf in shelves:
        shelf.depth = depth
        found += [shelf, *_walk(shelf.below, depth + 1)]
    return found


def categories() -> list[Shelf]:
    """All categories, each before those below it. 1 statement."""
    return _walk(_tree(list(Category.objects.order_by("position", "pk"))))


def shelves(reader: Any) -> list[Shelf]:
    """The categories in which `reader` finds an article, as a tree; those below count for those above. 2 statements."""
    top = _tree(list(Category.objects.order_by("position", "pk")))
    counted = visible_to(reader).values("article__category").annotate(n=Count("article", distinct=True))
    counts = {row["article__category"]: row["n"] for row in counted}

    def fill(shelf: Shelf) -> int:
        shelf.count = counts.get(shelf.category.pk, 0) + sum(fill(below) for below in shelf.below)
        shelf.below = [below for below in shelf.below if below.count]
        return shelf.count

    found = [shelf for shelf in top if fill(shelf)]
    _walk(found)
    return found


def shelf_by_slug(reader: Any, slug: str) -> tuple[list[Category], Shelf] | None:
    """A category with something to read in it, and the ones above it, the highest first. 2 statements."""

    def seek(found: list[Shelf], above: list[Category]) -> tuple[list[Category], Shelf] | None:
        for shelf in found:
            if shelf.category.slug == slug:
                return above, shelf
            if (deeper := seek(shelf.below, [*above, shelf.category])) is not None:
                return deeper
        return None

    return seek(shelves(reader), [])
