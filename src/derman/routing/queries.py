"""Questions about how tickets are routed, each with a fixed number of SQL statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from derman.people.models import Person
from derman.routing import rows as rows_room
from derman.routing.access import versions_visible_to
from derman.routing.book import Book, book_of
from derman.routing.models import Capacity, Draft, Shift, Table
from derman.routing.rows import Row, row_of
from derman.routing.weights import Weights, weights_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table as leads see it: the draft where there is one, else what is live."""

    version: int  # that is live; 0: none
    stamp: int | None  # of the draft; None: there is none
    rows: Sequence[Row]
    weights: Weights
    by: Person | None  # who changed the draft last
    at: datetime | None
    changed: frozenset[str]  # rows of the draft that are new or differ from what is live
    moved: bool  # the order, or what was taken out, differs
    weighs_anew: bool

    @property
    def book(self) -> Book:
        """To be asked."""
        return book_of(self.version, [row.kept() for row in self.rows], self.weights.kept())


def sheet(asker: Person) -> Sheet | None:
    """For leads; None for others. 2 statements."""
    if not asker.is_lead:
        return None
    live = Table.objects.order_by("-version").first()
    draft = Draft.objects.select_related("by").filter(pk=1).first()
    before = {row["id"]: row for row in live.rows} if live else {}
    kept, weights = (draft.rows, draft.weights) if draft else (live.rows, live.weights) if live else ([], {})
    return Sheet(
        version=live.version if live else 0,
        stamp=draft.stamp if draft else None,
        rows=[row_of(row) for row in kept],
        weights=weights_of(weights),
        by=draft.by if draft else None,
        at=draft.at if draft else None,
        changed=frozenset(row["id"] for row in kept if before.get(row["id"]) != row) if draft else frozenset(),
        moved=draft is not None and list(before) != [row["id"] for row in kept if row["id"] in before],
        weighs_anew=draft is not None and weights_of(draft.weights) != weights_of(live.weights if live else {}),
    )


def versions(asker: Person, *, size: int = 50) -> list[Table]:
    """What was live, the latest first. 1 statement."""
    return list(versions_visible_to(asker).select_related("by")[:size])


def levels() -> Sequence[int]:
    """Of skills: 1 knows, 2 good, 3 expert."""
    return rows_room.LEVELS


def shifts(asker: Person) -> list[Shift]:
    """All shifts by name; for leads. 1 statement."""
    return list(Shift.objects.select_related("team")) if asker.is_lead else []


def shift(asker: Person, pk: int) -> Shift | None:
    """One of them. 1 statement."""
    return Shift.objects.filter(pk=pk).first() if asker.is_lead and 0 < pk < 2**63 else None


def capacities(asker: Person) -> dict[int, int]:
    """Person → points that they may have at most, where that is their own; for leads. 1 statement."""
    return dict(Capacity.objects.values_list("person", "points")) if asker.is_lead else {}
