"""Mails on their way to their servers, several at once, so that a slow server or a big mail holds up no other.

The threads here only talk to servers. What asks or changes the database stays with the one sender that started them;
a provider's key alone is fetched by a thread with a connection of its own, since a provider may take its time.
"""

from __future__ import annotations

import contextlib
import queue
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from django.db import connections
from django.db.models import Q

from derman.channels.mail import pace
from derman.channels.mail.fetching.grants import access_token
from derman.channels.mail.models import OutgoingMail
from derman.channels.mail.servers import Refusal, Server

MOST = 16  # mails on their way at once, to all servers together
LOOK = 0.5  # seconds after which a sender that waits for a server looks for what else became due
KEY_HOLDS = 240.0  # seconds for which a key is used again: it was good for five minutes at least


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a mail at its server: `result()` gives the refused recipients, or raises as smtplib does."""

    row: OutgoingMail
    server: Server
    result: Callable[[], dict[str, Refusal]]


@dataclass(slots=True)
class _Key:
    """A provider's key for a mailbox: under way, there, or refused."""

    future: Future[str]
    asked_at: float  # time.monotonic

    @property
    def is_of_use(self) -> bool:
        """Is it under way, or there and still good?"""
        return not self.future.done() or time.monotonic() - self.asked_at < KEY_HOLDS


class Lanes:
    """What is under way. Closed once nothing is any more, see `lanes`."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(MOST, thread_name_prefix="mail-lane")
        self._providers = ThreadPoolExecutor(MOST, thread_name_prefix="mail-key")
        self._heard: queue.SimpleQueue[Finished | None] = queue.SimpleQueue()  # None: a key is there
        self._keys: dict[int, _Key] = {}  # by mailbox
        self._going: dict[int, tuple[OutgoingMail, Server, Q]] = {}
        self._widths: dict[str, int] = {}

    def start(
        self,
        row: OutgoingMail,
        server: Server,
        same_server: Q,
        deliver: Callable[[Callable[[int, bool], str]], dict[str, Refusal]],
    ) -> None:
        """Hand a mail over in a thread. `same_server`: the mails that leave by the same one."""
        self._going[row.pk] = (row, server, same_server)
        future = self._pool.submit(deliver, self._key)
        future.add_done_callback(lambda done: self._heard.put(Finished(row, server, done.result)))

    def has_key(self, server: Server) -> bool:
        """Can one sign in at the server, as far as it depends on a provider's key? Else the key is on its way now."""
        if not server.grant:
            return True
        held = self._keys.get(server.grant)
        if held is None or not held.is_of_use:
            held = _Key(self._providers.submit(_fetched, server.grant), time.monotonic())
            self._keys[server.grant] = held
            held.future.add_done_callback(lambda _done: self._heard.put(None))
        return held.future.done()

    def closed(self) -> Q:
        """Mails that have to wait: for a provider's key, since their server has all the connections it gets, or
        since one of their ticket is under way.

        Two answers on a ticket arrive in the order in which they were written.
        """
        found = Q(mailbox__in=self._awaited())
        tickets = {row.ticket_id for row, _server, _same in self._going.values() if row.ticket_id is not None}
        if tickets:
            found |= Q(ticket_id__in=tickets, ticket_id__isnull=False)
        if len(self._going) >= MOST:
            return Q(pk__gt=0)
        counts: dict[str, int] = {}
        for _row, server, same_server in self._going.values():
            counts[str(server)] = counts.get(str(server), 0) + 1
            if counts[str(server)] >= self._width(server):
                found |= same_server
        return found

    def _width(self, server: Server) -> int:
        if str(server) not in self._widths:
            self._widths[str(server)] = pace.connections_of(server.host, server.port)
        return self._widths[str(server)]

    def _awaited(self) -> list[int]:
        """The mailboxes whose key is on its way."""
        return [mailbox for mailbox, key in self._keys.items() if not key.future.done()]

    @property
    def is_idle(self) -> bool:
        """Is nothing under way, no mail and no key?"""
        return not self._going and not self._awaited()

    def finished(self, *, wait: bool) -> Iterator[Finished]:
        """Mails that are done; with `wait`, at least half a second is given to the next one, or to a key."""
        while not self.is_idle:
            try:
                heard = self._heard.get(timeout=LOOK) if wait else self._heard.get_nowait()
            except queue.Empty:
                return
            wait = False
            if heard is not None:
                del self._going[heard.row.pk]
                yield heard

    def close(self) -> Iterator[Finished]:
        """Wait for all that is under way: whoever sends next must not take it for a broken try."""
        while self._going:
            yield from self.finished(wait=True)
        self._pool.shutdown()
        self._providers.shutdown(wait=False)

    def _key(self, mailbox: int, fresh: bool) -> str:
        """For the threads: a mailbox's key; `fresh`: the one that was given before is refused. Raises FetchError."""
        if fresh:
            renewed: Future[str] = Future()
            renewed.set_result(_fetched(mailbox, fresh=True))
            self._keys[mailbox] = _Key(renewed, time.monotonic())
        return self._keys[mailbox].future.result()


def _fetched(mailbox: int, *, fresh: bool = False) -> str:
    """The key of a mailbox, in a thread with a connection of its own. Raises FetchError."""
    try:
        return access_token(mailbox, fresh=fresh)
    finally:
        connections.close_all()


@contextlib.contextmanager
def lanes(settle: Callable[[Finished], None]) -> Iterator[Lanes]:
    """Lanes for the block; what is under way at its end is waited for, and given to `settle`."""
    made = Lanes()
    try:
        yield made
    finally:
        with contextlib.ExitStack() as each:
            for done in made.close():
                # one that cannot be noted keeps none of the others from it
                each.callback(partial(settle, done))
