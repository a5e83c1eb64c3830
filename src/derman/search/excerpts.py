"""The few words around what was found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from derman.kernel.folding import fold
from derman.search.words import split

LENGTH = 160  # characters


def excerpt(texts: Sequence[str], beginnings: tuple[str, ...]) -> str:
    """From the first of `texts` with a word that begins with one of `beginnings` (folded); "" where none has."""
    for text in texts:
        # one look at the whole text spares looking at each word of most
        if not any(start in fold(text) for start in beginnings):
            continue
        words = text.split()
        for place, word in enumerate(words):
            if any(part.startswith(beginnings) for part in _parts(word)):
                return _around(words, place)
    return ""


@lru_cache(maxsize=8_000)
def _parts(word: str) -> tuple[str, ...]:
    return tuple(split(fold(word)))


def _around(words: list[str], place: int) -> str:
    first = max(0, place - 6)
    shown: list[str] = []
    length = 0
    for word in words[first:]:
        length += len(word) + 1
        if length > LENGTH and len(shown) > place - first:
            break
        shown.append(word[:LENGTH])
    end = "…" if first + len(shown) < len(words) else ""
    return ("…" if first else "") + " ".join(shown)[: 2 * LENGTH] + end
