"""Words that nobody wrote, and those that were meant: a letter too many, missing, mistaken, or swapped with the next.

All words one mistake away are made and looked up, so that none is missed however short the word is and however many
words there are; two mistakes are looked for in long words alone, by the trigrams that they still share.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import partial
from typing import Literal

from derman.kernel import sql
from derman.search.words import FUNCTION_WORDS, LONGEST

LONG = 7  # letters from which on two mistakes are forgiven
SHORTEST = 3  # letters
SURE = 5  # letters
MOST = 3  # words that one may stand for
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

type Vocabulary = Literal["tickets", "library"]

_ONE = {
    "library": """
SELECT near.word, coalesce((SELECT sum(entries) FROM search_posting WHERE lexeme = near.word), 0)::bigint
FROM search_entryword AS near WHERE near.word = ANY(string_to_array(%s, ' '))
""",
    "tickets": "SELECT word, tickets::bigint FROM search_word WHERE word = ANY(string_to_array(%s, ' '))",
}
_ALIKE = """
SELECT given.wrong, near.word
FROM unnest(%s::text[]) AS given(wrong)
CROSS JOIN LATERAL (
    SELECT word FROM {table}
    WHERE word %% given.wrong AND abs(length(word) - length(given.wrong)) <= 2
    ORDER BY similarity(word, given.wrong) DESC, word LIMIT 40
) AS near
"""
_TWO = {
    "library": _ALIKE.format(table="search_entryword"),
    "tickets": _ALIKE.format(table="search_word"),
}


def meant(
    wrong: Sequence[str], vocabulary: Vocabulary, *, stems: Sequence[str] = (), also: Container[str] = ()
) -> dict[str, list[str]]:
    """For words that nobody wrote (folded) those that may have been meant, the likeliest first, MOST at most.

    `stems` of them are looked for as well, but no further than one mistake away. `also`: further words that are right.
    No word is taken for one that says nothing, unless letters were swapped: `kedi` is a cat and not `kendi` (own).
    What has no word near enough, or has figures in it, is left out. 2 statements at most.
    """
    given = [word for word in dict.fromkeys((*wrong, *stems)) if SHORTEST <= len(word) < LONGEST and word.isalpha()]
    found: dict[str, list[tuple[tuple[int, int], str]]] = {}
    wrongs: dict[str, list[str]] = {}
    for word in given:
        for other in neighbours(word):
            wrongs.setdefault(other, []).append(word)
    # thousands of words, which leave as one text: the driver takes long over a list
    for other, times in sql.rows(_ONE[vocabulary], [" ".join(wrongs)]) if wrongs else ():
        for word in wrongs[other]:
            if _may_mean(word, other):
                found.setdefault(word, []).append(((_unlikely(word, other), -times), other))
    for other in (other for other in wrongs if other in also):
        for word in filter(partial(_may_mean, other=other), wrongs[other]):
            if all(other != known for _order, known in found.get(word, ())):
                found.setdefault(word, []).append(((_unlikely(word, other), 0), other))
    longer = [word for word in given if word in wrong and word not in found and len(word) >= LONG]
    if longer:
        for word, other in sql.rows(_TWO[vocabulary], [longer]):
            if _may_mean(word, other) and mistakes(word, other) <= 2:
                # as near as the trigrams say
                found.setdefault(word, []).append(((_unlikely(word, other), len(found.get(word, ()))), other))
    return {word: [other for _order, other in sorted(others)[:MOST]] for word, others in found.items()}


def neighbours(word: str) -> set[str]:
    """Every word that is one mistake away.

    Of four letters none is mistaken and the first is right, of three two were swapped: more would find anything.
    """
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    made = {start + rest[1] + rest[0] + rest[2:] for start, rest in halves if len(rest) > 1}
    letters = _LETTERS + "".join({letter for letter in word if letter not in _LETTERS})
    if len(word) > SHORTEST:
        made |= {start + rest[1:] for start, rest in halves if rest}
        made |= {start + letter + rest for start, rest in halves for letter in letters}
    if len(word) > SHORTEST + 1:
        made |= {start + letter + rest[1:] for start, rest in halves if rest for letter in letters}
    else:
        made = {other for other in made if other[0] == word[0] or sorted(other) == sorted(word)}
    return made - {word}


def _may_mean(word: str, other: str) -> bool:
    """Of most words that are a letter away from a function word, none is one: a swap is what only fingers do."""
    return other not in FUNCTION_WORDS or word in FUNCTION_WORDS or sorted(word) == sorted(other)


def _unlikely(word: str, other: str) -> int:
    """The first letter is seldom wrong; swapped letters, and one that is missing or doubled, are what fingers do."""
    if word[0] != other[0] and word[:2] != other[1::-1]:
        return 2
    same_letters = sorted(word) == sorted(other)
    return 0 if same_letters or len(word) != len(other) else 1


def is_sure(word: str, other: str) -> bool:
    """Is it hardly anything else than this other word? A mistaken letter makes a right word of many a short one."""
    if mistakes(word, other) != 1:
        return False
    if _unlikely(word, other) == 0:
        return sorted(word) == sorted(other) or len(word) > SURE
    return len(word) > SURE + 2


def mistakes(one: str, other: str) -> int:
    """How many letters were added, left out, mistaken or exchanged with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        after = [i]
        for j, against in enumerate(other, start=1):
            cost = min(row[j] + 1, after[j - 1] + 1, row[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            after.append(cost)
        before, row = row, after
    return row[-1]
