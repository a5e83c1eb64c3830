"""What looks personal in a text: names, addresses, phone numbers, passwords, Turkish identity numbers, accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape
from itertools import islice

from derman.kernel.folding import fold

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
# with separators, a country's number, or as a Turkish mobile number; what else is bare and short is an error code
_PHONE = re.compile(
    r"(?<![\w.-])(?:(?:\+|00)\d{1,3}[ .()/-]{0,3}|\(?0(?=[2-5(]))\(?\d{2,4}\)?(?:[ ./-]{0,2}\d{2,4}){2,4}(?![\w-])"
    r"|(?<![\w.-])5[03-5]\d[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2}(?![\w-])"
)
_IDENTITY = re.compile(r"(?<![\w-])[1-9](?:[ .]?\d){10}(?![\w-])")
_CARD = re.compile(r"(?<![\w-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{3,4}(?![\w-])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_ASKED_FOR = r"\b(?:(?:parola|şifre)\w{0,8}|pass(?:word|wd|phrase|code)|pwd?|pin(?: kodu| code)?)\b"
# behind a sign whatever is said; behind words alone only what no word looks like
_PASSWORD = re.compile(
    _ASKED_FOR + r"(?:\s+(?:for|of)(?:\s+\w{1,20}){1,4}?)?(?:\s*(?:is|olarak|şu))*\s*(?::|=|->|→)+\s*([^\s<>,;]{4,64})",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(_ASKED_FOR, re.IGNORECASE)
_TOKEN = re.compile(r"[^\s<>,;]{1,64}")
_BETWEEN = frozenset(("is", "was", "olarak", "su", "gecici", "yeni", "eski"))
_SYMBOL_OR_CASE = re.compile(r"[^\W_][!@#$%&*+=?_]+[^\W_]|[a-zçğıöşü][A-ZÇĞİÖŞÜ]")
_NAME = r"[A-ZÇĞİÖŞÜ][a-zçğıöşü][\wçğıöşü'’-]{0,30}"
# behind a comma a sentence may begin, with a large letter as well
_GREETED = re.compile(
    r"\b(?:Merhaba(?:lar)?|Selam(?:lar)?|Sayın|Sevgili|Dear|Hello|Hi)"
    rf"(?: +|, *(?=(?:{_NAME} )?{_NAME} ?(?:Bey|Hanım|[,.!\n])))"
    rf"({_NAME}(?: (?!Bey|Hanım){_NAME})?)(?= ?(?:Bey|Hanım)?(?:[ ,.!\n<]|$))"
)
_TITLED = re.compile(
    rf"\b(?!Merhaba|Selam|Sayın|Sevgili)({_NAME}(?: {_NAME})?) (?:Bey|Hanım)(?:\b|['’])"
    rf"|\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? ({_NAME}(?: {_NAME})?)"
)
_ROAD = (
    r"(?:[A-ZÇĞİÖŞÜ0-9][\wçğıöşü.'’-]{0,30} ){1,3}"
    r"(?:Mah(?:allesi)?|Cad(?:desi)?|Sok(?:ak|ağı)?|Sk|Cd|Bulv(?:arı)?|Blv)\b\.?"
)
_DOOR = r"(?:No|Numara|Kat|Daire|D|K|Apt|Blok)\b\.? ?[:.]? ?\d{1,4}(?:[/-]\w{1,4})?|\d{5}\b"
_TOWN = r"[A-ZÇĞİÖŞÜ][\wçğıöşü]{1,30}"
_POSTAL = re.compile(
    rf"{_ROAD}(?:[ ,]{{1,3}}(?:{_ROAD}|{_DOOR})){{1,8}}(?:[ ,]{{1,3}}{_TOWN}(?:(?: ?/ ?| ){_TOWN})?)?"
    r"|\b\d{1,5}[A-Za-z]? (?:[A-Z][\w'’-]{1,30} ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Blvd)\b\.?"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_TAG = re.compile(r"(<[^>]*>)")
# who is greeted without a name, or is a desk
_COMMON = frozenset((
    "destek", "masasi", "ekip", "ekibi", "arkadaslar", "dostlar", "hocam", "efendim", "yetkili", "ilgili", "herkese",
    "hepinize", "bilgi", "islem", "team", "desk", "support", "help", "it", "all", "everyone", "everybody", "there",
    "world", "colleagues", "sir", "madam",
))  # fmt: skip
SHORTEST_NAME, SHORTEST_PASSWORD = 3, 4  # characters
MOST_NAMES = 1000  # that are looked up for one article


def is_identity_number(digits: str) -> bool:
    """Is this a Turkish identity number, by its two check digits?"""
    if len(digits) != 11 or not digits.isdigit() or digits[0] == "0":
        return False
    numbers = [int(digit) for digit in digits]
    tenth = (sum(numbers[0:9:2]) * 7 - sum(numbers[1:8:2])) % 10
    return numbers[9] == tenth and numbers[10] == sum(numbers[:10]) % 10


def is_card_number(digits: str) -> bool:
    """Is this the number of a payment card, by its check digit?"""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _spoken(text: str, start: int) -> tuple[int, int] | None:
    """Where a password stands that follows its announcement without a sign: “the password for the guests is …”."""
    of_what = False
    for word in islice(_TOKEN.finditer(text, start, start + 120), 8):
        plain = fold(word[0])
        if plain in _BETWEEN:
            of_what = False
        elif plain in ("for", "of"):
            of_what = True
        elif not of_what:
            return word.span() if _is_no_word(word[0]) else None
    return None


def _is_no_word(value: str) -> bool:
    """Does it look like a password, where none is announced: signs of several kinds in one word?"""
    bare = value.strip("\"'“”‘’«».,!?:()")
    if len(bare) < SHORTEST_PASSWORD or bare[:2] == "0x":
        return False
    kinds = {sign.isdigit() for sign in bare if sign.isalnum()}
    return len(kinds) > 1 or _SYMBOL_OR_CASE.search(bare) is not None


def called(text: str) -> set[str]:
    """What could be somebody's name, folded: two or three words in a row that begin with a large letter."""
    found: set[str] = set()
    row: list[str] = []
    end = -1
    for word in _WORD.finditer(text):
        bare = re.split(r"['’]", word[0])[0]
        row = row[-2:] if text[end : word.start()] == " " else []
        end = word.end()
        if not bare[:1].isupper():
            row = []
            continue
        row.append(fold(bare))
        found.update(" ".join(row[-size:]) for size in (2, 3) if size <= len(row))
        if len(found) > MOST_NAMES:
            break
    return found


def places(text: str, names: Iterable[str] = ()) -> list[tuple[int, int]]:
    """Where something personal stands in a plain text, in order, without overlaps; `names` are those of people."""
    found = [one.span() for pattern in (_ADDRESS, _PHONE, _IBAN, _POSTAL) for one in pattern.finditer(text)]
    for pattern, is_one in ((_IDENTITY, is_identity_number), (_CARD, is_card_number)):
        found += [one.span() for one in pattern.finditer(text) if is_one(re.sub(r"\D", "", one[0]))]
    found += [one.span(1) for one in _PASSWORD.finditer(text)]
    found += [span for one in _SPOKEN_OF.finditer(text) if (span := _spoken(text, one.end())) is not None]
    for one in (*_GREETED.finditer(text), *_TITLED.finditer(text)):
        called = one.lastindex or 0
        if not _COMMON.intersection(fold(one[called]).split()):
            found.append(one.span(called))
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
