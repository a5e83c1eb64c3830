"""Addresses as people type and paste them: bare, or as their mail program writes them."""

from __future__ import annotations

import re

LONGEST = 5_000  # characters; in more than that no names are looked for

# “Zoe Öz <zoe@…>”, “"Kaya, Mert" <mert@…>”: from the beginning or a separator on
_NAMED = re.compile(r'(^|[,;\n])(?:"[^"\n]{0,100}"|[^<>,;"@\n]){0,200}<([^<>\n]{0,300})>')
_BETWEEN = re.compile(r"[,;\n]+")


def addresses_in(typed: str) -> list[str]:
    """The addresses, without the names before them. What is no address stays whole, to be told of."""
    if len(typed) <= LONGEST:
        typed = _NAMED.sub(r"\1 \2 ", typed)
    found: list[str] = []
    for part in _BETWEEN.split(typed):
        words = part.split()
        # blanks stand between addresses too, as in lists of other programs
        found += words if all("@" in word for word in words) else [" ".join(words)]
    return found


def address_in(typed: str) -> str:
    """The one address; where there is another number of them, all that was typed."""
    found = addresses_in(typed)
    return found[0] if len(found) == 1 else typed
