"""Paging by cursor: a place in a list, unreadable on purpose, so that what it holds may change."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from derman.api.problems import wrong

Limit = Annotated[int, Query(50, ge=1, le=200, description="How many at most, 1 to 200.")]
Cursor = Annotated[str, Query("", max_length=500, description="What the page before gave as next.")]


class PageOf[T](Schema):
    """Some entries of a list, and the cursor of the next page (null at the end)."""

    items: list[T]
    next: str | None = Field(None, description="Give it as cursor to get the next page.")


def cursor_at(place: int) -> str:
    """The cursor behind an id or a sequence number."""
    return base64.urlsafe_b64encode(b"k%d" % place).decode("ascii").rstrip("=")


def place_of(cursor: str) -> int:
    """The id or sequence number behind which a page begins; 0 for the first page. Raises Problem 422."""
    if not cursor:
        return 0
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        place = int(raw[1:20]) if raw[:1] == b"k" else -1
    except (ValueError, binascii.Error):
        place = -1
    if place < 0 or place >= 2**63:
        raise wrong("cursor", _("This page no longer exists. Begin at the start of the list."))
    return place


def cut[T](found: Sequence[T], limit: int, place: Callable[[T], int]) -> tuple[Sequence[T], str | None]:
    """The page, and the cursor of the next one, of `limit` + 1 entries that were read."""
    if len(found) <= limit:
        return found, None
    return found[:limit], cursor_at(place(found[limit - 1]))
