"""How a ticket becomes a document: a tsvector in which each lexeme stands once for each part it occurs in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from derman.search.words import Lexemes, compounds, split

SUBJECT, REQUESTER, PUBLIC, NOTE = 1, 2, 4, 8

# one fixed position for each part: no list of positions that grows and is cut at its end
_PLACES = {
    mask: ",".join(
        place for part, place in ((SUBJECT, "1A"), (REQUESTER, "2B"), (PUBLIC, "3D"), (NOTE, "4C")) if mask & part
    )
    for mask in range(1, 16)
}

# Tickets of one era share a lexeme, so that the newest hits of a common word can be found without its older ones:
# eras of 1,024, of 8,192 and of 65,536 numbers. The SQL function derman_search counts on these.
ERAS = (10, 13, 16)

LIMIT = 700_000  # bytes; PostgreSQL allows 1 MB


@dataclass(slots=True)
class Source:
    """What is known of a ticket: its subject, its requester, and its messages as (public, text), newest first."""

    number: int
    subject: str
    requester: str
    messages: list[tuple[bool, str]] = field(default_factory=list)

    def parts(self) -> Iterable[tuple[int, str]]:
        yield SUBJECT, self.subject
        yield REQUESTER, self.requester
        for public, text in self.messages:
            yield (PUBLIC if public else NOTE), text


@dataclass(slots=True)
class Made:
    """A document as PostgreSQL reads it, and its folded words for the vocabulary."""

    number: int
    vector: str
    words: set[str]


def make(sources: list[Source], lexemes: Lexemes) -> list[Made]:
    """Make the documents of some tickets. At most 1 statement."""
    split_sources = [[(part, split(text), compounds(text)) for part, text in source.parts()] for source in sources]
    lexemes.learn({word for parts in split_sources for _part, words, _whole in parts for word in words})
    return [_one(source.number, parts, lexemes) for source, parts in zip(sources, split_sources, strict=True)]


def _one(number: int, parts: list[tuple[int, list[str], set[str]]], lexemes: Lexemes) -> Made:
    places: dict[str, int] = {}
    vocabulary: set[str] = set()
    size = 0
    for part, words, whole in parts:
        if size > LIMIT:
            break
        for word in set(words):
            found = lexemes[word]
            if found and len(found[0]) > 1 and not found[0].isdigit():
                vocabulary.add(found[0])
            for lexeme in found:
                places[lexeme] = places.get(lexeme, 0) | part
        for lexeme in whole:
            places[lexeme] = places.get(lexeme, 0) | part
        # four bytes a sign at most, and what PostgreSQL keeps beside it
        size = sum(4 * len(lexeme) + 16 for lexeme in places) if len(places) > 3000 else 0
    vector = [f"'{lexeme}':{_PLACES[mask]}" for lexeme, mask in _within_limit(places)]
    vector += [f"'~{shift}.{number >> shift}'" for shift in ERAS]
    return Made(number, " ".join(vector), vocabulary)


def _within_limit(places: dict[str, int]) -> Iterable[tuple[str, int]]:
    size = 0
    for lexeme, mask in places.items():
        size += 4 * len(lexeme) + 16
        if size > LIMIT:
            return
        yield lexeme, mask
