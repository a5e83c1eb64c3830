"""Articles of the knowledge base in the library: kept with every change of them, and found for one reader."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import batched

from django.db import connection

from derman.kernel import sql
from derman.knowledge.access import visible_to
from derman.knowledge.models import Audience
from derman.knowledge.queries import Indexed, indexed
from derman.people.models import Person
from derman.search.excerpts import Passage, marked, passage
from derman.search.library import finding, keeping
from derman.search.library.question import Question, read

KIND = "article"
BATCH = 500
DOUBT = 3  # voices that say nothing, for one alone says little
_READ = 12_000  # characters of a text in which words are shown


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article that was found, in one language. A higher score is a better hit."""

    translation: int
    article: int
    slug: str
    lang: str
    title: Passage
    excerpt: Passage
    score: float
    helpful: int
    unhelpful: int


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
    return [one.audience]


def keys_of(reader: Person | None) -> list[str]:
    """The audiences that a reader belongs to, as the library keeps them; None is somebody who is not signed in.

    Only to find enough: whether an article may be seen, `knowledge.access` says. 1 statement at most.
    """
    if reader is None or not reader.is_active:
        return [Audience.EVERYONE]
    keys: list[str] = [Audience.EVERYONE, Audience.SIGNED_IN]
    if reader.is_staff_member:
        teams = sql.rows("SELECT team_id FROM people_membership WHERE person_id = %s", [reader.pk])
        return [*keys, Audience.AGENTS, *(f"team:{row[0]}" for row in teams)]
    if reader.organisation_id is not None:
        keys.append(f"organisation:{reader.organisation_id}")
    return keys


def articles(reader: Person | None, text: str, *, lang: str, limit: int = 20) -> list[ArticleHit]:
    """The articles that fit best of those that `reader` may see, each once, best first. 13 statements at most.

    Of an article that was found in several languages, `lang` is shown. Nothing where nothing fits.
    """
    question = read(text)
    if question is None:
        return []
    found = finding.find(question, kinds=[KIND], audiences=keys_of(reader), limit=2 * limit)
    if not found:
        return []
    seen = {
        row[0]: row
        for row in visible_to(reader)
        .filter(pk__in=[hit.of for hit in found])
        .values_list("pk", "article", "slug", "lang", "live__title", "helpful", "unhelpful")
    }
    best: dict[int, tuple[finding.Found, float]] = {}
    for hit in found:
        if hit.of in seen:
            article = seen[hit.of][1]
            if article not in best:
                best[article] = (hit, hit.score)
            elif hit.lang == lang != best[article][0].lang:
                best[article] = (hit, best[article][1])
    chosen = list(best.values())[:limit]
    return _with_excerpts(question, [(hit, score, seen[hit.of]) for hit, score in chosen])


type _Row = tuple[int, int, str, str, str, int, int]


def _with_excerpts(question: Question, chosen: Iterable[tuple[finding.Found, float, _Row]]) -> list[ArticleHit]:
    given = list(chosen)
    bodies = dict(
        sql.rows(
            "SELECT id, left(body, %s) FROM search_entry WHERE id = ANY(%s)",
            [_READ, [hit.entry for hit, _score, _row in given]],
        )
    )
    beginnings = question.beginnings()
    hits = []
    for hit, score, (translation, article, slug, lang, title, helpful, unhelpful) in given:
        body = bodies.get(hit.entry, "")
        shown = passage([body], beginnings)
        if not shown.text:
            shown = Passage(" ".join(body[:160].split()))
        titled = marked(title, beginnings)
        hits.append(ArticleHit(translation, article, slug, lang, titled, shown, score, helpful, unhelpful))
    return hits
