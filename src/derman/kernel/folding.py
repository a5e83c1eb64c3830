"""One function folds text for comparing and searching: `YAZICI`, `yazıcı` and `yazici` are one word.

Folding works sign by sign, by the table made here, and in SQL the function `derman_fold` is made from the same
table: so both give the same on every server, whatever its locale and its version of Unicode.
"""

from __future__ import annotations

import functools
import json
import unicodedata

# Scripts with case, signs that are written above or below others, and other shapes of common signs. All of them
# have been settled for long: a newer Unicode does not change what they fold to.
_RANGES = (
    (0x0080, 0x058F),  # Latin, combining marks, Greek, Cyrillic, Armenian
    (0x0591, 0x06ED),  # Hebrew, Arabic
    (0x10A0, 0x10FF),  # Georgian
    (0x1680, 0x1680),
    (0x1C90, 0x1CBF),
    (0x1E00, 0x1FFF),  # Latin with more marks, Greek with more marks
    (0x2000, 0x209C),  # punctuation, raised and lowered figures
    (0x20D0, 0x20F0),
    (0x2100, 0x218B),  # ™, №, roman figures
    (0x2460, 0x24FF),  # signs in circles
    (0x2DE0, 0x2DFF),
    (0x3000, 0x3000),
    (0xA640, 0xA69F),
    (0xFB00, 0xFDFC),  # ligatures
    (0xFE00, 0xFE0F),  # which picture of a sign is meant
    (0xFE20, 0xFE2F),
    (0xFE70, 0xFEFF),
    (0xFF01, 0xFFEF),  # wide and narrow shapes
    (0x1D400, 0x1D7FF),  # mathematical alphabets
)

# What Unicode does not take apart: letters with a stroke, the dotless i, quotes and dashes
_BESIDES = {
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n",
    "ĸ": "k", "ə": "e", "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "ʼ": "'", "ʻ": "'",
    "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"', "‹": "'", "›": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁄": "/",
}  # fmt: skip


def _folded(sign: str) -> str:
    """What one sign folds to: compatible letters, without marks, without case."""
    if sign in "İI":  # before case is folded: that would make two signs of the one
        return "i"
    plain = unicodedata.normalize("NFKD", sign.casefold()).casefold()
    kept = []
    for part in plain:
        if unicodedata.combining(part) or unicodedata.category(part) in ("Mn", "Me", "Cf"):
            continue
        kept.append(" " if part.isspace() else _BESIDES.get(part, part))
    return "".join(kept)


@functools.cache
def table() -> dict[int, str]:
    """Code point → what it folds to, for every sign beyond ASCII that changes. About 4,000 entries."""
    return {
        code: folded
        for first, last in _RANGES
        for code in range(first, last + 1)
        if unicodedata.category(sign := chr(code)) != "Cn" and (folded := _folded(sign)) != sign
    }


def fold(text: str) -> str:
    """Fold human text for comparison: case, marks and the Turkish i fall away, white space is one blank."""
    if not text.isascii():
        signs = table()
        # few of the signs of a text differ: a replacement for each is far faster than a look at every sign
        for sign in set(text):
            if sign > "\x7f" and (folded := signs.get(ord(sign))) is not None:
                text = text.replace(sign, folded)
    # small letters for the capital ones of ASCII alone: the table has folded all others that have a case
    small = text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")  # protocol
    return " ".join(small.replace("`", "'").split())


_USUAL = frozenset("ÇĞİÖŞÜÂÎÛçğıöşüâîûÄäÉéÈèÁáÀàÓóÑñÍíÚú’‘“”–—\u00a0")

# PL/pgSQL, and not SQL, keeps the plan with the table for the life of a connection.
_FUNCTION = r"""
CREATE OR REPLACE FUNCTION derman_fold(given text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 20 AS $derman$
DECLARE
    folded text := translate(
        given,
        E'ABCDEFGHIJKLMNOPQRSTUVWXYZ`\t\n\u000b\f\r\u001c\u001d\u001e\u001f',
        'abcdefghijklmnopqrstuvwxyz''         '
    );
    sign text;
BEGIN
    IF octet_length(folded) <> char_length(folded) THEN
        folded := translate(folded, '<usual>', '<usual folded>');
        IF octet_length(folded) <> char_length(folded) THEN
            FOR sign IN
                SELECT DISTINCT part[1] COLLATE "C" FROM regexp_matches(folded, '[^\u0001-\u007f]', 'g') AS part
            LOOP
                folded := replace(folded, sign, coalesce('<signs>'::jsonb ->> sign, sign));
            END LOOP;
        END IF;
    END IF;
    IF strpos(folded, '  ') > 0 THEN
        folded := regexp_replace(folded, ' +', ' ', 'g');
    END IF;
    RETURN btrim(folded);
END
$derman$
"""


def sql_function() -> str:
    """The statement that creates `derman_fold(text)`, which gives what `fold` gives, on PostgreSQL 15 and later."""
    signs = {chr(code): folded for code, folded in table().items()}
    # letters and signs of everyday text in one step; what is beyond them costs one replacement each
    usual = sorted(sign for sign, folded in signs.items() if len(folded) == 1 and sign in _USUAL)
    parts = {
        "<usual>": "".join(usual),
        "<usual folded>": "".join(signs[sign] for sign in usual),
        "<signs>": json.dumps(signs),
    }
    statement = _FUNCTION
    for place, value in parts.items():
        statement = statement.replace(place, value.replace("'", "''"))
    return statement
