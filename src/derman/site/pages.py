"""Pages by Django in threads, for a server that speaks ASGI.

Nearly every page is there as a whole when Django gives it: it leaves its thread once, where a general bridge goes back
and forth between thread and event loop four times, which costs as much as a page with nothing on it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextvars import copy_context
from functools import partial
from typing import IO, Any, cast

from a2wsgi.wsgi import build_environ
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from derman.site.crew import Crew

type Message = MutableMapping[str, Any]
type Say = Callable[[Message], None]


class Pages:
    """Answers requests by Django, as many at a time as it has threads."""

    def __init__(self, threads: int) -> None:
        self._django: Any = WSGIHandler()
        self._threads = Crew(threads, name="page", rest=connections.close_all)

    async def answer(self, scope: Message, body: IO[bytes], send: Callable[[Message], Awaitable[None]]) -> None:
        """Answer one request, whose body is there as a whole."""
        loop = asyncio.get_running_loop()

        def say(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(_sent(send, message), loop).result()

        # what a request sets (language, zone) must not be there for the next one of its thread
        work = partial(copy_context().run, self._made, scope, body, say)
        for message in await loop.run_in_executor(self._threads, work):
            await send(message)

    def _made(self, scope: Message, body: IO[bytes], say: Say) -> list[Message]:
        """In a thread: the answer as a whole; of one that comes in pieces, nothing, since they are said at once."""
        begun: list[Message] = []

        def start(status: str, headers: list[tuple[str, str]], _wrong: object = None) -> None:
            named = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]  # protocol
            begun.append({"type": "http.response.start", "status": int(status[:3]), "headers": named})

        pieces = self._django(build_environ(cast("Any", scope), cast("Any", body)), start)
        try:
            if pieces.streaming:
                _said(begun[0], pieces, say)
                return []
            return [begun[0], {"type": "http.response.body", "body": b"".join(pieces)}]
        finally:
            pieces.close()


async def _sent(send: Callable[[Message], Awaitable[None]], message: Message) -> None:
    await send(message)


def _said(begun: Message, pieces: Iterable[bytes], say: Say) -> None:
    say(begun)
    for piece in pieces:
        say({"type": "http.response.body", "body": piece, "more_body": True})
    say({"type": "http.response.body", "body": b""})
