"""Threads that are used again in the order of their warmth: who worked last works next.

Each thread that asks the database has a connection of its own, and the process behind it keeps plans and what it knows
of the tables: some 10 MiB that are soon warm, and are of use to that thread alone. With one request after the other all
of them go to the same thread, whose plans are made; what only a rush has needed lets its connection go after a while.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import Empty, SimpleQueue

type _Work = Callable[[], None]


class Crew(Executor):
    """At most `most` threads; one that was not needed for `patience` seconds calls `rest`, in itself.

    The thread that worked last does not rest: it is the one that works next. `name` begins the names of the threads.
    """

    def __init__(self, most: int, *, name: str, rest: Callable[[], None], patience: float = 60.0) -> None:
        self._most, self._name, self._rest, self._patience = most, name, rest, patience
        self._lock = threading.Lock()
        self._threads = 0
        self._idle: list[SimpleQueue[_Work]] = []  # the warmest last
        self._waiting: deque[_Work] = deque()  # while all are at work

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have it done by the warmest thread that is free, else by a new one, else by the first that gets free."""
        future: Future[T] = Future()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:  # whoever asks for the result gets it
                future.set_exception(error)

        with self._lock:
            if self._idle:
                self._idle.pop().put(work)
            elif self._threads < self._most:
                self._threads += 1
                inbox: SimpleQueue[_Work] = SimpleQueue()
                inbox.put(work)
                named = f"{self._name}_{self._threads}"
                threading.Thread(target=self._serve, args=(inbox,), name=named, daemon=True).start()
            else:
                self._waiting.append(work)
        return future

    def _serve(self, inbox: SimpleQueue[_Work]) -> None:
        work = inbox.get()
        while True:
            work()
            del work  # with all that it holds, while this thread waits
            with self._lock:
                if self._waiting:
                    work = self._waiting.popleft()
                    continue
                self._idle.append(inbox)
            work = self._next(inbox)

    def _next(self, inbox: SimpleQueue[_Work]) -> _Work:
        """What comes next for a thread that is free; it rests where that takes long."""
        while True:
            try:
                return inbox.get(timeout=self._patience)
            except Empty:
                with self._lock:
                    warmest = bool(self._idle) and self._idle[-1] is inbox
                if not warmest:
                    self._rest()
                    return inbox.get()
