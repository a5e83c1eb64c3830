"""Events of tickets that were changed together with others."""

from __future__ import annotations

from dataclasses import dataclass

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedTogether(Payload):
    """What stands beside this, of the same act, was done to many tickets at once: the run, and how many others."""

    kind = "together.changed"
    run: int
    others: int
