"""Finding in the library: BM25 over the postings, what a title says, and silence where nothing fits."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from derman.kernel import clock, sql
from derman.kernel.folding import fold
from derman.search.library import question as questions
from derman.search.library.forms import beginning, joined, learn, words_of
from derman.search.library.question import Question, Term
from derman.search.words import lexemes

# BM25: how soon more of the same counts no more, how much a long text is held against it, and what a title weighs
SATURATION = 1.3
LENGTH = 0.57
IN_TITLE = 3.0
COVERED = 0.4  # of the score, the part that a text earns by having all the words and not one of them often
ALIKE = 1.0  # what a title adds that is made of the question's words
HELPFUL = 0.1
FRESH = 0.05
_YEAR = 365.0  # days after which a text counts as fresh by a third

SURE = 0.5  # from which on a form means the word of the question
SAID = 2  # words that a text may have in passing
REST = 0.6  # of what the best must speak of, the part that is enough for the others
RANKED = 40  # of which title, age and readers' opinions are looked at
MOST_QUOTED = 150  # hits that are looked through for a quoted phrase
BUDGET = 7_000  # postings that one question reads; of common words for which that is too few, the freshest entries
COMMON = 1_000  # entries that have a word, from which on it is common

# t / (t + k) is written as 1 / (1 + k / t), so that each posting is taken apart once
_FIND = """
WITH hit AS (
    SELECT (p.chunk::bigint << 12) + (post >> 17) AS entry, w.term, max(w.cover) AS cover, max(w.said) AS said,
           max(w.weight / (1 + (%s + %s * ((post >> 7) & 1023)) / ((post & 31) + %s * ((post >> 5) & 3)))) AS score
    FROM unnest(%s::text[], %s::int[], %s::float8[], %s::float8[], %s::int[], %s::int[])
         AS w(lexeme, term, weight, cover, said, since)
    JOIN search_posting AS p ON p.lexeme = w.lexeme AND p.chunk >= w.since
    CROSS JOIN unnest(p.packed) AS post
    GROUP BY 1, 2
), ranked AS (
    SELECT entry, sum(cover) / %s AS covered, sum(score) * (%s + sum(cover) / %s) AS score, sum(said) AS said
    FROM hit GROUP BY entry ORDER BY score DESC, entry DESC
)
SELECT e.id, e.kind, e."of", e.lang, e.title, e.helpful, e.changed_at, ranked.covered, ranked.score,
       ranked.said
FROM ranked
CROSS JOIN LATERAL (
    SELECT * FROM search_entry
    WHERE id = ranked.entry AND kind = ANY(%s) AND (%s::text[] IS NULL OR audience && %s)
    OFFSET 0
) AS e
ORDER BY ranked.score DESC, ranked.entry DESC LIMIT %s
"""
_TITLE, _COVERED, _SCORE, _SAID = 4, 7, 8, 9  # the columns


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that fits: its key, what it is an entry of, and how well. `covered`: how much of the question it has."""

    entry: int
    kind: str
    of: int
    lang: str
    title: str
    score: float
    covered: float


def find(
    question: Question | None, *, kinds: Collection[str], audiences: Collection[str] | None, limit: int = 20
) -> list[Found]:
    """What fits best of what may be seen by somebody of these `audiences` (None: everything), best first.

    Nothing where nothing fits. 1 statement, and 1 for quoted phrases.
    """
    if question is None or not question.size:
        return []
    total = sum(term.telling for term in question.terms)
    wanted = _wanted(question)
    if not wanted or total <= 0:
        return []
    keys = None if audiences is None else list(audiences)
    average = max(question.length, 1.0)
    rows = sql.rows(
        _FIND,
        [
            SATURATION * (1 - LENGTH),
            SATURATION * LENGTH / average,
            IN_TITLE,
            *(list(column) for column in zip(*wanted, strict=True)),
            total,
            1 - COVERED,
            total / COVERED,
            list(kinds),
            keys,
            keys,
            max(RANKED, 2 * limit) if not question.phrases else MOST_QUOTED,
        ],
    )
    if question.phrases:
        rows = _with_phrases(rows, question.phrases)
    lead = _lead(rows)
    needed = silence(question, lead)
    if not any(row[_COVERED] >= needed for row in rows[:3]):
        return []
    learn((row[_TITLE] for row in rows), lexemes)
    best = rows[0]
    fits = best[_SCORE] / (total * (SATURATION + 1))
    if fits < meagre(question, lead):
        return []
    if best[_SAID] <= SAID and fits < passing(question) and not _is_named(question, best[_TITLE]):
        return []
    enough = max(REST * needed, _tail(question) * max(row[_COVERED] for row in rows))
    now = clock.now()
    found = [
        Found(entry, kind, of, lang, title, _final(question, title, helpful, changed_at, now, score), covered)
        for entry, kind, of, lang, title, helpful, changed_at, covered, score, _said in rows
        if covered >= enough
    ]
    found.sort(key=lambda one: (-one.score, -one.entry))
    return found[:limit]


def _wanted(question: Question) -> list[tuple[str, int, float, float, int, int]]:
    """Each lexeme with its term, what it weighs, how much of the question it covers, whether it surely says one of its
    words (1, else 0), and from which chunk on.
    """
    pairs = [(place, lexeme) for place, term in enumerate(question.terms) for lexeme in term.lexemes]
    entries = {lexeme: question.known[lexeme].entries for _place, lexeme in pairs}
    share: int | None = None
    if sum(entries[lexeme] for _place, lexeme in pairs) > BUDGET:
        pairs = [pair for place, term in enumerate(question.terms) for pair in _telling(question, place, term)]
        common = [lexeme for _place, lexeme in pairs if entries[lexeme] > COMMON]
        rest = BUDGET - sum(entries[lexeme] for _place, lexeme in pairs if entries[lexeme] <= COMMON)
        share = max(rest, 0) // max(len(common), 1)
    wanted = []
    for place, lexeme in pairs:
        term, rare = question.terms[place], question.rareness(lexeme)
        how = term.lexemes[lexeme]
        since = _since(question.known[lexeme], share) if share is not None and entries[lexeme] > COMMON else 0
        cover = min(rare, term.telling) * how.sure
        said = int(how.sure >= SURE and term.folded not in questions.ASKING)
        wanted.append((lexeme, place, rare * how.counts * (SATURATION + 1), cover, said, since))
    return wanted


def _telling(question: Question, place: int, term: Term) -> list[tuple[int, str]]:
    """What is enough of a term where there is too much: of a common word its widest form alone, without synonyms."""
    own = [lexeme for lexeme, how in term.lexemes.items() if how.sure == 1.0]
    widest = max(own, key=lambda lexeme: question.known[lexeme].entries, default="")
    if widest and question.known[widest].entries > COMMON:
        return [(place, widest)]
    return [(place, lexeme) for lexeme in term.lexemes if question.known[lexeme].entries <= COMMON or not own]


def _since(known: questions.Known, share: int) -> int:
    """The oldest chunk that a share of the budget reaches back to; the newest in any case."""
    read = 0
    since = known.chunks[0]
    for chunk, entries in zip(known.chunks, known.each, strict=True):
        if read and read + entries > share:
            break
        read += entries
        since = chunk
    return since


def silence(question: Question, lead: float) -> float:
    """How much of the question a text must speak of, or else it is rubbish.

    Of a short question a text may have a synonym of one word and nothing else; of a long one it must have more. Where
    nothing fits, many texts have a word or two of it, each as well as the next: one that leads speaks of the matter.
    """
    return max(0.18, 0.34 - 0.35 / _telling_words(question) - 0.15 * lead)


def meagre(question: Question, lead: float) -> float:
    """Of the score that a text would have which says nothing but the question, the part below which it is rubbish.

    A long text has many words of any question by accident. It speaks of each once and of much else, so that it covers
    the question and hardly scores.
    """
    return 0.12 - 0.1 / _telling_words(question) - 0.02 * lead


def passing(question: Question) -> float:
    """Of the same score, the part that a text must have which has a word or two of the question, none in its title.

    What a text is about stands in its title; a word that stands in the rest alone may be said in passing. A question
    of one word says little of what else should stand there.
    """
    return 0.16 - 0.04 / _telling_words(question)


def _lead(rows: Sequence[Sequence[Any]]) -> float:
    """By how much the best hit is better than the next, from 0 (no better) to 1 (twice as good, or alone)."""
    if len(rows) < 2 or rows[1][_SCORE] <= 0:
        return 1.0
    return float(min(rows[0][_SCORE] / rows[1][_SCORE], 2.0)) - 1


def _tail(question: Question) -> float:
    """Of what the best hit speaks of, the part below which another only looks like one: of one word the half."""
    return 0.25 + 0.25 / _telling_words(question)


def _telling_words(question: Question) -> int:
    return max(sum(term.folded not in questions.ASKING for term in question.terms), 1)


def _final(question: Question, title: str, helpful: float, changed_at: datetime, now: datetime, score: float) -> float:
    age = max((now - changed_at).total_seconds() / 86_400, 0.0)
    fresh = math.exp(-age / _YEAR)
    return round(score * (1 + ALIKE * _alike(question.terms, title)) * (1 + HELPFUL * helpful + FRESH * fresh), 4)


def _alike(terms: Sequence[Term], title: str) -> float:
    """From 0 to 1: how many of the title's words are the question's, measured by both their numbers."""
    words = [found for word in words_of(title) if (found := _forms(word))]
    if not words:
        return 0.0
    asked = {lexeme for term in terms for lexeme in term.lexemes}
    return 2 * sum(not asked.isdisjoint(found) for found in words) / (len(words) + len(terms))


def _is_named(question: Question, title: str) -> bool:
    """Has the title a word of the question, or is there no title that could have one?"""
    words = words_of(title)
    asked = {lexeme for term in question.terms if term.folded not in questions.ASKING for lexeme in term.lexemes}
    named = {form for word in words for form in _forms(word)}.union(joined(title))
    return not words or not asked.isdisjoint(named)


def _forms(word: str) -> tuple[str, ...]:
    found = lexemes[word]
    return (*found, beginning(found[0])) if found else ()


def _with_phrases(rows: Iterable[tuple[Any, ...]], phrases: Sequence[str]) -> list[tuple[Any, ...]]:
    """Of the hits those that have each phrase as it was quoted; all of them where none has. 1 statement."""
    given = list(rows)
    kept = {
        entry
        for entry, title, body in sql.rows(
            "SELECT id, title, body FROM search_entry WHERE id = ANY(%s)", [[row[0] for row in given]]
        )
        if all(phrase in fold(title) or phrase in fold(body) for phrase in phrases)
    }
    return [row for row in given if row[0] in kept] or given
