"""Articles of the knowledge base in the library: kept with every change of them."""

from __future__ import annotations

from collections.abc import Collection
from itertools import batched

from django.db import connection

from derman.kernel import sql
from derman.knowledge.models import Audience
from derman.knowledge.queries import Indexed, indexed
from derman.search.library import keeping

KIND = "article"
BATCH = 500
DOUBT = 3  # voices that say nothing, for one alone says little


def index(*, articles: Collection[int] | None = None, translations: Collection[int] | None = None) -> None:
    """Make the library say of some articles, or some translations, what readers see now; safe to run twice."""
    live = {one.translation: one for one in indexed(articles=articles, translations=translations)}
    if articles is not None:
        known = sql.rows(
            'SELECT e."of" FROM search_entry AS e JOIN knowledge_translation AS t ON t.id = e."of"'
            " WHERE e.kind = %s AND t.article_id = ANY(%s)",
            [KIND, list(articles)],
        )
        gone = {row[0] for row in known} - live.keys()
    else:
        gone = set(translations or ()) - live.keys()
    if gone:
        keeping.remove(KIND, gone)
    keeping.put([_page(one) for one in live.values()])


def index_all() -> int:
    """Put every live article into the library anew; returns how many."""
    gone = sql.rows('SELECT "of" FROM search_entry WHERE kind = %s', [KIND])
    known = {row[0] for row in gone}
    count = 0
    for batch in batched(indexed(), BATCH):
        keeping.put([_page(one) for one in batch])
        known -= {one.translation for one in batch}
        count += len(batch)
    if known:
        keeping.remove(KIND, known)
    return count


def index_missing() -> int:
    """Put live articles that are not in the library there; returns how many. 1 statement, and more for each batch.

    Safe to run twice and at the same time, also killed half way: what is in is in.
    """
    missing = [
        row[0]
        for row in sql.rows(
            "SELECT t.id FROM knowledge_translation AS t JOIN knowledge_article AS a ON a.id = t.article_id"
            " WHERE t.live_id IS NOT NULL AND a.removed_at IS NULL AND NOT EXISTS"
            ' (SELECT 1 FROM search_entry AS e WHERE e.kind = %s AND e."of" = t.id) ORDER BY t.id',
            [KIND],
        )
    ]
    for batch in batched(missing, BATCH):
        index(translations=batch)
    return len(missing)


def note_opinions() -> None:
    """Take over how many readers an article helped. 1 statement; nothing is written where nothing changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_entry AS e SET helpful = said.helpful FROM ("
            "  SELECT id, (helpful - unhelpful)::float8 / (helpful + unhelpful + %s) AS helpful"
            "  FROM knowledge_translation WHERE helpful + unhelpful > 0"
            ') AS said WHERE e.kind = %s AND e."of" = said.id AND e.helpful <> said.helpful',
            [DOUBT, KIND],
        )


def _page(one: Indexed) -> keeping.Page:
    return keeping.Page(
        kind=KIND,
        of=one.translation,
        lang=one.lang,
        title=one.title,
        body=one.text,
        audience=_keys(one),
        changed_at=one.live_since,
        helpful=(one.helpful - one.unhelpful) / (one.helpful + one.unhelpful + DOUBT),
    )


def _keys(one: Indexed) -> list[str]:
    if one.audience == Audience.TEAM:
        return [f"team:{one.team}"]
    if one.audience == Audience.ORGANISATIONS:
        return ["agents", *(f"organisation:{number}" for number in one.organisations)]
    if one.audience == Audience.GROUPS:
        return ["agents", *(f"group:{number}" for number in one.groups)]
    return [one.audience]
