"""Arabic letters as they are joined, and lines that run from right to left: what a page of letters in a row needs."""

from __future__ import annotations

import unicodedata
from functools import cache

from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import TextDirection

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_FORMS = range(0xFB50, 0xFF00)  # letters as they look at the beginning, in the middle, at the end of a word, or alone


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Of each letter, or lam with an alef, its looks by name, as Unicode's own table has them."""
    found: dict[str, dict[str, str]] = {}
    for code in _FORMS:
        look, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if look.strip("<>") in ("isolated", "initial", "medial", "final"):
            plain = "".join(chr(int(letter, 16)) for letter in letters)
            if len(plain) == 1 or (len(plain) == 2 and plain[0] == "\u0644" and plain[1] in "\u0622\u0623\u0625\u0627"):
                found.setdefault(plain, {}).setdefault(look.strip("<>"), chr(code))
    return found


def is_right_to_left(text: str) -> bool:
    """Is a letter of a script in it that runs from right to left?"""
    return any(sign > "\u0590" and unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text)


def joined(text: str) -> str:
    """The text with its Arabic letters as they look beside their neighbours; everything else stays."""
    forms = _forms()
    letters = _ligated(text, forms)
    made = []
    for place, letter in enumerate(letters):
        looks = forms.get(letter)
        if looks is None:
            made.append(letter)
            continue
        before = _joins(letters, place, -1, forms)
        after = "initial" in looks and _joins(letters, place, 1, forms)
        wanted = ("medial" if after else "final") if before else ("initial" if after else "isolated")
        made.append(looks.get(wanted) or looks.get("isolated") or letter)
    return "".join(made)


def _ligated(text: str, forms: dict[str, dict[str, str]]) -> list[str]:
    letters: list[str] = []
    for sign in text:
        if letters and letters[-1] + sign in forms:
            letters[-1] += sign
        else:
            letters.append(sign)
    return letters


def _joins(letters: list[str], place: int, step: int, forms: dict[str, dict[str, str]]) -> bool:
    """Does the neighbour reach out to this letter? Marks above and below do not stand between."""
    place += step
    while 0 <= place < len(letters) and unicodedata.category(letters[place][0]) == "Mn":
        place += step
    if not 0 <= place < len(letters):
        return False
    looks = forms.get(letters[place], {})
    return letters[place] == "\u0640" or (("initial" if step < 0 else "final") in looks)


def as_seen(line: str, *, from_right: bool) -> str:
    """The letters of one line of a paragraph from left to right, as the eye finds them."""
    direction = TextDirection.RTL if from_right else TextDirection.LTR
    return BidiParagraph(line, base_direction=direction).get_reordered_string()


def begins_right(paragraph: str) -> bool:
    """Does a paragraph begin at the right margin? Its first letter says so."""
    return auto_detect_base_direction(paragraph) == TextDirection.RTL
