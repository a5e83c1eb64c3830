"""When is it a surge? More tickets with one sign within an hour than the season explains.

The season of a sign is how many tickets it had at this hour of the week before, smoothed; and no less than
its usual share of all that comes in just now, so that a busy Monday is no surge of everything. What is left is asked of
a negative binomial distribution (Poisson with a mean that is itself uncertain): how likely are so many by chance?
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from derman.radar.signs import Seen

WINDOW = timedelta(minutes=60)
FEWEST = 4  # tickets with the sign: the fifth may say it in another language
FEWEST_PEOPLE = 4  # one person who writes five times is no surge
CHANCE = 3e-6  # of so many tickets without a cause: asked some hundred times a day
SPREAD = 0.35  # how far the mean itself varies from week to week, as a part of it
FLOOR = 0.08  # tickets an hour that any sign may have, although it had none in the weeks before
SAME = 0.5  # two signs that share so many of their tickets are one surge
BROAD = frozenset("cp")  # a whole category or place is full anyway: it must be far clearer
CHANCE_OF_BROAD = 1e-9


@dataclass(frozen=True, slots=True)
class Season:
    """What the weeks before make one expect of a window that ends now."""

    expected: Mapping[str, float]  # tickets with this sign at this hour of the week
    shares: Mapping[str, float]  # of all tickets, the part with this sign


@dataclass(frozen=True, slots=True)
class Found:
    """A surge: its signs, the clearest first, and its tickets in the order in which they came."""

    signs: tuple[str, ...]
    tickets: tuple[int, ...]
    expected: float
    chance: float


def candidates(window: Iterable[Seen]) -> dict[str, list[Seen]]:
    """The signs that enough tickets of enough people have: the only ones of which the season is asked."""
    by_sign: dict[str, list[Seen]] = {}
    for seen in window:
        for sign in seen.signs:
            by_sign.setdefault(sign, []).append(seen)
    return {
        sign: rows
        for sign, rows in by_sign.items()
        if len(rows) >= FEWEST and len({row.requester for row in rows}) >= FEWEST_PEOPLE
    }


def surges(found: Mapping[str, Sequence[Seen]], season: Season, *, total: int) -> list[Found]:
    """The surges among `candidates` of a window with `total` tickets, the clearest first; each ticket in one."""
    clear: list[Found] = []
    for sign, rows in found.items():
        share = season.shares.get(sign, 0.0) * max(0, total - len(rows))
        expected = max(season.expected.get(sign, 0.0), share, FLOOR)
        chance = by_chance(len(rows), expected)
        if chance < (CHANCE_OF_BROAD if sign[0] in BROAD else CHANCE):
            numbers = tuple(row.number for row in sorted(rows, key=lambda row: (row.at, row.number)))
            clear.append(Found((sign,), numbers, expected, chance))
    clear.sort(key=lambda one: (one.chance, one.signs[0][0] in BROAD, -len(one.signs[0])))
    return joined(clear)


def joined(clear: Sequence[Found]) -> list[Found]:
    """Signs of the same tickets are one surge."""
    kept: list[Found] = []
    for one in clear:
        for place, known in enumerate(kept):
            shared = len(set(one.tickets) & set(known.tickets))
            if shared >= SAME * min(len(one.tickets), len(known.tickets)):
                # a broad sign explains nothing of a surge that has a word of its own, and brings no strangers in
                more = () if one.signs[0][0] in BROAD and known.signs[0][0] not in BROAD else one.tickets
                tickets = tuple(dict.fromkeys((*known.tickets, *more)))
                kept[place] = Found((*known.signs, *one.signs), tickets, known.expected, known.chance)
                break
        else:
            kept.append(one)
    return kept


def by_chance(count: int, expected: float) -> float:
    """How likely are `count` tickets or more, where `expected` are usual? (negative binomial, upper tail)"""
    variance = expected + (SPREAD * expected) ** 2
    if variance <= expected * 1.000001:
        return _poisson_tail(count, expected)
    size = expected * expected / (variance - expected)
    p = size / (size + expected)
    # the first terms are summed, the rest is the tail
    log_term = size * math.log(p)
    below = 0.0
    for k in range(count):
        below += math.exp(log_term)
        log_term += math.log((k + size) / (k + 1)) + math.log1p(-p)
    tail, term = 0.0, math.exp(log_term)
    for k in range(count, count + 200):
        tail += term
        term *= (k + size) / (k + 1) * (1 - p)
    return tail if tail < 1e-3 else max(tail, 1 - below)


def _poisson_tail(count: int, expected: float) -> float:
    term = math.exp(-expected + count * math.log(expected) - math.lgamma(count + 1))
    tail = 0.0
    for k in range(count, count + 200):
        tail += term
        term *= expected / (k + 1)
    return tail
