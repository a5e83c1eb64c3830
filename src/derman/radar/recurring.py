"""What comes back day after day: no surge within an hour, and yet more within two weeks than the weeks before explain.

A sign is counted day by day, and no day counts for much more than its part: twenty tickets of one morning are a surge,
which is found elsewhere, and one on each of ten days is a cause that nobody has looked for. How much is usual is the
sign's share of all tickets in the weeks before; what is left is asked of the same distribution as a surge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from derman.radar.detecting import BROAD, Found, by_chance, joined
from derman.radar.seasons import ALL
from derman.radar.signs import Seen

WINDOW = timedelta(days=14)
FEWEST = 6  # tickets
FEWEST_DAYS = 5  # on which there was one
FEWEST_PEOPLE = 4
ENOUGH = 200  # tickets in the weeks before: with fewer nothing is known of what is usual
FLOOR = 0.5  # tickets in two weeks that any sign may have
CHANCE, CHANCE_OF_BROAD = 1e-5, 1e-7  # asked once a day, of some hundred signs


@dataclass(frozen=True, slots=True)
class Days:
    """How often a sign was there: on each day of the window on which it was, and in all the weeks before."""

    counts: tuple[int, ...]
    before: int


def often(days: Mapping[str, Days]) -> dict[str, tuple[float, float]]:
    """The signs that come back more than they used to, with what is usual in two weeks, and how likely by chance."""
    whole = days.get(ALL)
    if whole is None or whole.before < ENOUGH:
        return {}
    now = sum(whole.counts)
    found = {}
    for sign, one in days.items():
        if sign == ALL or len(one.counts) < FEWEST_DAYS or sum(one.counts) < FEWEST:
            continue
        expected = max(FLOOR, (one.before + 0.5) / (whole.before + 100) * now)
        most = 2 + 2 * round(expected / WINDOW.days)  # of one day
        chance = by_chance(sum(min(count, most) for count in one.counts), expected)
        if chance < (CHANCE_OF_BROAD if sign[0] in BROAD else CHANCE):
            found[sign] = (expected, chance)
    return found


def recurrences(signs: Mapping[str, tuple[float, float]], window: Iterable[Seen]) -> list[Found]:
    """What recurs, the clearest first: signs of the same tickets are one; one person who writes again is none."""
    tickets: dict[str, list[Seen]] = {sign: [] for sign in signs}
    for seen in window:
        for sign in seen.signs & signs.keys():
            tickets[sign].append(seen)
    clear = []
    for sign, rows in tickets.items():
        if len({row.requester for row in rows}) < FEWEST_PEOPLE or not _spread(rows):
            continue
        expected, chance = signs[sign]
        numbers = tuple(row.number for row in sorted(rows, key=lambda row: (row.at, row.number)))
        clear.append(Found((sign,), numbers, expected, chance))
    clear.sort(key=lambda one: (one.signs[0][0] in BROAD, one.chance, -len(one.signs[0])))
    return joined(clear)


def _spread(rows: Sequence[Seen]) -> bool:
    return len({row.at.date() for row in rows}) >= FEWEST_DAYS
