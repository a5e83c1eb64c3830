"""What looks personal in a text: names, addresses, phone numbers, passwords, Turkish identity numbers, accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape

from derman.kernel.folding import fold

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
# with separators or a country's number; what is bare and short is an error code
_PHONE = re.compile(
    r"(?<![\w.-])(?:\+\d{1,3}[ .()/-]{0,3}|0(?=[2-5(]))\(?\d{2,4}\)?(?:[ ./-]{0,2}\d{2,4}){2,4}(?![\w-])"
)
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{10}(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_PASSWORD = re.compile(
    r"(?:parola(?:m|n|nız|mız)?|şifre(?:m|n|niz|miz)?|password|passwd|pwd|pin(?: kodu)?)"
    r"(?:\s*(?:is|olarak|şu|geçici|:|=|->|→))+\s*([^\s<>,;]{4,64})",
    re.IGNORECASE,
)
_GREETED = re.compile(
    r"(?:Merhaba|Selam|Sayın|Sevgili|Dear|Hello|Hi)[ ,]+"
    r"((?:[A-ZÇĞİÖŞÜ][\wçğıöşü'’-]+ ?){1,3}?)(?= ?(?:Bey|Hanım)?[ ,.!\n<]|$)"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_TAG = re.compile(r"(<[^>]*>)")
_COMMON = frozenset(("destek", "masasi", "team", "desk", "support", "help", "it"))
SHORTEST_NAME = 3


def is_identity_number(digits: str) -> bool:
    """Is this a Turkish identity number, by its two check digits?"""
    if len(digits) != 11 or not digits.isdigit() or digits[0] == "0":
        return False
    numbers = [int(digit) for digit in digits]
    tenth = (sum(numbers[0:9:2]) * 7 - sum(numbers[1:8:2])) % 10
    return numbers[9] == tenth and numbers[10] == sum(numbers[:10]) % 10


def places(text: str, names: Iterable[str] = ()) -> list[tuple[int, int]]:
    """Where something personal stands in a plain text, in order, without overlaps; `names` are those of people."""
    found = [one.span() for pattern in (_ADDRESS, _PHONE, _IBAN) for one in pattern.finditer(text)]
    found += [one.span() for one in _IDENTITY.finditer(text) if is_identity_number(one[0])]
    found += [one.span(1) for pattern in (_PASSWORD, _GREETED) for one in pattern.finditer(text)]
    known = {word for name in names for word in fold(name).split() if len(word) >= SHORTEST_NAME} - _COMMON
    for word in _WORD.finditer(text):
        # `Elif'in` is Elif; the first letter is large, for a name that is also a word
        bare = re.split(r"['’]", word[0])[0]
        if fold(bare) in known and not bare[:1].islower():
            found.append((word.start(), word.start() + len(bare)))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return joined


def marked(body: str, names: Iterable[str] = ()) -> str:
    """HTML with what looks personal in marks, each to be removed or kept by a person."""
    known = list(names)
    return "".join(part if part.startswith("<") else _marked_text(unescape(part), known) for part in _TAG.split(body))


def _marked_text(text: str, names: list[str]) -> str:
    made, position = [], 0
    for start, end in places(text, names):
        inside = escape(text[start:end].rstrip())
        made += [escape(text[position:start]), f'<mark data-personal="1">{inside}</mark>']
        position = start + len(text[start:end].rstrip())
    return "".join([*made, escape(text[position:])])


def has_marks(body: str) -> bool:
    """Does a clean body still have places that looked personal?"""
    return '<mark data-personal="' in body
