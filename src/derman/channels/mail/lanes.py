"""Mails on their way to their servers, several at once, so that a slow server or a big mail holds up no other.

The threads here only talk to servers. What asks or changes the database stays with the one sender that started them.
"""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from django.db.models import Q

from derman.channels.mail import pace
from derman.channels.mail.fetching.grants import access_token
from derman.channels.mail.models import OutgoingMail
from derman.channels.mail.servers import Refusal, Server

MOST = 16  # mails on their way at once, to all servers together
LOOK = 0.5  # seconds after which a sender that waits for a server looks for what else became due


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a mail at its server: `result()` gives the refused recipients, or raises as smtplib does."""

    row: OutgoingMail
    server: Server
    result: Callable[[], dict[str, Refusal]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A thread needs a provider's key, which lies in the database."""

    grant: int
    fresh: bool
    answer: Future[str]


class Lanes:
    """What is under way. Closed once nothing is any more, see `lanes`."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(MOST, thread_name_prefix="mail-lane")
        self._heard: queue.SimpleQueue[Finished | _Asked] = queue.SimpleQueue()
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

    def closed(self) -> Q:
        """Mails that have to wait: their server has all the connections it gets, or one of their ticket is under way.

        Two answers on a ticket arrive in the order in which they were written.
        """
        found = Q(pk__in=[])
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

    @property
    def is_idle(self) -> bool:
        """Is nothing under way?"""
        return not self._going

    def finished(self, *, wait: bool) -> Iterator[Finished]:
        """Mails that are done; with `wait`, at least half a second is given to the next one."""
        while self._going:
            try:
                heard = self._heard.get(timeout=LOOK) if wait else self._heard.get_nowait()
            except queue.Empty:
                return
            if isinstance(heard, _Asked):
                self._answer(heard)
                continue
            wait = False
            del self._going[heard.row.pk]
            yield heard

    def close(self) -> Iterator[Finished]:
        """Wait for all that is under way: whoever sends next must not take it for a broken try."""
        while self._going:
            yield from self.finished(wait=True)
        self._pool.shutdown()

    def _key(self, grant: int, fresh: bool) -> str:
        asked = _Asked(grant, fresh, Future())
        self._heard.put(asked)
        return asked.answer.result()

    @staticmethod
    def _answer(asked: _Asked) -> None:
        try:
            asked.answer.set_result(access_token(asked.grant, fresh=asked.fresh))
        except Exception as error:
            asked.answer.set_exception(error)


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
