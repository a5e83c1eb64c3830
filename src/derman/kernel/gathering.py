"""What is done for one thing after the other, and can be written for all of them at once.

Whoever does several things in one transaction opens `gathering`. Rooms that react to each of them `gather` what may
wait for the end of it, and write it there together. Outside of a block everything is written on the spot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

type _Write = Callable[[list[Any]], None]

_waiting: ContextVar[dict[_Write, list[Any]] | None] = ContextVar("gathered", default=None)


@contextmanager
def gathering() -> Iterator[None]:
    """Inside the block `gather` keeps what it is given; it is written at the end, unless the block raises."""
    waiting: dict[_Write, list[Any]] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for write, things in waiting.items():
        write(things)


def is_gathering() -> bool:
    """Will what is given to `gather` wait?"""
    return _waiting.get() is not None


def gather[T](write: Callable[[list[T]], None], thing: T) -> None:
    """Have `write` called with this thing, and with all others that are given for it within the block."""
    waiting = _waiting.get()
    if waiting is None:
        write([thing])
    else:
        waiting.setdefault(write, []).append(thing)
