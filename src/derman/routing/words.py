"""Texts as the words in them, to look for words in."""

from __future__ import annotations

import re

from derman.kernel.folding import fold

_NO_LETTER = re.compile(r"[\W_]+")


def words_in(text: str) -> str:
    """A text as its folded words, with a blank before each."""
    return " " + _NO_LETTER.sub(" ", fold(text)).strip()
