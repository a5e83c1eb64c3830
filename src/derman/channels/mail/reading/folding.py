"""Folding of texts for matching: protocol tokens and words that people write."""

import re
import unicodedata

_TURKISH_I = str.maketrans(
    {"İ": "i", "I": "i", "ı": "i", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d"}
)
_ASCII_LOWER = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz")
_ASCII_LOWER_STR = {upper: upper + 32 for upper in range(65, 91)}
_BLANKS = re.compile(r"\s+")
INVISIBLE = dict.fromkeys(
    [0xAD, 0x34F, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)


def ascii_lower(token: str) -> str:
    """Lower the letters A-Z of a protocol token and leave all others alone."""
    return token.translate(_ASCII_LOWER_STR)


def ascii_lower_bytes(token: bytes) -> bytes:
    """The same as `ascii_lower`, for bytes as they stand in a mail."""
    return token.translate(_ASCII_LOWER)


def fold(text: str) -> str:
    """Fold human text so that spellings of one word compare equal.

    Dotted and dotless i become one letter, marks on letters are dropped, so that
    `YAZICI`, `yazıcı` and `yazici` are the same. The length may change: never use
    positions of the folded text in the original.
    """
    if text.isascii():
        return ascii_lower(text)
    plain = unicodedata.normalize("NFKD", text.translate(_TURKISH_I))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", kept.casefold().translate(INVISIBLE))


def one_line(text: str) -> str:
    """Every run of white space as one blank, none at the ends."""
    return _BLANKS.sub(" ", text).strip()
