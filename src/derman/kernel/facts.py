"""Facts: what has just happened, announced by the room where it happened.

`announce` runs inside the transaction of the change. Reactions of the kind *now* run at once, in the order
of the table in `site/reactions.py`, and hold or fall with the change. Reactions of the kind *after* become
one job each in the same transaction: they run if and only if the change was committed, and are retried alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Base of all facts: a frozen record of codes and ids, never of sentences."""


type Handler = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Reactions:
    """Who reacts to one fact: `now` in the change's transaction, `after` as jobs behind it."""

    now: Sequence[Handler] = ()
    after: Sequence[Handler] = ()


_table: Mapping[type[Fact], Reactions] = {}
_kinds: dict[str, type[Fact]] = {}


def install(table: Mapping[type[Fact], Reactions]) -> None:
    """Make `table` the desk's reactions; called once at start by `site`."""
    global _table
    _table = table
    _kinds.clear()
    _kinds.update({name_of(kind): kind for kind in table})


def table() -> Mapping[type[Fact], Reactions]:
    """The reactions in force."""
    return _table


def name_of(thing: type[Fact] | Handler) -> str:
    """The name by which a fact or a handler is stored in a job, like `derman.tickets.facts:TicketOpened`."""
    return f"{thing.__module__}:{thing.__qualname__}"


def announce(fact: Fact) -> None:
    """Tell the desk that `fact` happened. Must be called inside the transaction of the change."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{type(fact).__name__} was announced outside a transaction.")
    reactions = _table.get(type(fact))
    if reactions is None:
        return
    for handler in reactions.now:
        handler(fact)
    if reactions.after:
        from derman.kernel import jobs

        jobs.enqueue_many(
            (
                jobs.react,
                {"fact": name_of(type(fact)), "details": asdict(fact), "handler": name_of(handler)},
            )
            for handler in reactions.after
        )


def react(fact: str, details: dict[str, Any], handler: str) -> None:
    """Run one *after* reaction from its stored form. A handler that is gone by now has nothing to do."""
    kind = _kinds.get(fact)
    if kind is None:
        return
    for candidate in _table[kind].after:
        if name_of(candidate) == handler:
            candidate(kind(**details))
