"""Keeping the documents: a few tickets as they change, or all of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from derman.kernel import sql
from derman.search.documents import Made, Source, make
from derman.search.words import Lexemes, lexemes

BATCH = 2_000
LONGEST = 60_000  # characters of one message that are searched
NEWEST = 400  # messages of one ticket that are searched
_LOCK = 7_265_002  # any number: the same for every process of one desk
SAMPLE = 16  # one ticket in so many counts the words it shares with others

# the texts of each ticket's newest messages, unless they are longer together than wanted
_SOURCES = """
SELECT number, subject, who, public, CASE WHEN bytes <= %s THEN left(text, %s) END FROM (
    SELECT t.number, t.subject, p.name || ' ' || p.email AS who, m.seq, m.public, m.text,
        sum(octet_length(m.text)) OVER (PARTITION BY t.number) AS bytes
    FROM unnest(%s::bigint[]) AS wanted (ticket) JOIN tickets_ticket AS t ON t.number = wanted.ticket
    JOIN people_person AS p ON p.id = t.requester_id
    LEFT JOIN LATERAL (
        SELECT seq, public, text FROM tickets_message
        WHERE ticket_id = wanted.ticket AND withdrawn_at IS NULL ORDER BY seq DESC LIMIT %s
    ) AS m ON true
) AS found ORDER BY number, seq DESC
"""
_ANY_LENGTH = 2**62


def index_tickets(numbers: Sequence[int], *, longest: int | None = None) -> list[int]:
    """Write the documents of some tickets anew. 4 statements at most; safe to run twice and at the same time.

    Leaves out those whose texts have more than `longest` bytes, and says which.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # of two that index one ticket, the later must read what the earlier saw and more
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, (number %% 2147483647)::int) FROM unnest(%s::bigint[]) AS number",
            [_LOCK, sorted(numbers)],
        )
        sources, long = _sources(numbers, longest=longest)
        if sources:
            _written(make(sources, lexemes)).run()
    return long


def index_new(sources: list[Source]) -> None:
    """Write the documents of tickets that this transaction has opened, of which nobody else knows.

    3 statements at once, and as many for words never seen before. Where it fails, it alone is taken back.
    """
    _written(make(sources, lexemes)).run_apart()


def _written(made: Sequence[Made]) -> sql.Together:
    """Documents, and what they add to the vocabulary."""
    together = sql.Together()
    together.add(
        "INSERT INTO search_document (ticket_id, words) SELECT * FROM unnest(%s::bigint[], %s::tsvector[])"
        " ON CONFLICT (ticket_id) DO UPDATE SET words = excluded.words",
        [[document.number for document in made], [document.vector for document in made]],
    )
    together.add(_WORDS, _counted(made))
    return together


def _sources(numbers: Sequence[int], *, longest: int | None = None) -> tuple[list[Source], list[int]]:
    """What is said in some tickets, and which of them were left out as longer than `longest` bytes. 1 statement."""
    statement = sql.for_so_many(_SOURCES, numbers)
    limit = _ANY_LENGTH if longest is None else longest
    sources: dict[int, Source] = {}
    long: dict[int, None] = {}
    for number, subject, who, public, text in sql.rows(statement, [limit, LONGEST, list(numbers), NEWEST]):
        if number not in sources:
            sources[number] = Source(number, subject, who)
        if text is not None:
            sources[number].messages.append((public, text))
        elif public is not None:
            long[number] = None
    return [source for number, source in sources.items() if number not in long], list(long)


# known words are counted by a sample: most messages bring no new row
_WORDS = """
INSERT INTO search_word AS w (word, tickets)
SELECT word, greatest(1, share) FROM unnest(%s::text[], %s::int[]) AS given(word, share)
WHERE share > 0 OR NOT EXISTS (SELECT 1 FROM search_word AS old WHERE old.word = given.word)
ORDER BY word
ON CONFLICT (word) DO UPDATE SET tickets = w.tickets + excluded.tickets WHERE excluded.tickets > 1
"""


def _counted(made: Iterable[Made]) -> list[list[Any]]:
    """The words of some documents for the vocabulary, and how often each counts."""
    counted: Counter[str] = Counter()
    for document in made:
        share = SAMPLE if document.number % SAMPLE == 0 else 0
        for word in document.words:
            counted[word] += share
    # in one order everywhere, so that two that add the same words never wait for each other in a ring
    words = sorted(counted)
    return [words, [counted[word] for word in words]]


def index_all(*, progress: Callable[[int, int], None] | None = None, anew: bool = False) -> int:
    """Index every ticket that has no document yet, or all `anew`; returns how many. For seeding and repair.

    `progress(done, all)` is told from time to time. Large amounts are written without the index, which is built
    afterwards, all in one transaction: a search waits meanwhile, and a crash leaves everything as it was.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if anew:
            cursor.execute("TRUNCATE search_document, search_word")
        cursor.execute(
            "SELECT t.number FROM tickets_ticket AS t WHERE NOT EXISTS"
            " (SELECT 1 FROM search_document AS d WHERE d.ticket_id = t.number) ORDER BY t.number"
        )
        numbers = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT count(*) FROM (SELECT 1 FROM search_document LIMIT 1000000) AS known")
        at_once = len(numbers) > 5_000 and len(numbers) * 4 > cursor.fetchone()[0]
        if at_once:
            # an index can be built only where no check of a foreign key is left for the end
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DROP INDEX IF EXISTS document_words; DROP INDEX IF EXISTS word_alike")
        _write_all(numbers, progress)
        if at_once:
            cursor.execute("SET LOCAL maintenance_work_mem = '384MB'")
            cursor.execute(
                "CREATE INDEX document_words ON search_document USING gin (words) WITH (fastupdate = off);"
                "CREATE INDEX word_alike ON search_word USING gin (word gin_trgm_ops)"
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_document; ANALYZE search_word")
    return len(numbers)


def _write_all(numbers: Sequence[int], progress: Callable[[int, int], None] | None) -> None:
    words: Counter[str] = Counter()
    known = Lexemes(remembered=500_000)
    for start in range(0, len(numbers), BATCH):
        made = make(_sources(numbers[start : start + BATCH])[0], known)
        with connection.cursor() as cursor, cursor.copy("COPY search_document (ticket_id, words) FROM STDIN") as copy:
            copy.write("".join(f"{document.number}\t{document.vector}\n" for document in made))
        for document in made:
            words.update(document.words)
        if progress is not None:
            progress(min(start + BATCH, len(numbers)), len(numbers))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE new_word (word text, tickets int) ON COMMIT DROP")
        with cursor.copy("COPY new_word FROM STDIN") as copy:
            copy.write("".join(f"{word}\t{count}\n" for word, count in words.items()))
        cursor.execute(
            "INSERT INTO search_word AS w SELECT word, tickets FROM new_word ORDER BY word"
            " ON CONFLICT (word) DO UPDATE SET tickets = w.tickets + excluded.tickets"
        )
        cursor.execute("DROP TABLE new_word")
