"""News about software and the tip of the day made ready for the templates of the portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from derman.teaching import queries
from derman.web.portal.learning import Words, rich_of, words_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.safestring import SafeString

    from derman.knowledge.models import Translation
    from derman.teaching.queries import Told


@dataclass(frozen=True, slots=True)
class Link:
    """The article to which something leads, where the reader may read it."""

    url: str
    title: str
    lang: str


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of news, or a tip, which has no title."""

    pk: int
    software: str
    title: Words
    body: SafeString
    lang: str
    at: datetime | None
    link: Link | None


def item_of(told: Told) -> Item:
    """One as readers see it."""
    row = told.row
    text = words_of(row.texts)
    return Item(
        pk=row.pk,
        software=getattr(row, "software", ""),
        title=words_of(getattr(row, "titles", {})),
        body=rich_of(text.text),
        lang=text.lang,
        at=getattr(row, "published_at", None),
        link=_link(told.article),
    )


def _link(text: Translation | None) -> Link | None:
    if text is None or text.live is None:
        return None
    return Link(f"/kb/{text.slug}/", text.live.title, text.lang)


def first_page(reader: Any, zone: str) -> dict[str, Any]:
    """The tip of the day and the latest news, for the portal's first page. 2 statements, 3 with a tip."""
    tip = queries.tip_of_the_day(reader, get_language() or "en", zone)
    news = [(row, words_of(row.titles)) for row in queries.latest_news(reader)]
    return {"tip": item_of(tip) if tip is not None else None, "news": news}
