"""Tickets that are like a text: they share its telling words, whatever else they say.

Telling are the words that few tickets have. Two of them together must stand in a ticket; the newest are looked at.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

from derman.kernel import sql
from derman.search.indexing import SAMPLE
from derman.search.words import FUNCTION_WORDS, lexemes, split

MOST_WORDS = 5  # the most telling ones of the text
LONGEST = 2_000  # characters that are looked at
COMMON = 20  # a word that more than one in so many tickets have tells nothing
ENOUGH = 60
MOST_RANKED = 400

_KNOWN = """
SELECT word, tickets FROM search_word WHERE word = ANY(%s)
"""
_SIZE = "SELECT greatest(coalesce(max(number), 0) - coalesce(min(number), 0), 200) FROM tickets_ticket"
_FIND = "SELECT ticket, score FROM derman_search(%s::tsquery, %s::tsquery, %s::tsquery, %s, %s)"


def alike(text: str, *, but: int = 0) -> list[int]:
    """Numbers of tickets that are like `text`, best first; the caller asks which of them may be seen. `but`: never it.

    4 statements at most.
    """
    telling = _telling(text[:LONGEST])
    if len(telling) < 2:
        return []
    forms = [_any(lexemes[word]) for word in telling]
    both = " | ".join(f"(({one}) & ({other}))" for one, other in combinations(forms, 2))
    loose = " | ".join(forms)
    found: list[tuple[Any, ...]] = sql.rows(_FIND, [both, loose, loose, ENOUGH, MOST_RANKED])
    ranked = sorted(found, key=lambda row: (-row[1], -row[0]))
    return [number for number, _score in ranked if number != but][:ENOUGH]


def _telling(text: str) -> list[str]:
    """The words of a text (as written) that few tickets have, the rarest first; 3 statements."""
    words = list(dict.fromkeys(split(text)))[:120]
    lexemes.learn(words)
    by_folded = {found[0]: word for word in words if (found := lexemes[word])}
    wanted = {one: word for one, word in by_folded.items() if _may_tell(one)}
    ((size,),) = sql.rows(_SIZE)
    known: dict[str, int] = dict(sql.rows(_KNOWN, [list(wanted)]))
    # words are counted by a sample, and anew with each message of its tickets: on a small desk two counted tickets
    # must not make a word a common one
    rare = [one for one in wanted if 0 < known.get(one, 0) <= max(size // COMMON, 8 * SAMPLE)]
    rare.sort(key=lambda one: known[one])
    return [wanted[one] for one in rare[:MOST_WORDS]]


def _may_tell(folded: str) -> bool:
    return len(folded) > 2 and not folded.isdigit() and folded not in FUNCTION_WORDS


def _any(forms: tuple[str, ...]) -> str:
    return " | ".join("'" + form.replace("\\", "\\\\").replace("'", "''") + "'" for form in forms)
