"""Questions about the knowledge base, each with a fixed number of SQL statements."""

from derman.knowledge.queries.indexing import Indexed, indexed
from derman.knowledge.queries.practice import practice
from derman.knowledge.queries.reading import (
    by_slug,
    languages_of,
    latest,
    matching,
    most_read,
    moved_to,
    picture_by_key,
    related,
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
    "matching",
    "most_read",
    "moved_to",
    "picture_by_key",
    "practice",
    "related",
    "shelf_by_slug",
    "shelves",
    "titled",
]
