"""What a text of the library is made of: for each of its words the forms by which it is found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from derman.kernel.folding import fold
from derman.search.words import LONGEST, Lexemes, split

BEGINNING = 5  # letters that inflected forms of one word share

# “VPN'e”, “Outlook'ta”, “don't”: what follows the apostrophe is grammar
_GRAMMAR = re.compile(r"(?<=\w)['’‘´`]\w{1,6}\b")
# “Wi-Fi”, “e-posta”, “DS-2208”, “0x80.07”: found as if it were written in one
# begun where a word begins and never tried again: a word of a hundred thousand letters would take minutes otherwise
_JOINED = re.compile(r"(?<![^\W_])[^\W_]++(?:[-./:][^\W_]++)++")
_DIGIT = re.compile(r"\d")

MOST_IN_TITLE = 3  # a posting counts no further
MOST_IN_BODY = 31
LONGEST_ENTRY = 1023  # words, beyond which a text counts as that long


def words_of(text: str) -> list[str]:
    """The words of a text as they were written, without what grammar hangs on them behind an apostrophe."""
    return split(_GRAMMAR.sub("", text))


def joined(text: str) -> list[str]:
    """Folded, without their separators: words and codes of parts of which one has figures or is very short."""
    found = []
    for whole in _JOINED.findall(text):
        parts = re.split(r"[-./:]", whole)
        if len(whole) <= LONGEST and (_DIGIT.search(whole) or min(map(len, parts)) <= 2):
            found.append(fold("".join(parts)))
    return found


def forms(word: str, lexemes: Lexemes) -> tuple[str, ...]:
    """The folded word and its stems; nothing for a word too common. `lexemes` must have learned the word."""
    return lexemes[word]


def beginning(folded: str) -> str:
    """The letters that inflected forms of one word share; "" where the word has no more.

    Of codes only those that begin with a name: `ZLBL03` is one of the family that `ZLBL01 to ZLBL09` speaks of.
    """
    named = folded[:3].isalpha() or not _DIGIT.search(folded)
    return folded[:BEGINNING] if len(folded) > BEGINNING and named else ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A text taken apart: lexeme → (times in the title, times in the body), its length in words, its vocabulary."""

    lexemes: dict[str, tuple[int, int]]
    length: int
    vocabulary: frozenset[str]


def count(title: str, body: str, lexemes: Lexemes) -> Counted:
    """Take a text apart. `lexemes` must have learned the words of both parts."""
    vocabulary: set[str] = set()
    title_counts = _counts(title, lexemes, vocabulary)
    body_counts = _counts(body, lexemes, vocabulary)
    length = len(words_of(title)) + len(words_of(body))
    return Counted(
        {
            lexeme: (min(title_counts[lexeme], MOST_IN_TITLE), min(body_counts[lexeme], MOST_IN_BODY))
            for lexeme in title_counts.keys() | body_counts.keys()
        },
        min(length, LONGEST_ENTRY),
        frozenset(vocabulary),
    )


def _counts(text: str, lexemes: Lexemes, vocabulary: set[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word, times in Counter(words_of(text)).items():
        found = forms(word, lexemes)
        if not found:
            continue
        if len(found[0]) > 1 and not found[0].isdigit():
            vocabulary.add(found[0])
        start = beginning(found[0])
        for lexeme in {*found, start} if start else found:
            counts[lexeme] += times
    codes = joined(text)
    counts.update(codes)
    vocabulary.update(code for code in codes if code.isalpha())
    return counts


def learn(texts: Iterable[str], lexemes: Lexemes) -> None:
    """Make sure that the words of `texts` can be taken apart. At most 1 statement."""
    lexemes.learn({word for text in texts for word in words_of(text)})
