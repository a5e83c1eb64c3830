"""Ratings made ready for the templates of the portal and of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext

from derman.surveys import queries

if TYPE_CHECKING:
    from derman.surveys.models import Rating
    from derman.tickets.models import Ticket

TONES = {"good": "good", "fair": "warn", "bad": "urgent"}


def scores() -> list[tuple[str, str]]:
    """What one can choose, in words."""
    return [
        ("good", pgettext("rating", "Good")),
        ("fair", pgettext("rating", "Fair")),
        ("bad", pgettext("rating", "Bad")),
    ]


@dataclass(frozen=True, slots=True)
class RatingLine:
    """A rating as it is shown."""

    score: str
    words: str
    tone: str
    comment: str
    at: datetime


def rating_line(row: Rating | None) -> RatingLine | None:
    """None where nothing was said."""
    if row is None:
        return None
    return RatingLine(row.score, dict(scores())[row.score], TONES[row.score], row.comment, row.changed_at)


def rating_of(reader: Any, ticket: Ticket) -> dict[str, Any] | None:
    """For the page of one's own request; None where there is nothing to rate or to show."""
    standing = queries.standing(reader, ticket)
    if standing is None:
        return None
    said = rating_line(standing.rating)
    return {
        "said": said,
        "open": standing.open,
        "scores": scores(),
        "score": said.score if said is not None else "",
        "comment": said.comment if said is not None else "",
    }
