"""The words of all rooms in one dictionary for each language.

Django keeps one for each room and asks them one after another, twice for what none has: 50 of them in Turkish, and a
page has 500 texts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.utils.translation import trans_real

type Words = dict[Any, str]  # of (text, form) too, where a number says which form
type FormOf = Callable[[int], int]


class OneDictionary(dict[Any, str]):
    """The dictionaries of the rooms as one; what the first of them says counts, as before."""

    def __init__(self, rooms: list[tuple[Words, FormOf]]) -> None:
        super().__init__()
        for words, _form in reversed(rooms):
            self.update(words)
        # rooms may count differently: each text by those that have it
        self._counted: dict[str, list[tuple[Words, FormOf]]] = {}
        for words, form in rooms:
            for text in {key[0] for key in words if isinstance(key, tuple)}:
                self._counted.setdefault(text, []).append((words, form))

    def plural(self, msgid: str, num: int) -> str:
        """The form of a text for a number. Raises KeyError where there is none."""
        for words, form in self._counted[msgid]:
            if (said := words.get((msgid, form(num)))) is not None:
                return said
        raise KeyError(msgid)


def put_together() -> None:
    """Load every language of the desk, and make one dictionary of each; safe to call twice."""
    for code, _name in settings.LANGUAGES:
        found = cast("Any", trans_real.translation(code))
        rooms = found._catalog
        if not isinstance(rooms, OneDictionary):
            found._catalog = OneDictionary(list(zip(rooms._catalogs, rooms._plurals, strict=True)))
