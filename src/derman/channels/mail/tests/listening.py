"""The SMTP listener in a thread of its own, with its own connection to the database."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from derman.channels.mail import smtp
from derman.channels.mail.certificate import Renewed
from tests.journeys.the_desk import free_port


@contextmanager
def listening(certificate: Renewed | None = None) -> Iterator[int]:
    """Its port on 127.0.0.1; ends with the block."""
    loop = asyncio.new_event_loop()
    keeper = smtp.Keeper()
    number = free_port()
    started = threading.Event()
    stopping: list[asyncio.Event] = []

    def connection() -> smtp.Listener:
        return smtp.Listener(keeper, certificate.context() if certificate is not None else None)

    async def listen() -> None:
        keeping = asyncio.create_task(keeper.run())
        server = await loop.create_server(connection, "127.0.0.1", number)
        stopping.append(asyncio.Event())
        started.set()
        await stopping[0].wait()
        server.close()
        keeping.cancel()
        keeper.close()

    thread = threading.Thread(target=loop.run_until_complete, args=(listen(),))
    thread.start()
    started.wait(10)
    yield number
    loop.call_soon_threadsafe(stopping[0].set)
    thread.join(10)
