"""Live signals: “ticket 48213 changed”, told to whoever may know. Names only, never content.

`signal` sends a PostgreSQL NOTIFY that leaves with the commit. The web process keeps one LISTEN connection
(`Hub`) and hands each signal to the open screens whose audiences meet those of the signal.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field

import psycopg
from django.db import connection

CHANNEL = "derman_live"
log = logging.getLogger("derman.live")


SIGNAL = "SELECT pg_notify(%s, %s)"  # with what `to_signal` gives
_SIGNALS = "SELECT pg_notify(%s, payload) FROM unnest(%s::text[]) AS payload"


def signal(what: str, number: int, *, audience: Iterable[str]) -> None:
    """Say that `what` (`ticket`, `mail`, …) with this id changed, to audiences like `agents`, `team:3`, `person:7`."""
    with connection.cursor() as cursor:
        cursor.execute(SIGNAL, to_signal(what, number, audience=audience))


def signal_all(signals: Sequence[Sequence[str]]) -> None:
    """Send several of what `to_signal` gives. 1 statement; none for none."""
    if signals:
        with connection.cursor() as cursor:
            cursor.execute(_SIGNALS, [CHANNEL, [payload for _channel, payload in signals]])


def to_signal(what: str, number: int, *, audience: Iterable[str]) -> list[str]:
    """The parameters of `SIGNAL`, for whoever sends it together with what changed."""
    payload = json.dumps({"what": what, "id": number, "to": sorted(set(audience))})
    return [CHANNEL, payload[:7900]]


@dataclass(eq=False, slots=True)
class Listener:
    """One open screen: what it belongs to, and the signals that wait for it."""

    audiences: frozenset[str]
    queue: asyncio.Queue[tuple[str, int]] = field(default_factory=lambda: asyncio.Queue(maxsize=200))


class Hub:
    """Fans signals out to listeners; one for each web process, on that process's event loop."""

    def __init__(self, conninfo: str) -> None:
        self.conninfo = conninfo
        self.listeners: set[Listener] = set()
        self._task: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def listen(self, audiences: frozenset[str]) -> AsyncIterator[Listener]:
        """Register a screen for as long as the block runs."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._pump())
        listener = Listener(audiences)
        self.listeners.add(listener)
        try:
            yield listener
        finally:
            self.listeners.discard(listener)

    async def _pump(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self.conninfo, autocommit=True) as source:
                    await source.execute(f"LISTEN {CHANNEL}")
                    # whatever was missed while the connection was away
                    self._tell("desk", 0, frozenset({"*"}))
                    async for notification in source.notifies():
                        message = json.loads(notification.payload)
                        self._tell(message["what"], message["id"], frozenset(message["to"]))
            except (psycopg.Error, OSError) as error:
                log.warning("Live signals wait for the database: %s", error)
                await asyncio.sleep(1)

    def _tell(self, what: str, number: int, audience: frozenset[str]) -> None:
        for listener in self.listeners:
            if "*" in audience or audience & listener.audiences:
                # a screen that is far behind re-gets everything when it catches up; it needs no more signals
                with contextlib.suppress(asyncio.QueueFull):
                    listener.queue.put_nowait((what, number))
