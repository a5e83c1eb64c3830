"""The table that is live, made ready once and kept by each process until another version goes live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from derman.kernel import sql
from derman.kernel.recalling import recall
from derman.routing.matching import Ready, ready
from derman.routing.models import Table
from derman.routing.rows import row_of
from derman.routing.weights import Weights, weights_of


@dataclass(frozen=True, slots=True)
class Book:
    """A version of the table, ready to be asked. Version 0 is the desk that has none."""

    version: int = 0
    key: int = 0  # of the row that holds it
    rows: Sequence[Ready] = ()
    weights: Weights = field(default_factory=Weights)


_kept = Book()


def the_book(key: int | None) -> Book:
    """The table in the row with this key, which is the latest. 1 statement where it is not the last one asked for."""
    global _kept
    if _kept.key != (key or 0):
        _kept = recall(("routing", key), lambda: _read(key))
    return _kept


def the_latest() -> Book:
    """The table that is live. 1 statement, 1 more where it has changed."""
    ((key,),) = sql.rows("SELECT max(id) FROM routing_table")
    return the_book(key)


def book_of(version: int, rows: Sequence[object], weights: object, key: int = 0) -> Book:
    """A table as it is kept, made ready."""
    assert isinstance(weights, dict)
    made = [row_of(row) for row in rows if isinstance(row, dict)]
    return Book(version, key, ready(made), weights_of(weights))


def _read(key: int | None) -> Book:
    if key is None:
        return Book()
    table = Table.objects.get(pk=key)
    return book_of(table.version, table.rows, table.weights, table.pk)
