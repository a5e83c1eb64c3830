"""Made-up articles, the same for the same seed, and how long the desk takes to answer questions from them."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched

from django.db import connection, transaction

from derman.kernel import sql
from derman.knowledge.models import Article, Audience, Status, Translation, Version
from derman.search.library import articles as library
from derman.search.queries import answers
from derman.site.bench.made_up import LAST, SPAN, TOPICS, MadeUp
from derman.site.bench.measures import Figures, NothingToMeasure, spread
from derman.site.bench.processes import cpu_seconds
from derman.site.bench.seeding import Say

BATCH = 2_000
_SYLLABLES = ("ka", "ra", "ti", "mo", "lu", "ne", "si", "ba", "do", "ve", "fi", "ge", "pa", "tu", "sol", "men", "ler")
_WORDS = 60_000  # made-up words of the trade, of which a few come again and again
_EACH = 14  # of them in an article
_ASKED = 20  # words of each kind


@dataclass(frozen=True, slots=True)
class GivenArticle:
    """A title, paragraphs and a language."""

    lang: str
    title: str
    paragraphs: list[str]


def made_up(count: int, seed: int) -> Iterator[GivenArticle]:
    """So many articles of about 110 words, from what tickets are about and from words that nobody else has."""
    made = MadeUp(seed, 1)
    rnd = random.Random(seed)  # noqa: S311 -- nothing secret
    for place in range(count):
        topic = rnd.choice(TOPICS)
        things = made.things(topic.language)
        said = [*topic.openings, *topic.replies, *topic.solutions, *topic.notes]
        chosen = rnd.sample(said, min(6, len(said)))
        chosen.append(" ".join(_word(int(_WORDS * rnd.random() ** 4)) for _ in range(_EACH)) + ".")
        title = f"{rnd.choice(topic.subjects).format_map(things)} {_word(int(_WORDS * rnd.random() ** 2))} {place}"
        yield GivenArticle(topic.language, title[:200], [text.format_map(things) for text in chosen])


def _word(rank: int) -> str:
    syllables = []
    number = rank + len(_SYLLABLES)
    while number:
        number, part = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[part])
    return "".join(syllables)


def seed_articles(*, articles: int, seed: int, say: Say = print) -> int:
    """Publish made-up articles for everyone, and take them into the search; returns how many."""
    started, done = time.monotonic(), 0
    for batch in batched(made_up(articles, seed), BATCH):
        _write(batch, done, articles)
        done += len(batch)
        say(f"{done} of {articles} articles, {time.monotonic() - started:.0f} s")
    library.index_missing()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry, search_posting, search_entryword, search_chunk")
        cursor.execute("ANALYZE knowledge_article, knowledge_translation, knowledge_version")
    say(f"in the search, {time.monotonic() - started:.0f} s")
    return done


def _write(given: tuple[GivenArticle, ...], done: int, count: int) -> None:
    moments = [LAST - SPAN * ((count - done - place) / count) for place in range(len(given))]
    with transaction.atomic():
        rows = Article.objects.bulk_create(
            Article(audience=Audience.EVERYONE, created_at=at, changed_at=at) for at in moments
        )
        texts = Translation.objects.bulk_create(
            Translation(
                article=row, lang=one.lang, slug=f"bench-{row.pk}", status=Status.PUBLISHED, live_since=row.created_at
            )
            for one, row in zip(given, rows, strict=True)
        )
        versions = Version.objects.bulk_create(
            Version(
                translation=text,
                number=1,
                title=one.title,
                body="".join(f"<p>{part}</p>" for part in one.paragraphs),
                text="\n".join(one.paragraphs),
                begun_at=at,
                written_at=at + timedelta(minutes=9),
                frozen=True,
            )
            for one, text, at in zip(given, texts, moments, strict=True)
        )
        for text, version in zip(texts, versions, strict=True):
            text.newest = text.live = version
        Translation.objects.bulk_update(texts, ["newest", "live"], batch_size=500)


def questions() -> dict[str, list[str]]:
    """What is asked, from the words that the library has. Raises NothingToMeasure."""
    rows = sql.rows(
        "SELECT p.lexeme, sum(p.entries) FROM search_posting AS p JOIN search_entryword AS w ON w.word = p.lexeme"
        " WHERE p.lexeme ~ '^[a-z]{6,11}$' GROUP BY p.lexeme ORDER BY sum(p.entries) DESC, p.lexeme"
    )
    if len(rows) < 5 * _ASKED:
        raise NothingToMeasure("There are too few articles. Fill the desk first: derman bench seed --articles 10000")
    words = [row[0] for row in rows]
    common = words[:_ASKED]
    rare = [word for word, times in rows if times <= 5][:: max(1, len(words) // (2 * _ASKED))][:_ASKED]
    long = [word for word in rare if len(word) >= 8] or rare
    pairs = list(zip(common, rare, strict=False))
    return {
        "rare": rare,
        "common": common,
        "two common": [f"{one} {other}" for one, other in zip(common, reversed(common), strict=True) if one != other],
        "common and rare": [f"{one} {other}" for one, other in pairs],
        "while typing": [word[:4] for word in common],
        "rare with a mistake": [_swapped(word) + " " for word in rare],
        "common with a mistake": [_swapped(word) + " " for word in common],
        "two mistakes": [_swapped(word[:-1]) + " " for word in long],
        "two words with mistakes": [f"{_swapped(one)} {_swapped(other)} " for one, other in pairs],
        "nothing like it": [f"qwx{word[::-1]}zq " for word in rare],
    }


def _swapped(word: str) -> str:
    """Two neighbours that differ, exchanged."""
    for place in range(2, len(word) - 1):
        if word[place] != word[place + 1]:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:2] + word[3:]


def measure(rounds: int) -> dict[str, Figures]:
    """How long a reader who is not signed in waits for answers, for each kind of question. Raises NothingToMeasure."""
    figures: dict[str, Figures] = {}
    ((backend,),) = sql.rows("SELECT pg_backend_pid()")
    for kind, asked in questions().items():
        for text in asked[:3]:
            answers(None, text, lang="en")
        times, hits = [], []
        python, database = time.process_time(), cpu_seconds(backend)
        for place in range(rounds):
            started = time.perf_counter()
            found = answers(None, asked[place % len(asked)], lang="en")
            times.append((time.perf_counter() - started) * 1000)
            hits.append(len(found))
        figures[kind] = {
            **spread(times),
            "python_cpu_ms": round((time.process_time() - python) * 1000 / rounds, 1),
            "postgres_cpu_ms": round((cpu_seconds(backend) - database) * 1000 / rounds, 1),
            "hits": round(statistics.mean(hits), 1),
        }
    return figures
