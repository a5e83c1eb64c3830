"""`GET /api/v1/live`: the stream of signals, as server-sent events, outside Django so that it holds no thread."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import DatabaseError, close_old_connections, connection
from django.http import HttpRequest

from derman.kernel.live import Hub, Listener
from derman.people.access import audiences
from derman.people.models import Person
from derman.people.queries import person_by_token

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]

HEARTBEAT = 20.0  # seconds; proxies cut a silent stream after thirty or more
RECHECK = 3  # heartbeats after which the listener's rights are read anew
_asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")
_hub: Hub | None = None


def _the_hub() -> Hub:
    global _hub
    if _hub is None:
        parameters = connection.get_connection_params()
        parameters = {
            key: value for key, value in parameters.items() if key in ("dbname", "user", "password", "host", "port")
        }
        from psycopg.conninfo import make_conninfo

        _hub = Hub(make_conninfo("", **parameters))
    return _hub


def _who(headers: dict[bytes, bytes]) -> frozenset[str] | None:
    """The audiences of whoever asks, by session or token; None for nobody."""
    close_old_connections()
    bearer = headers.get(b"authorization", b"").decode("latin-1")
    person: Any = None
    if bearer.startswith("Bearer "):
        found = person_by_token(bearer.removeprefix("Bearer ").strip())
        person = found[0] if found else None
    else:
        try:
            cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
        except CookieError:
            return None
        morsel = cookies.get(settings.SESSION_COOKIE_NAME)
        if morsel is not None:
            request = HttpRequest()
            request.session = import_module(settings.SESSION_ENGINE).SessionStore(morsel.value)
            person = get_user(request)
    return audiences(person) if isinstance(person, Person) and person.is_active else None


async def _ask(headers: dict[bytes, bytes]) -> frozenset[str] | None:
    """As `_who`, beside the event loop. Raises DatabaseError."""
    return await asyncio.get_running_loop().run_in_executor(_asking, _who, headers)


async def _refuse(send: Send, status: int, why: bytes, *more: tuple[bytes, bytes]) -> None:
    headers = [(b"content-type", b"text/plain"), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": why})


async def live(scope: Message, receive: Receive, send: Send) -> None:
    """One open screen: 401 for nobody, 503 while the database is away, else signals until either side goes away."""
    headers = dict(scope["headers"])
    try:
        belongs = await _ask(headers)
    except DatabaseError:
        await _refuse(send, 503, b"The database is away; try again.\n", (b"retry-after", b"5"))
        return
    if belongs is None:
        await _refuse(send, 401, b"Sign in first.\n")
        return
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [
                (b"content-type", b"text/event-stream"),
                (b"cache-control", b"no-store"),
                (b"x-accel-buffering", b"no"),
            ],
        }
    )
    async with _the_hub().listen(belongs) as listener:
        gone = asyncio.create_task(_gone(receive))
        try:
            await _tell(listener, headers, send, gone)
        except OSError:
            pass
        finally:
            gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _tell(listener: Listener, headers: dict[bytes, bytes], send: Send, gone: asyncio.Task[None]) -> None:
    await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
    silent = 0
    while not gone.done():
        waiting = asyncio.create_task(listener.queue.get())
        done, _pending = await asyncio.wait({waiting, gone}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
        if waiting in done:
            what, number = waiting.result()
            body = f"event: changed\ndata: {json.dumps({'what': what, 'id': number})}\n\n".encode()
        else:
            waiting.cancel()
            if gone in done:
                return
            body = b": still here\n\n"
            silent += 1
            if silent % RECHECK == 0:
                try:
                    belongs = await _ask(headers)
                except DatabaseError:
                    belongs = listener.audiences  # no signals come either; asked again a while later
                if belongs is None:
                    return
                listener.audiences = belongs
        await send({"type": "http.response.body", "body": body, "more_body": True})
