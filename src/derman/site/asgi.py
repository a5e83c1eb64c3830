"""One port for pages and live signals: pages run in threads by Django, signals on the event loop beside it."""

from __future__ import annotations

import asyncio
import os
import tempfile
from io import BytesIO
from typing import IO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "derman.site.settings")
django.setup()

from derman.kernel import languages
from derman.site.environment import environment
from derman.site.pages import Pages
from derman.site.stream import Message, Receive, Send, live
from derman.site.too_large import too_large

THREADS = environment().web_threads
BODY_LIMIT = 64 * 1024 * 1024  # bytes; what a form with its files may have
MEMORY = 1024 * 1024  # bytes of a body kept in memory; the rest lies in a file

languages.put_together()
_pages = Pages(THREADS)


async def _whole_body(receive: Receive) -> tuple[IO[bytes], int] | None:
    """The request's body in a spooled file, and its length; None where it is too large or the client left."""
    body = tempfile.SpooledTemporaryFile(max_size=MEMORY)  # noqa: SIM115
    length = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        length += len(message.get("body", b""))
        if length > BODY_LIMIT:
            return None
        body.write(message.get("body", b""))
        if not message.get("more_body"):
            body.seek(0)
            return body, length


async def app(scope: Message, receive: Receive, send: Send) -> None:
    """The desk's ASGI application."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    if scope["type"] != "http":
        return
    if scope["path"] == "/api/v1/live" and scope["method"] == "GET":
        await live(scope, receive, send)
        return
    if scope["method"] in ("GET", "HEAD"):
        await _pages.answer(scope, BytesIO(), send)
        return
    whole = await _whole_body(receive)
    if whole is None:
        answer = await asyncio.to_thread(too_large, scope, BODY_LIMIT)
        named = [(name.lower().encode(), value.encode()) for name, value in answer.items()]  # protocol
        await send({"type": "http.response.start", "status": answer.status_code, "headers": named})
        await send({"type": "http.response.body", "body": answer.content})
        return
    body, length = whole
    # a chunked body has no length of its own, and WSGI reads nothing without one
    headers = [pair for pair in scope["headers"] if pair[0] not in (b"content-length", b"transfer-encoding")]
    scope = {**scope, "headers": [*headers, (b"content-length", str(length).encode())]}
    try:
        await _pages.answer(scope, body, send)
    finally:
        body.close()


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return
