"""Keeping the library's index: entries are put and removed, and their postings with them, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from derman.kernel import sql
from derman.search.library.forms import Counted, count, learn
from derman.search.library.packing import SHIFT, chunk_of, offset_of, packed
from derman.search.words import lexemes

LONGEST = 100_000  # characters of one text that are searched
UNSEEN = "\x1f"  # stands in a kept text before the words that no excerpt shows
_LOCK = 7_265_003  # any number: the same for every process of one desk

_INSERT = """
INSERT INTO search_entry (kind, "of", lang, title, body, audience, length, helpful, changed_at)
SELECT given.kind, given."of", given.lang, given.title, given.body, string_to_array(given.audience, ' '), given.length,
       given.helpful, given.changed_at
FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[], %s::float8[],
            %s::timestamptz[]) WITH ORDINALITY
     AS given(kind, "of", lang, title, body, audience, length, helpful, changed_at, place)
ORDER BY place
RETURNING id, kind, "of", lang
"""
_POST = """
INSERT INTO search_posting AS p (lexeme, chunk, entries, packed)
SELECT given.lexeme, given.chunk, count(*), array_agg(given.post)
FROM unnest(%s::text[], %s::int[], %s::int[]) AS given(lexeme, chunk, post)
GROUP BY given.lexeme, given.chunk
ON CONFLICT (lexeme, chunk)
DO UPDATE SET entries = p.entries + excluded.entries, packed = p.packed || excluded.packed
"""
_COUNT = """
INSERT INTO search_chunk AS c (chunk, entries, words) SELECT * FROM unnest(%s::int[], %s::int[], %s::bigint[])
ON CONFLICT (chunk) DO UPDATE SET entries = c.entries + excluded.entries, words = c.words + excluded.words
"""
_TAKE_OUT = """
UPDATE search_posting AS p
SET packed = kept.packed, entries = cardinality(kept.packed)
FROM (
    SELECT q.lexeme, q.chunk, array(SELECT post FROM unnest(q.packed) AS post WHERE post >> %s <> %s) AS packed
    FROM search_posting AS q WHERE q.chunk = %s AND q.lexeme = ANY(%s)
) AS kept
WHERE p.lexeme = kept.lexeme AND p.chunk = kept.chunk
"""
_WORDS = """
INSERT INTO search_entryword (word)
SELECT word FROM unnest(%s::text[]) AS given(word)
WHERE NOT EXISTS (SELECT 1 FROM search_entryword AS old WHERE old.word = given.word)
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is to be found: `of` is its key among its kind, `audience` who may find it, as keys without blanks.

    What has several languages under one key has a page for each.
    """

    kind: str
    of: int
    lang: str
    title: str
    body: str
    audience: Sequence[str]
    changed_at: datetime
    helpful: float = 0.0
    unseen: str = ""  # words by which it is found, which no excerpt shows

    @property
    def text(self) -> str:
        """All that is searched, as it is kept."""
        return f"{self.body[: LONGEST - len(self.unseen) - 1]}{UNSEEN}{self.unseen}" if self.unseen else self.body


def put(pages: Sequence[Page]) -> list[int]:
    """Put pages into the library in the place of all that was under their keys; returns the keys of their entries.

    At most 7 statements, and 4 for each page that was there before. Safe to run twice and at the same time.
    """
    if not pages:
        return []
    with transaction.atomic():
        _one_at_a_time()
        known = {(page.kind, page.of) for page in pages}
        _remove(
            sql.rows(
                'SELECT id, title, body FROM search_entry WHERE (kind, "of") IN'
                " (SELECT * FROM unnest(%s::text[], %s::bigint[]))",
                [[kind for kind, _of in known], [of for _kind, of in known]],
            )
        )
        return _insert(pages)


def remove(kind: str, of: Collection[int]) -> None:
    """Take pages out of the library; nothing happens where they are not in it. 2 statements, and 4 for each."""
    with transaction.atomic():
        _one_at_a_time()
        _remove(
            sql.rows('SELECT id, title, body FROM search_entry WHERE kind = %s AND "of" = ANY(%s)', [kind, list(of)])
        )


def _one_at_a_time() -> None:
    # two that change the rows of common words in turn would wait for each other in a ring
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _take_apart(texts: Iterable[tuple[str, str]]) -> list[Counted]:
    given = [(title[:LONGEST], body[:LONGEST]) for title, body in texts]
    learn((text for pair in given for text in pair), lexemes)
    return [count(title, body, lexemes) for title, body in given]


def _insert(pages: Sequence[Page]) -> list[int]:
    counted = _take_apart((page.title, page.text) for page in pages)
    columns = [
        [page.kind for page in pages],
        [page.of for page in pages],
        [page.lang for page in pages],
        [_storable(page.title) for page in pages],
        [_storable(page.text[:LONGEST]) for page in pages],
        [" ".join(page.audience) for page in pages],
        [parts.length for parts in counted],
        [page.helpful for page in pages],
        [page.changed_at for page in pages],
    ]
    ids = {(kind, of, lang): entry for entry, kind, of, lang in sql.rows(_INSERT, columns)}
    entries = [ids[page.kind, page.of, page.lang] for page in pages]
    posts = [
        (lexeme, chunk_of(entry), packed(entry, length=parts.length, in_title=title, in_body=body))
        for entry, parts in zip(entries, counted, strict=True)
        for lexeme, (title, body) in parts.lexemes.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_POST, [list(column) for column in zip(*posts, strict=True)] if posts else [[], [], []])
        _note(entries, counted, sign=1)
        cursor.execute(_WORDS, [sorted({word for parts in counted for word in parts.vocabulary})])
    return entries


def _remove(rows: Sequence[tuple[int, str, str]]) -> None:
    counted = _take_apart((title, body) for _entry, title, body in rows)
    entries = [entry for entry, _title, _body in rows]
    with connection.cursor() as cursor:
        for entry, parts in zip(entries, counted, strict=True):
            chunk, found = chunk_of(entry), list(parts.lexemes)
            cursor.execute(_TAKE_OUT, [SHIFT, offset_of(entry), chunk, found])
            cursor.execute(
                "DELETE FROM search_posting WHERE chunk = %s AND lexeme = ANY(%s) AND entries = 0", [chunk, found]
            )
        if entries:
            _note(entries, counted, sign=-1)
            cursor.execute("DELETE FROM search_entry WHERE id = ANY(%s)", [entries])


def _note(entries: Sequence[int], counted: Sequence[Counted], *, sign: int) -> None:
    sums: dict[int, list[int]] = {}
    for entry, parts in zip(entries, counted, strict=True):
        chunk = sums.setdefault(chunk_of(entry), [0, 0])
        chunk[0] += sign
        chunk[1] += sign * parts.length
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT, [list(sums), [one for one, _words in sums.values()], [words for _one, words in sums.values()]]
        )


def _storable(text: str) -> str:
    """PostgreSQL keeps no NUL."""
    return text.replace("\x00", "")
