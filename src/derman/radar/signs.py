"""What a new ticket is about, as signs that others may share: a word, a code, a category, a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from derman.kernel.folding import fold
from derman.search.words import FUNCTION_WORDS

STEM = 5  # letters: of Turkish and English words so much is stem enough to tell them apart (Can et al., JASIST 2008)
MOST_WORDS = 12
LONGEST = 300  # characters of the subject and of the beginning of the text

_WORD = re.compile(r"[^\W\d_]{3,}")
_CODE = re.compile(r"(?<![^\W_])(?=[^\s]{0,39}\d)(?=[^\s]{0,39}[^\W\d_])[^\W_]+(?:[-._][^\W_]+)*")
# words that every second ticket has, whatever it is about
_COMMON = """
    please help hello problem error issue work working cannot request need urgent again merhaba lutfen yardim sorun hata
    calismiyor olmuyor acil talep istiyorum yapamiyorum aciliyor tekrar
"""
_OF_ALL = frozenset(word[:STEM] for word in _COMMON.split())
_FUNCTION = frozenset(word[:STEM] for word in FUNCTION_WORDS)


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket as the radar sees it."""

    number: int
    requester: int
    at: datetime
    signs: frozenset[str]


def signs_of(subject: str, text: str = "", *, category: int | None = None, place: int | None = None) -> frozenset[str]:
    """`w:` and the beginning of a word of the subject, `a:` a code like a device's name, `c:` and `p:` ids."""
    folded = fold(subject[:LONGEST])
    words = dict.fromkeys(word[:STEM] for word in _WORD.findall(folded))
    telling = [word for word in words if word not in _FUNCTION and word not in _OF_ALL]
    found = {f"w:{word}" for word in telling[:MOST_WORDS]}
    # two words together say more than one: “vpn” and “drops” is another matter than “vpn” and “password”
    found |= {f"w:{one} {two}" for one, two in _pairs(sorted(telling[:5]))}
    codes = dict.fromkeys(code[:40] for code in _CODE.findall(f"{folded} {fold(text[:LONGEST])}") if len(code) > 3)
    found |= {f"a:{code}" for code in list(codes)[:4]}
    if category is not None:
        found.add(f"c:{category}")
    if place is not None:
        found.add(f"p:{place}")
    return frozenset(found)


def _pairs(words: list[str]) -> list[tuple[str, str]]:
    return [(one, two) for place, one in enumerate(words) for two in words[place + 1 :]]
