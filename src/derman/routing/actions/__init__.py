"""What can be done with routing: the table is drafted, put live and brought back; shifts are written."""

from __future__ import annotations

from derman.routing.actions.shifts import ShiftGiven, remove_shift, save_shift, set_capacities
from derman.routing.actions.table import (
    bring_back,
    drop_draft,
    move_row,
    put_live,
    remove_row,
    save_row,
    set_weights,
)

__all__ = [
    "ShiftGiven",
    "bring_back",
    "drop_draft",
    "move_row",
    "put_live",
    "remove_row",
    "remove_shift",
    "save_row",
    "save_shift",
    "set_capacities",
    "set_weights",
]
