"""How many tickets the workspace's lists have: counted up to a cap, and not again at once where there are far more."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from derman.kernel import sql
from derman.tickets.queries import lines

if TYPE_CHECKING:
    from derman.people.access import Lens
    from derman.people.models import Person

# A list that had MARGIN more than the cap cannot have fallen below it so soon: no desk takes 200 a second out of one.
# Without this, most of what a busy desk's page asks of PostgreSQL is counting to the same cap, in each list, each time.
MARGIN = 600
HOLDS = 3.0  # seconds
_MOST_KEPT = 10_000

_full: dict[tuple[object, ...], float] = {}  # which list, as whom it is seen → until when it is known to be full


def capped_counts(person: Person, lens: Lens, cap: int) -> dict[str, int]:
    """How many tickets each view has, up to `cap`. 1 statement."""
    now = time.monotonic()
    keys = {name: (name, cap, *_seen_by(name, person, lens)) for name in lines.VIEWS}
    asked = [name for name, key in keys.items() if _full.get(key, now) <= now]
    found = dict.fromkeys(lines.VIEWS, cap) | _counted(asked, person, lens, cap + MARGIN)
    if len(_full) > _MOST_KEPT:
        _full.clear()
    _full.update({keys[name]: now + HOLDS for name in asked if found[name] == cap + MARGIN})
    return {name: min(found[name], cap) for name in lines.VIEWS}


def _seen_by(name: str, person: Person, lens: Lens) -> tuple[object, ...]:
    """What a view depends on beside its name: two people for whom this is the same see the same tickets in it."""
    closed = tuple(sorted(lens.closed))
    if name == "mine":
        return (closed, person.pk)
    return (tuple(sorted(lens.teams)),) if name in lines.OF_TEAMS else (closed,)


def _counted(names: list[str], person: Person, lens: Lens, most: int) -> dict[str, int]:
    if not names:
        return {}
    parts = [
        f"SELECT '{name}', count(*) FROM ({lines.select_view(name, lens, columns='1', tail=f'LIMIT {most:d}')})"  # noqa: S608
        f" AS {name}_part"
        for name in names
    ]
    return dict(sql.rows(" UNION ALL ".join(parts), lines.parameters_of(person, lens)))
