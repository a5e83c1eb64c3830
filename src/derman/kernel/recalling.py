"""What is asked again and again while many small things are done in a row: read once, for all of them.

Only for what may be a second old: the desk's settings, its teams, its hours. Outside of a block it is read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("recalled", default=None)


@contextmanager
def recalling() -> Iterator[None]:
    """Inside the block, what `recall` has read once is not read again. Keep it short."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def recall[T](key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives; inside a block of `recalling` it is called once for each `key`."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    found: T = kept[key]
    return found


def recalled(key: Hashable) -> Any:
    """What `remember` was told, for as long as the block lasts; None where nothing was."""
    return (_kept.get() or {}).get(key)


def recall_once[T](key: Hashable, read: Callable[[], T]) -> T:
    """What `remember` was told, to the first who asks; anew for whoever asks again, since by then it has been used."""
    kept = _kept.get()
    if kept is None or key not in kept:
        return read()
    found: T = kept.pop(key)
    return found


def remember(key: Hashable, value: object) -> None:
    """Have `recall` know what was read together with other things; for the rest of the block."""
    if (kept := _kept.get()) is not None:
        kept[key] = value


def forget(key: Hashable) -> None:
    """Something changed within the block itself: read it anew."""
    if (kept := _kept.get()) is not None:
        kept.pop(key, None)


def forget_all() -> None:
    """What was read may have been of a transaction that was rolled back: read everything anew."""
    if (kept := _kept.get()) is not None:
        kept.clear()
