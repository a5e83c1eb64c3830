"""What forms of teaching send, as the actions want it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

MOST_CHOICES = 8


def languages() -> list[str]:
    """In which one may write."""
    return [code for code, _name in settings.LANGUAGES]


def both(post: QueryDict, name: str) -> dict[str, str]:
    """A field that is there once for each language."""
    return {code: post.get(f"{name}_{code}", "") for code in languages()}


def fields(kept: Mapping[str, Any], post: QueryDict | None, name: str) -> list[tuple[str, str]]:
    """(language, text) for the form: what was sent, else what is kept."""
    given = both(post, name) if post is not None and f"{name}_{languages()[0]}" in post else kept
    return [(code, str(given.get(code, ""))) for code in languages()]


def number(given: str) -> int | None:
    """A number as a form sends it."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


def day(given: str) -> date | None:
    """A date as a form sends it; None where there is none. Raises ValueError for what is none."""
    return date.fromisoformat(given) if given else None


def page_of[R: Any](rows: list[R], size: int) -> tuple[list[R], int | None]:
    """A page of rows of which one more was read, and the id behind which the next begins."""
    return rows[:size], rows[size - 1].pk if len(rows) > size else None


def choices(post: QueryDict) -> list[dict[str, Any]]:
    """The choices of a check, in their order."""
    rights = set(post.getlist("right"))
    return [
        {"key": post.get(f"key_{place}", ""), "words": both(post, f"choice_{place}"), "right": str(place) in rights}
        for place in range(MOST_CHOICES)
    ]


def choice_fields(kept: list[dict[str, Any]], post: QueryDict | None) -> list[dict[str, Any]]:
    """The choices for the form: at least four rows, two empty ones behind what there is."""
    rows = choices(post) if post is not None else kept
    used = [row for row in rows if any(row["words"].values())]
    wanted = min(MOST_CHOICES, max(4, len(used) + (post is None)))
    used += [{"key": "", "words": {}, "right": False} for _place in range(wanted - len(used))]
    return [
        {
            "place": place,
            "key": row["key"],
            "right": row["right"],
            "words": [(code, row["words"].get(code, "")) for code in languages()],
        }
        for place, row in enumerate(used)
    ]
