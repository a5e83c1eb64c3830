"""How an entry stands in the postings: one number of 29 bits in the row of its lexeme and its chunk of keys.

    12 bits  which entry of the chunk
    10 bits  how many words its body has
     2 bits  times in the title
     5 bits  times in the body

The statement in search.library.finding takes them apart again and counts on these places.
"""

from __future__ import annotations

from derman.search.library.forms import LONGEST_ENTRY

CHUNK = 12  # bits of the key that tell the entries of a chunk apart
SHIFT = 17  # bits behind them


def chunk_of(entry: int) -> int:
    return entry >> CHUNK


def offset_of(entry: int) -> int:
    return entry & ((1 << CHUNK) - 1)


def packed(entry: int, *, length: int, in_title: int, in_body: int) -> int:
    """The posting of an entry."""
    return offset_of(entry) << SHIFT | min(length, LONGEST_ENTRY) << 7 | in_title << 5 | in_body
