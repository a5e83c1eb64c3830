"""The SMTP listener (RFC 5321): says `250` only once a mail is stored durably."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session, syntax
from django.conf import settings
from django.db import connection

from derman.channels.mail import intake
from derman.channels.mail.certificate import Renewed
from derman.channels.mail.errors import StoreUnavailable

log = logging.getLogger("derman.mail.smtp")

MOST_CONNECTIONS = 200
MOST_RECIPIENTS = 100
AT_ONCE = 64  # mails stored in one transaction
PATIENCE = 2.0  # seconds that a mail which is being stored gets at SIGTERM


class Keeper:
    """Stores what several connections bring, as many mails in one go as wait: they share the syncs and the commit."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[tuple[intake.Arrival, asyncio.Future[StoreUnavailable | None]]] = asyncio.Queue()
        # one thread, because it holds the process's one database connection
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="keeper")
        self.open = 0

    async def keep(self, arrival: intake.Arrival) -> str:
        """Store a mail; the SMTP answer for it."""
        done: asyncio.Future[StoreUnavailable | None] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((arrival, done))
        error = await asyncio.shield(done)
        return "250 2.0.0 Stored" if error is None else error.smtp

    async def run(self) -> None:
        """Store mails until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < AT_ONCE and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            try:
                outcome = await loop.run_in_executor(self._thread, intake.store, [arrival for arrival, _ in batch])
            except Exception as error:
                log.exception("Mails could not be stored")
                outcome = [StoreUnavailable(str(error), smtp="451 4.3.0 Try again")] * len(batch)
            for (_arrival, done), result in zip(batch, outcome, strict=True):
                if not done.done():
                    done.set_result(result)
            if None in outcome:
                try:
                    await loop.run_in_executor(self._thread, intake.wake_filing)
                except Exception:  # what is stored is safe and is found by the sweep: the listener goes on
                    log.exception("The worker could not be woken")

    def close(self) -> None:
        # a lambda, because `connection` is another one in each thread
        self._thread.submit(lambda: connection.close())
        self._thread.shutdown()

    async def handle_EHLO(
        self, server: Listener, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        # nobody signs in here: mail is taken for any address, and never passed on
        return [line for line in responses if not line.startswith("250-AUTH")]

    async def handle_RCPT(
        self, server: Listener, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"


class Listener(SMTP):
    """One connection. Takes the mail line by line into a spool, so that a big one needs no memory."""

    line_length_limit = 64 * 1024  # lines longer than RFC 5321 allows are common, and harmless here

    def __init__(self, keeper: Keeper, tls_context: ssl.SSLContext | None = None) -> None:
        super().__init__(
            keeper,
            tls_context=tls_context,
            data_size_limit=intake.LIMIT,
            enable_SMTPUTF8=True,
            hostname=socket.gethostname(),
            ident="Derman",
            timeout=300,
        )
        self.keeper = keeper
        self._counted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._counted:  # the same connection, now encrypted
            super().connection_made(transport)
            return
        if self.keeper.open >= MOST_CONNECTIONS:
            assert isinstance(transport, asyncio.Transport)
            transport.write(b"421 4.7.0 Too many connections; try again\r\n")
            transport.close()
            return
        self.keeper.open += 1
        self._counted = True
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._counted:
            self.keeper.open -= 1
            self._counted = False
            super().connection_lost(error)

    def eof_received(self) -> bool | None:
        return bool(super().eof_received()) if self._counted else False

    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:
        if await self.check_helo_needed():
            return
        envelope = self.envelope
        assert envelope is not None
        if not envelope.rcpt_tos:
            await self.push("503 5.5.1 Say first who it is for: RCPT TO")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        spool = intake.Spool()
        try:
            refusal = await self._take(spool)
        except BaseException:
            spool.discard()
            raise
        # from here on the spool is the keeper's, even if this connection ends now
        answer = refusal or await self.keeper.keep(_arrival(spool, envelope, self.session))
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        await self.push(answer)

    async def _take(self, spool: intake.Spool) -> str:
        """Read up to the dot (RFC 5321, 4.5.2); the refusal, if it must be one. Always reads to the end."""
        refusal, size, whole = "", 0, True
        while True:
            at_start = whole
            try:
                line = await self._reader.readuntil(b"\r\n")
                whole = True
            except asyncio.LimitOverrunError as error:
                line = await self._reader.read(error.consumed)
                whole = False
            if at_start and line[:1] == b".":
                if line == b".\r\n":
                    return refusal
                line = line[1:]
            before, size = size, size + len(line)
            if before >> 20 != size >> 20:  # each megabyte shows that the client is alive
                self._reset_timeout()
            if refusal:
                continue
            if size > intake.LIMIT:
                refusal = f"552 5.3.4 A mail may have {intake.LIMIT // 1024 // 1024} MB"
                spool.discard()
                continue
            try:
                spool.write(line)
            except StoreUnavailable as error:
                refusal = error.smtp
                spool.discard()


def _arrival(spool: intake.Spool, envelope: Envelope, session: Session | None) -> intake.Arrival:
    sender = (envelope.mail_from or "").strip("<> ")
    peer = session.peer[0] if session is not None and isinstance(session.peer, tuple) else ""
    return intake.Arrival(
        spool,
        envelope_to=list(envelope.rcpt_tos),
        envelope_from=sender,
        null_sender=not sender,
        peer=peer,
        helo=(session.host_name or "") if session is not None else "",
    )


async def listen(host: str, port: int) -> None:
    """Accept mail until SIGTERM. A mail that is being stored then still gets its answer."""
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    keeper = Keeper()
    keeping = asyncio.create_task(keeper.run())
    certificate = Renewed(settings.DERMAN_SMTP_CERT, settings.DERMAN_SMTP_KEY)
    server = await loop.create_server(lambda: Listener(keeper, certificate.context()), host, port, backlog=256)
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait({keeping, stopped}, return_when=asyncio.FIRST_COMPLETED)
    server.close()
    await asyncio.sleep(min(PATIENCE, 0.3))
    keeping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await keeping
    keeper.close()


def serve(**_options: Any) -> None:
    """Run the listener on DERMAN_SMTP_HOST and DERMAN_SMTP_PORT until SIGTERM."""
    if settings.DERMAN_SMTP_PORT is None:
        return
    asyncio.run(listen(settings.DERMAN_SMTP_HOST, settings.DERMAN_SMTP_PORT))
