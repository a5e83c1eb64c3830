"""What can be done with routing: the table is drafted, put live and brought back."""

from __future__ import annotations

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
    "bring_back",
    "drop_draft",
    "move_row",
    "put_live",
    "remove_row",
    "save_row",
    "set_weights",
]
