"""Texts of other scripts that call themselves Western or Turkish, or nothing at all."""

import re

_MOST = 20_000
_RUN = re.compile(rb"[\xa3\xb3\xc0-\xff]{3,}")
_LETTER = re.compile(rb"[A-Za-z\xc0-\xff]")
_SHARE = 0.6  # of the letters stand in such runs: no language of Latin letters has so many with marks, side by side
_LEAST = 9

# The letters that a script's languages use most, in the old code pages that mails are still written in.
_COMMON = {
    "cp1251": "оеаинтсрвлкмдпуя",
    "koi8-r": "оеаинтсрвлкмдпуя",
    "iso8859-5": "оеаинтсрвлкмдпуя",
    "cp1256": "اليمونرتبةعدسفهك",
    "iso8859-6": "اليمونرتبةعدسفهك",
    "cp1253": "αοιετσνηυρπκμλςω",
    "cp1255": "יוהלאמרתבשנםעקדח",
}
_ENOUGH = 0.5


def other_script(raw: bytes) -> str | None:
    """The code page of a text in Cyrillic, Arabic, Greek or Hebrew letters; None where it is none, or too short to say.

    `raw` are bytes that are no UTF-8.
    """
    sample = raw[:_MOST]
    runs = _RUN.findall(sample)
    high = sum(map(len, runs))
    if high < _LEAST or high < _SHARE * len(_LETTER.findall(sample)):
        return None
    together = b"".join(runs)
    score, codec = max((_score(together, codec), codec) for codec in _COMMON)
    return codec if score >= _ENOUGH else None


def _score(raw: bytes, codec: str) -> float:
    """How many of the signs are letters that the script uses most."""
    text = raw.decode(codec, "replace")
    return sum(map(text.count, _COMMON[codec])) / len(text)
