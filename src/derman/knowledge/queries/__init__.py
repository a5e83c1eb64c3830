"""Questions about the knowledge base, each with a fixed number of SQL statements."""

from derman.knowledge.queries.indexing import Indexed, indexed
from derman.knowledge.queries.practice import practice
from derman.knowledge.queries.reading import (
    by_slug,
    languages_of,
    latest,
    most_read,
    moved_to,
    picture_by_key,
    public_pages,
    related,
    reviewers,
    titled,
)
from derman.knowledge.queries.shelves import Shelf, categories, shelf_by_slug, shelves

__all__ = [
    "Indexed",
    "Shelf",
    "by_slug",
    "categories",
    "indexed",
    "languages_of",
    "latest",
    "most_read",
    "moved_to",
    "picture_by_key",
    "practice",
    "public_pages",
    "related",
    "reviewers",
    "shelf_by_slug",
    "shelves",
    "titled",
]
