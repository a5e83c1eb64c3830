"""What agents promised in replies on a ticket: offered to be kept right where it was written, until it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from derman.obligations.lengths import moment
from derman.obligations.queries import words_on

if TYPE_CHECKING:
    from derman.people.models import Person


def given_words(reader: Person, ticket: int) -> list[dict[str, Any]]:
    """Each with its words, its day, who gave it, and whether it is only offered yet. 1 statement."""
    now = timezone.now()
    return [
        {
            "key": str(row.pk),
            "words": row.words,
            "until": moment(row.due_at or now),
            "late": row.due_at is not None and row.due_at <= now,
            "offered": row.state == "offered",
            "by": (row.person.name or row.person.email) if row.person is not None else "",
        }
        for row in words_on(reader, ticket)
    ]
