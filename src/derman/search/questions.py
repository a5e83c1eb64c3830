"""What was typed, as a question to the index: every word, in any of its forms, the last one perhaps unfinished."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from derman.kernel.folding import fold
from derman.search.misspelt import meant
from derman.search.words import LONGEST, compounds, lexemes, split

LONGEST_QUESTION = 400  # characters; what is behind them is not looked at
MOST_WORDS = 10
FORMS = 20  # longer words that one beginning is completed to
_SCANNED = 3_000  # words of the vocabulary looked at for one beginning

_NUMBER = re.compile(r"\s*#?\s*(\d{1,18})\s*")
_APOSTROPHE = re.compile(r"(?<=\w)['’‘´`]\w*")

# the most frequent words that begin so: the vocabulary is read in its order, so the cost has a bound
_COMPLETE = """
SELECT given.start, found.word
FROM unnest(%s::text[]) AS given(start)
CROSS JOIN LATERAL (
    SELECT near.word FROM (
        SELECT word, tickets FROM search_word
        WHERE word >= given.start AND word < given.start || U&'\\FFFF' ORDER BY word LIMIT %s
    ) AS near ORDER BY near.tickets DESC, near.word LIMIT %s
) AS found
"""


@dataclass(slots=True)
class Term:
    """One word of a question: what it may be in the index. `exact`: the word and its stems; `forms`: longer words."""

    folded: str
    exact: list[str]
    forms: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)  # of a code or an address: all of them will do as well


@dataclass(slots=True)
class Question:
    """What to look for. Made by `read`, completed by `complete`."""

    terms: list[Term]
    number: int | None = None

    def query(self, weights: str = "") -> str:
        """All terms, each in any form; `weights` limits where they may occur (see search.models.Document)."""
        return " & ".join(f"({_term(term, weights)})" for term in self.terms)

    def exact(self) -> str:
        return _any(lexeme for term in self.terms for lexeme in term.exact)

    def loose(self) -> str:
        return _any(lexeme for term in self.terms for lexeme in (*term.exact, *term.forms))

    def beginnings(self) -> tuple[str, ...]:
        """By these, words of a text are known as found, once folded."""
        return tuple({term.folded for term in self.terms} | {lexeme for term in self.terms for lexeme in term.exact})


def _quoted(lexeme: str, weights: str = "") -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'" + (f":{weights}" if weights else "")


def _any(lexemes_: Iterable[str]) -> str:
    return " | ".join(_quoted(lexeme) for lexeme in dict.fromkeys(lexemes_))


def _term(term: Term, weights: str) -> str:
    forms = [_quoted(lexeme, weights) for lexeme in dict.fromkeys((*term.exact, *term.forms))]
    if term.parts:
        forms.append("(" + " & ".join(_quoted(part, weights) for part in term.parts) + ")")
    return " | ".join(forms)


def read(text: str) -> Question:
    """Read what a person typed; operators are words like others, and what is no word is no part of it.

    At most 1 statement.
    """
    text = text[:LONGEST_QUESTION]
    number = _NUMBER.fullmatch(text)
    # “VPN'e”, “Outlook'ta”: what follows the apostrophe is grammar
    text = _APOSTROPHE.sub("", text)
    terms: list[Term] = []
    for chunk in text.split():
        whole = sorted(compounds(chunk))
        words = split(chunk)[:MOST_WORDS]
        if len(whole) == 1 and len(words) > 1:
            parts = [part for word in words for part in _folded(word)]
            if parts:
                terms.append(Term(whole[0], whole, parts=parts))
            continue
        terms.extend(Term(_folded(word)[0], [], parts=[word]) for word in words if _folded(word))
    terms = list({term.folded: term for term in terms}.values())[:MOST_WORDS]
    single = [term for term in terms if not term.exact]
    lexemes.learn(term.parts[0] for term in single)
    for term in single:
        term.exact, term.parts = list(lexemes[term.parts[0]]), []
    telling = [term for term in terms if term.exact]
    # only stop words: nothing to find by them, but the last may be the beginning of a word
    if not telling and terms:
        telling = [Term(terms[-1].folded, [terms[-1].folded])]
    return Question(telling, int(number[1]) if number else None)


def _folded(word: str) -> list[str]:
    return [part[:LONGEST] for part in split(fold(word))]


def complete(question: Question) -> None:
    """Complete beginnings of words: the last word from two letters on, others from four. 1 statement."""
    last = question.terms[-1] if question.terms else None
    wanted = [
        term.folded
        for term in question.terms
        if not term.parts and not term.folded.isdigit() and len(term.folded) >= (2 if term is last else 4)
    ]
    if not wanted:
        return
    for start, word in _pairs(_COMPLETE, [wanted, _SCANNED, FORMS]):
        for term in question.terms:
            if term.folded == start:
                term.forms.append(word)


def mend(question: Question) -> Question | None:
    """The question with each word that nobody ever wrote replaced by those that were meant. 2 statements at most."""
    wrong = [term for term in question.terms if not term.forms and not term.parts]
    near = meant([term.folded for term in wrong], "tickets")
    if not near:
        return None
    return Question(
        [Term(near[t.folded][0], near[t.folded]) if t in wrong and t.folded in near else t for t in question.terms]
    )


def _pairs(statement: str, parameters: list[Any]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [(row[0], row[1]) for row in cursor.fetchall()]


def beginnings_of_names(text: str) -> list[str]:
    """The folded words of what was typed to find a person; none where it is too short to tell people apart."""
    words = [part for word in split(text[:LONGEST_QUESTION]) for part in _folded(word)]
    return list(dict.fromkeys(words))[:MOST_WORDS] if max(map(len, words), default=0) >= 2 else []
