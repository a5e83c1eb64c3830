"""Which assets a ticket names: inventory numbers in its words, as forms and people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from derman.kernel import sql
from derman.kernel.folding import fold
from derman.routing.words import words_in

MOST_NUMBERS = 60  # words of one ticket that may be an inventory number
_BEYOND = re.compile(r"[\s,;:()\[\]<>\"“”'’!?=]+")
_DIGIT = re.compile(r"\d")

_NAMED = """
SELECT a.folded, a.former, a.number, a.kind, a.name, a.place FROM assets_asset a
WHERE a.folded = ANY(%(numbers)s) OR a.former && %(numbers)s::varchar[] ORDER BY a.id
"""


@dataclass(frozen=True, slots=True)
class Named:
    """An asset that a ticket names."""

    number: str
    kind: str
    words: str  # of its name, number and place, folded


def numbers_in(text: str) -> list[str]:
    """What in a text may be an inventory number, as numbers are compared."""
    found = (word.strip("._-/#") for word in _BEYOND.split(fold(text)))
    wanted = dict.fromkeys(word for word in found if 2 <= len(word) <= 60 and _DIGIT.search(word))
    return list(wanted)[:MOST_NUMBERS]


class Naming:
    """The assets that some tickets name: asked for when the first row wants to know, for all of them. 1 statement."""

    def __init__(self) -> None:
        self._numbers: dict[int, list[str]] = {}
        self._found: Mapping[str, Named] | None = None

    def add(self, ticket: int, text: str) -> None:
        """The words of a ticket."""
        self._numbers[ticket] = numbers_in(text)

    def of(self, ticket: int) -> list[Named]:
        """What a ticket names, in the order in which it does."""
        if self._found is None:
            self._found = _read(sorted({one for numbers in self._numbers.values() for one in numbers}))
        known = (self._found.get(number) for number in self._numbers.get(ticket, ()))
        return list(dict.fromkeys(one for one in known if one is not None))


def _read(numbers: list[str]) -> dict[str, Named]:
    if not numbers:
        return {}
    now: dict[str, Named] = {}
    before: dict[str, Named] = {}
    for folded, former, number, kind, name, place in sql.rows(_NAMED, {"numbers": numbers}):
        one = Named(number, kind, words_in(f"{name} {number} {place}"))
        now[folded] = one
        before |= dict.fromkeys(former, one)
    # a number that an asset has now means that one, whatever had it before
    return before | now
