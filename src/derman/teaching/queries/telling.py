"""What readers are told: news about software, and the tip of the day; and the same as its writers see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from derman.kernel import clock, sql
from derman.knowledge.models import Translation
from derman.knowledge.queries.reading import texts_of_articles
from derman.people.models import Person
from derman.teaching.access import AUDIENCE, audiences_for, news_at_desk, news_visible_to, tips_at_desk
from derman.teaching.actions.locking import LARGEST
from derman.teaching.errors import NotFound
from derman.teaching.models import Audience, News, Practice, Tip

PAGE = 20
NEWS_OF = timedelta(days=30)  # so long the first page tells of it, where no day is given


@dataclass(frozen=True, slots=True)
class Told:
    """News or a tip, and the article to which it leads, where the reader may read that."""

    row: Any
    article: Translation | None


def with_articles(reader: Any, rows: Sequence[News | Tip], lang: str) -> list[Told]:
    """Each with its article, where `reader` may read that. 1 statement, none where none leads to an article."""
    wanted = [row.article_id for row in rows if row.article_id is not None]
    texts = texts_of_articles(reader, wanted, lang) if wanted else {}
    return [Told(row, texts.get(row.article_id or 0)) for row in rows]


def news(reader: Any, lang: str, *, before: str = "", size: int = PAGE) -> tuple[list[Told], str]:
    """All that is shown now, the latest first, and the key of the next page. 2 statements."""
    found = _shown(news_visible_to(reader))
    moment, _sep, number = before.partition("~")
    if number.isascii() and number.isdecimal() and len(number) < 19:
        try:
            at = datetime.fromisoformat(moment)
        except ValueError:
            at = None
        if at is not None and at.tzinfo is not None:
            found = found.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=int(number)))
    rows = list(found.order_by("-published_at", "-pk")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    key = f"{last.published_at.isoformat()}~{last.pk}" if last is not None and last.published_at else ""
    return with_articles(reader, rows[:size], lang), key


_LATEST = (
    f"WHERE {AUDIENCE} AND t.removed_at IS NULL AND t.published_at <= %(now)s AND (t.until IS NULL OR t.until >="
    " %(today)s) AND (t.published_at > %(since)s OR t.until IS NOT NULL) ORDER BY t.published_at DESC, t.id DESC"
    " LIMIT %(size)s"
)


def latest_news(reader: Any, size: int = 3) -> list[News]:
    """What the first page tells of: the latest of a month. 1 statement."""
    now = clock.now()
    moments = {"now": now, "today": timezone.localdate(now), "since": now - NEWS_OF}
    return sql.read(News, _LATEST, {**audiences_for(reader), **moments, "size": size})


def one_news(reader: Any, pk: int, lang: str) -> Told:
    """One piece of news that is shown, with its article. 2 statements. Raises NotFound."""
    row = _shown(news_visible_to(reader)).filter(pk=pk).first() if 0 < pk < LARGEST else None
    if row is None:
        raise NotFound(_("This does not exist any more."))
    return with_articles(reader, [row], lang)[0]


def news_by_id(reader: Person, lang: str, *, before: int = 0, size: int = PAGE, every: bool = False) -> list[Told]:
    """What is shown, or for its writers `every` one, by id, the latest first; one more than `size`. 2 statements."""
    found = news_at_desk(reader).filter(removed_at=None) if every else _shown(news_visible_to(reader))
    found = (found.filter(pk__lt=before) if before else found).select_related("team")
    return with_articles(reader, list(found.order_by("-pk")[: size + 1]), lang)


def known_news(reader: Person, pk: int, lang: str) -> Told:
    """One that `reader` may write on or is shown. 2 statements. Raises NotFound."""
    if reader.is_staff_member:
        return with_articles(reader, [news_to_write(reader, pk)], lang)[0]
    return one_news(reader, pk, lang)


def _shown(found: QuerySet[News]) -> QuerySet[News]:
    return found.filter(Q(until=None) | Q(until__gte=timezone.localdate(clock.now())))


_TIPS = (
    f"WHERE {AUDIENCE} AND (t.removed_at IS NULL OR t.removed_at >= %(morning)s) AND EXISTS (SELECT 1 FROM"  # noqa: S608
    " teaching_practice p WHERE p.id = 1 AND p.tip_of_the_day) ORDER BY t.id LIMIT 1000"
)


def tip_of_the_day(reader: Any, lang: str, zone: str) -> Told | None:
    """The tip of this day at the desk (`zone` is the desk's), one after the other from day to day.

    Tips that came today wait for tomorrow, and one that is taken away leaves its day to the next, so that a day keeps
    its tip. None where the desk wants none. 1 statement, 2 where there is a tip.
    """
    here = ZoneInfo(zone)
    day = timezone.localdate(clock.now(), here)
    morning = datetime.combine(day, datetime.min.time(), here)
    # those that were there when the day began, the ones taken away since among them
    rows = sql.read(Tip, _TIPS, {**audiences_for(reader), "morning": morning})
    of_day = [row for row in rows if row.created_at < morning]
    of_day = of_day or rows
    begin = day.toordinal() % len(of_day) if of_day else 0
    chosen = next((row for row in of_day[begin:] + of_day[:begin] if row.removed_at is None), None)
    if chosen is None:
        chosen = next((row for row in rows if row.removed_at is None), None)
    return with_articles(reader, [chosen], lang)[0] if chosen is not None else None


def news_listed(asker: Person, *, removed: bool = False, before: int = 0, size: int = PAGE) -> list[News]:
    """All news as its writers see it, drafts and what is over too, one more than `size`. 1 statement."""
    found = news_at_desk(asker).filter(removed_at__isnull=not removed).select_related("team")
    return list((found.filter(pk__lt=before) if before else found).order_by("-pk")[: size + 1])


def news_to_write(asker: Person, pk: int) -> News:
    """One as its writer sees it. 1 statement. Raises NotFound."""
    return _one_of(news_at_desk(asker), pk)


def tips_listed(asker: Person, *, removed: bool = False, before: int = 0, size: int = PAGE) -> list[Tip]:
    """All tips, the latest first, one more than `size`. 1 statement."""
    found = tips_at_desk(asker).filter(removed_at__isnull=not removed).select_related("team")
    return list((found.filter(pk__lt=before) if before else found).order_by("-pk")[: size + 1])


def tip_to_write(asker: Person, pk: int) -> Tip:
    """One as its writer sees it. 1 statement. Raises NotFound."""
    return _one_of(tips_at_desk(asker), pk)


def _one_of[R: (News, Tip)](rows: QuerySet[R], pk: int) -> R:
    found = rows.filter(pk=pk, removed_at=None).select_related("team").first() if 0 < pk < LARGEST else None
    if found is None:
        raise NotFound(_("This does not exist any more."))
    return found


def practice() -> Practice:
    """How the desk teaches. 1 statement."""
    return Practice.objects.filter(pk=1).first() or Practice(pk=1)


def audiences() -> list[tuple[str, str]]:
    """(code, name) of who may read news and tips."""
    return [(str(code), str(name)) for code, name in Audience.choices]
