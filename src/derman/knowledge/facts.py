"""What the room `knowledge` announces. Who hears it asks `queries.indexed` for the rest."""

from __future__ import annotations

from dataclasses import dataclass

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePublished(Fact):
    """A translation is live, for the first time or with a new text."""

    article: int
    translation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleChanged(Fact):
    """What counts for all translations of an article changed: its audience, category, owner or dates."""

    article: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleWithdrawn(Fact):
    """A translation is no longer live: it was withdrawn, or the whole article was deleted."""

    article: int
    translation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAsked(Fact):
    """Somebody wants a second person to read a translation before it is published."""

    article: int
    translation: int
    asked_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDue(Fact):
    """The day has come by which somebody should look whether an article still holds."""

    article: int
    owner: int
