"""What was typed, as a question to the library: its words with every lexeme that may stand for them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from derman.kernel import sql
from derman.kernel.folding import fold
from derman.search.library.forms import beginning, joined, learn, words_of
from derman.search.library.synonyms import Glossary, glossary
from derman.search.misspelt import is_sure, meant
from derman.search.words import LONGEST, lexemes

LONGEST_QUESTION = 600  # characters; what is behind them is not looked at
MOST_WORDS = 24

# how much a lexeme counts that is not the word itself or a stem of it
BEGINNING = 0.4  # the same first letters
SYNONYM = 0.6
PART_OF_SYNONYM = 0.5  # one word of an expression of several
MENDED = 0.6  # a word one or two letters away
COMPLETED = 0.7  # a longer word of which this is the beginning
# how sure it is that a synonym means the same, when it is asked how much of the question a text speaks of
SAME = 0.8

# words of asking and of being polite say little about the matter; folded
_ASKING = """
    ne nedir neler nasil nerede nereden nereye neden niye nicin hangi hangisi kim kimdir kimin kac var yok misin
    istiyorum gerekiyor lazim lutfen merhaba selam acaba
    what how where why which who whose when there would could should want need please hello hi id i'd get
"""
ASKING = frozenset(_ASKING.split())
FEW = 20  # texts
FAINT = 0.4  # how much such a word counts

_PHRASE = re.compile(r'["“”„«»]([^"“”„«»]{2,200})["“”„«»]')

_KNOWN = """
SELECT lexeme, sum(entries)::int, array_agg(chunk ORDER BY chunk DESC), array_agg(entries ORDER BY chunk DESC)
FROM search_posting WHERE lexeme = ANY(%s) GROUP BY lexeme
"""
# what everything else is made from: as of which change the synonyms are, how many entries there are, and their words
_STATE = """
SELECT same.groups, same.changed_at, size.entries, size.words
FROM (SELECT count(*) AS groups, coalesce(max(changed_at), 'epoch') AS changed_at FROM search_synonyms) AS same,
     (SELECT coalesce(sum(entries), 0)::int AS entries, coalesce(sum(words), 0)::int AS words FROM search_chunk) AS size
"""
_SIZE = 2  # the column
# words that begin so
_COMPLETE = """
SELECT word FROM search_entryword WHERE word > %s AND word < %s || U&'\\FFFF' ORDER BY length(word), word LIMIT 12
"""


@dataclass(slots=True)
class Lexeme:
    """One lexeme that may stand for a word: how much it counts in the ranking, and how sure it means that word."""

    counts: float
    sure: float


@dataclass(slots=True)
class Term:
    """One word of a question with its lexemes, and how telling it is."""

    folded: str
    lexemes: dict[str, Lexeme] = field(default_factory=dict)
    telling: float = 0.0
    in_glossary: bool = False


@dataclass(slots=True)
class Known:
    """In how many entries a lexeme occurs, and in which chunks of keys, the newest first."""

    entries: int
    chunks: list[int]
    each: list[int]


@dataclass(slots=True)
class Question:
    """What to look for in the library, and what is known about its lexemes."""

    terms: list[Term]
    phrases: list[str]
    known: dict[str, Known]
    size: int  # entries there are
    length: float  # words that one has on the average

    def beginnings(self) -> frozenset[str]:
        """By these, words of a text are known as found, once folded."""
        return frozenset(lexeme for term in self.terms for lexeme in (term.folded, *term.lexemes))

    def rareness(self, lexeme: str) -> float:
        """How much it says that a text has this lexeme."""
        known = self.known.get(lexeme)
        return rareness(self.size, known.entries if known else 0)


def rareness(size: int, entries: int) -> float:
    """BM25's weight of a word that `entries` of `size` texts have; of a handful of texts it would say nothing."""
    size = max(size, FEW)
    return math.log(1 + (size - entries + 0.5) / (entries + 0.5))


def read(text: str) -> Question | None:
    """What a person typed, in whatever language; None where there is nothing to look for, or to look in. 2 statements;
    more for words that nobody wrote, after a change of the synonyms, and for words that this process never saw: 12 at
    most.
    """
    text = text[:LONGEST_QUESTION].replace("\x00", " ")
    state = sql.rows(_STATE)[0]
    if not state[_SIZE]:
        return None
    question, meant_ = _read(text, state)
    if question is None or not meant_:
        return question
    # what was surely meant is asked for as if it had been typed, with its synonyms and how telling it is
    right = " ".join(meant_.get(fold(word), word) for word in words_of(text))
    mended, _again = _read(right + text[len(text.rstrip()) :], state)
    if mended is not None:
        mended.phrases = question.phrases
    return mended


def _read(text: str, state: tuple[Any, ...]) -> tuple[Question | None, dict[str, str]]:
    """The question, and for words that nobody wrote the one that was surely meant."""
    groups, changed_at, size, length = state
    words = words_of(text)[: 2 * MOST_WORDS]
    same = glossary((groups, changed_at))
    learn([text], lexemes)
    forms = [lexemes[word] for word in words]
    others = same.others(forms)
    terms: dict[str, Term] = {}
    for place, found in enumerate(forms):
        if not found or found[0] in terms or len(terms) == MOST_WORDS:
            continue
        term = terms[found[0]] = Term(found[0], in_glossary=place in others)
        for lexeme in found:
            term.lexemes[lexeme] = Lexeme(1.0, 1.0)
        for other in others.get(place, ()):
            counts = SYNONYM if len(other.words) == 1 else SYNONYM * PART_OF_SYNONYM
            for lexeme in (part for word in other.words for part in word):
                if lexeme not in term.lexemes or term.lexemes[lexeme].counts < counts:
                    term.lexemes[lexeme] = Lexeme(counts, counts / SYNONYM * SAME)
        if (start := beginning(term.folded)) and start not in term.lexemes:
            term.lexemes[start] = Lexeme(BEGINNING, BEGINNING)
    if not terms:
        return None, {}
    whole = [Term(code, {code: Lexeme(1.0, 1.0)}) for code in joined(text) if code not in terms]
    question = Question([*terms.values(), *whole], [], {}, size, length / size if size else 1.0)
    _look_up(question, {lexeme for term in question.terms for lexeme in term.lexemes})
    typing = bool(text) and not text[-1].isspace()
    surely = _complete_and_mend(question, words[-1] if typing else "", same)
    # a code written in one with its parts is a bonus where it is known, and nothing to miss where it is not
    question.terms = [term for term in question.terms if term not in whole or term.lexemes.keys() & question.known]
    for term in question.terms:
        _tell(question, term)
    question.phrases = [phrase for part in _PHRASE.findall(text) if (phrase := fold(part))]
    return question, surely


def _look_up(question: Question, wanted: Iterable[str]) -> None:
    missing = sorted(set(wanted) - question.known.keys())
    for lexeme, entries, chunks, each in sql.rows(_KNOWN, [missing]) if missing else ():
        question.known[lexeme] = Known(entries, chunks, each)


def _complete_and_mend(question: Question, last: str, same: Glossary) -> dict[str, str]:
    """Give words that no text has the words that they may be the beginning of, or that were meant.

    Returns for each the one that was surely meant, if there is one.
    """
    unknown = [term for term in question.terms if not _is_known(question, term)]
    folded = lexemes[last][:1] if last else ()
    open_ended = [term for term in question.terms if term.folded in folded and len(term.folded) >= 2]
    found: dict[str, list[tuple[str, float]]] = {}
    for term in open_ended:
        if term in unknown or len(term.folded) <= 4:
            longer = sql.rows(_COMPLETE, [term.folded, term.folded])
            found[term.folded] = [(row[0], COMPLETED) for row in longer]
    # also without its ending, for of an inflected word perhaps only other forms were written
    wrong = {term.folded: _own(term)[1:] for term in unknown if not found.get(term.folded) and not term.in_glossary}
    stems = [stem for own in wrong.values() for stem in own]
    nearest = meant(list(wrong), "library", stems=stems, also=same.starts)
    surely = {}
    for word, own in wrong.items():
        near = next((nearest[lexeme] for lexeme in (word, *own) if lexeme in nearest), None)
        if near is not None:
            found[word] = [(other, MENDED) for other in near]
            if is_sure(word, near[0]):
                surely[word] = near[0]
    if not found:
        return {}
    others = {other for near in found.values() for other, _counts in near}
    lexemes.learn(others)
    for term in question.terms:
        for other, counts in found.get(term.folded, ()):
            for lexeme in lexemes[other]:
                term.lexemes.setdefault(lexeme, Lexeme(counts, counts))
    _look_up(question, {lexeme for term in question.terms for lexeme in term.lexemes})
    return surely


def _own(term: Term) -> list[str]:
    """The word itself and its stems."""
    return [lexeme for lexeme, how in term.lexemes.items() if how.counts == 1.0]


def _is_known(question: Question, term: Term) -> bool:
    return any(lexeme in question.known for lexeme in _own(term))


def _tell(question: Question, term: Term) -> None:
    """How telling a term is: as its rarest own lexeme, and most of all where no text has it."""
    own = [lexeme for lexeme, how in term.lexemes.items() if how.counts == 1.0 and lexeme in question.known]
    term.telling = max(question.rareness(lexeme) for lexeme in own) if own else rareness(question.size, 0)
    if len(term.folded) == 1:
        # a single letter or figure is in every other text, and mostly means something else there
        for how in term.lexemes.values():
            how.sure = 0.0
    if term.folded in ASKING:
        term.telling *= FAINT
        for how in term.lexemes.values():
            how.counts *= FAINT
    for lexeme in [lexeme for lexeme in term.lexemes if lexeme not in question.known or len(lexeme) > LONGEST]:
        del term.lexemes[lexeme]
