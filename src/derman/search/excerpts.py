"""The few words around what was found, and where in them it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from derman.kernel.folding import fold

LENGTH = 160  # characters
_BEFORE = 40  # of them before the first hit
_SHORT = 3  # letters up to which a beginning must be the whole word
_MOST = 60  # beginnings that are looked for


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text, with the places (start, end) of the words that were found in it."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


NOTHING = Passage("")


def passage(texts: Sequence[str], beginnings: Collection[str]) -> Passage:
    """The part with most of what was looked for, of the first text that has any; NOTHING where none has.

    A word is found that begins with one of `beginnings` (folded); of very short ones it must be the whole.
    """
    pattern = _pattern(tuple(sorted(beginnings)[:_MOST]))
    if pattern is None:
        return NOTHING
    for text in texts:
        line = " ".join(text.split())
        hits = _hits(line, pattern)
        if hits:
            return _around(line, hits)
    return NOTHING


def marked(text: str, beginnings: Collection[str]) -> Passage:
    """The whole of a short text, like a title, with what was found in it."""
    pattern = _pattern(tuple(sorted(beginnings)[:_MOST]))
    line = " ".join(text.split())
    return Passage(line, tuple((start, end) for start, end, _found in _hits(line, pattern)) if pattern else ())


@lru_cache(maxsize=256)
def _pattern(beginnings: tuple[str, ...]) -> re.Pattern[str] | None:
    long = [re.escape(start) for start in beginnings if len(start) > _SHORT]
    short = [re.escape(start) + r"(?!\w)" for start in beginnings if 0 < len(start) <= _SHORT]
    # the longest first: what is found says which beginning it was
    either = "|".join(sorted((*long, *short), key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])({either})\w*") if either else None


def _hits(line: str, pattern: re.Pattern[str]) -> list[tuple[int, int, str]]:
    folded = fold(line)
    if len(folded) == len(line):
        return [(found.start(), found.end(), found[1]) for found in pattern.finditer(folded)]
    # a sign that folds to several, or to none, shifts what follows: word by word then
    words = ((word, pattern.match(fold(word[0]))) for word in re.finditer(r"[^\W_]+", line))
    return [(word.start(), word.end(), found[1]) for word, found in words if found]


def _around(line: str, hits: Sequence[tuple[int, int, str]]) -> Passage:
    first = max(range(len(hits)), key=lambda place: (_different(hits, place), -place))
    start = max(0, hits[first][0] - _BEFORE)
    if start:
        start = line.find(" ", start, hits[first][0]) + 1 or hits[first][0]
    end = start + LENGTH
    if end < len(line):
        end = max(line.rfind(" ", start, end + 1), hits[first][1] if hits[first][1] - start < 2 * LENGTH else end)
    else:
        end = len(line)
    before, after = "…" if start else "", "…" if end < len(line) else ""
    shift = len(before) - start
    marks = tuple((a + shift, min(b, end) + shift) for a, b, _found in hits if start <= a < end)
    return Passage(before + line[start:end] + after, marks)


def _different(hits: Sequence[tuple[int, int, str]], place: int) -> int:
    begin = hits[place][0]
    return len({found for start, _end, found in hits[place : place + 20] if start < begin + LENGTH - _BEFORE})
