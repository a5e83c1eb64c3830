"""From human text to the lexemes that are stored and looked for: the folded word, and its stems.

Stems are PostgreSQL's own (Snowball, Turkish and English), made from the word as written, then folded: a stemmer
of Turkish needs its ı, ş and ğ. What a process has seen once it does not ask again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db import connection, transaction

from derman.kernel.folding import fold

LONGEST = 40  # characters of a lexeme; what is longer is cut on both sides
_REMEMBERED = 50_000  # words in memory, some megabytes

_WORD = re.compile(r"[^\W_]+")
# addresses, host names, versions, codes: found whole as well as in parts
# begun where a word begins and never tried again: a word of a hundred thousand letters would take minutes otherwise
_COMPOUND = re.compile(r"(?<![^\W_])[^\W_]++(?:[.@:/_+-][^\W_]++)++")
_DIGIT_OR_AT = re.compile(r"[\d@]")

# Too common to tell tickets apart; folded.
_STOP_WORDS = """
    ve veya ile bir bu su o da de mi mu ki icin ise ama en cok ben sen biz siz bana size bize gibi kadar olan olarak
    the a an and or of to in on at is are was were be it its this that for with as by from i you we my our your me
    not have has had do does did can will
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

# Words that hold a sentence together and say nothing of the matter: nobody means one of them by a word of their own.
_FUNCTION_WORDS = """
    kendi kendim kendin kendini kendine kendisi kendimi kendime sey seyi her hep hic daha sonra once degil boyle soyle
    oyle butun tum bazi biraz diger baska bunu sunu onu buna suna ona bunun sunun onun benim senin bizim sizin onlar
    bunlar beni seni bizi sizi bende sende bizde sizde yani hem ya yine gene kere dolayi gore kendileri eger they them
    their theirs she her hers him his itself himself herself themselves myself yourself about again also any been
    being but both each few here just more most much must no nor off once only other our ours out over own same so
    some such than then these those too under until very while yours
"""
FUNCTION_WORDS = STOP_WORDS | frozenset(_FUNCTION_WORDS.split())

_STEMS = """
SELECT word, ts_lexize('turkish_stem', small), ts_lexize('english_stem', small)
FROM (SELECT word, translate(word, 'ABCDEFGHIJKLMNOPQRSTUVWXYZÇĞİÖŞÜ', 'abcdefghıjklmnopqrstuvwxyzçğiöşü') AS small
      FROM unnest(%s::text[]) AS word) AS given
"""


def split(text: str) -> list[str]:
    """The words of a text as they were written. Never raises, whatever the text."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _WORD.findall(text)


def compounds(text: str) -> set[str]:
    """Addresses, versions, codes and the like, whole and folded."""
    if not _DIGIT_OR_AT.search(text):
        return set()
    found = _COMPOUND.findall(text)
    return {fold(part)[:LONGEST] for part in found if _DIGIT_OR_AT.search(part) and len(part) <= 4 * LONGEST}


class Lexemes:
    """Word as written → its lexemes, the folded word first; empty for stop words."""

    def __init__(self, remembered: int = _REMEMBERED) -> None:
        self._known: dict[str, tuple[str, ...]] = {}
        self._remembered = remembered

    def learn(self, words: Iterable[str]) -> None:
        """Make sure that `words` can be asked for. At most 1 statement."""
        if len(self._known) > self._remembered:
            self._known.clear()
        unknown = {word for word in words if word not in self._known}
        stemmed = [word for word in unknown if 3 <= len(word) <= LONGEST and word.isalpha()]
        stems: dict[str, list[str]] = {}
        if stemmed:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_STEMS, [stemmed])
                for word, turkish, english in cursor.fetchall():
                    stems[word] = [*(turkish or ()), *(english or ())]
        for word in unknown:
            self._known[word] = _lexemes(word, stems.get(word, []))

    def __getitem__(self, word: str) -> tuple[str, ...]:
        return self._known[word]


def _lexemes(word: str, stems: list[str]) -> tuple[str, ...]:
    # folding can take a sign apart into several words, like a raised fraction
    folded = [part[:LONGEST] for part in _WORD.findall(fold(word))]
    if not folded or (len(folded) == 1 and folded[0] in STOP_WORDS):
        return ()
    parts = [*folded, *(part for stem in stems for part in _WORD.findall(fold(stem)) if len(part) > 1)]
    return tuple(dict.fromkeys(parts))


lexemes = Lexemes()
