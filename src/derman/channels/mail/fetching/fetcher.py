"""One mailbox, looked after by one thread as long as it is wanted: look, wait, look; after a failure, wait longer."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import AbstractContextManager

from django.db import Error as DatabaseError
from django.db import connection

from derman.channels.mail.fetching import grants, imap, pop, state
from derman.channels.mail.fetching.account import READ, Account, Box
from derman.channels.mail.fetching.models import Arrival, MailboxSource, SignIn
from derman.channels.mail.fetching.rounds import Round, Stopped
from derman.channels.mail.fetching.storing import database
from derman.channels.mail.fetching.words import FetchError
from derman.kernel import secrets

log = logging.getLogger("derman.mail.fetching")

SESSION = 3600.0  # seconds after which a connection is made anew, and everything is compared once more
LISTENING = 120.0  # seconds of one IDLE: a connection that died without a word is noticed after it
POP_PAUSE = 60.0  # seconds between two sessions of POP3
DATABASE_PAUSE = 5.0  # seconds before the next try where the desk's own database is away
STUCK = 180.0  # seconds without any progress after which a connection is ended


def account_of(source: MailboxSource, *, patience: float = READ) -> Account:
    """Where to look, with the secrets that open it. Raises FetchError."""
    mailbox = source.mailbox_id
    by_password = source.sign_in == SignIn.PASSWORD
    try:
        password = secrets.decrypt(source.password_encrypted) if by_password and source.password_encrypted else ""
    except secrets.SecretUnreadable as error:
        raise FetchError("secret_unreadable") from error

    def token(fresh: bool) -> str:
        # not one of the few places at the database: a provider may take its time
        try:
            return grants.access_token(mailbox, fresh=fresh)
        finally:
            if not connection.in_atomic_block:
                connection.close()

    return Account(
        host=source.host,
        port=source.port,
        encryption=source.encryption,
        user=source.user,
        password=password,
        token=None if by_password else token,
        folder=source.folder,
        patience=patience,
    )


def opened(source: MailboxSource, *, patience: float = READ) -> AbstractContextManager[Box]:
    """The mailbox on its server, open for the block. Raises FetchError."""
    account = account_of(source, patience=patience)
    return pop.opened(account) if source.arrival == Arrival.POP3 else imap.opened(account)


class Fetcher(threading.Thread):
    """Looks after one source until it is told to stop. A daemon: nothing is lost when the process just ends."""

    def __init__(self, source: MailboxSource) -> None:
        super().__init__(name=f"fetch-{source.mailbox.folded}", daemon=True)
        self.source = source
        self.progress = time.monotonic()
        self._stopping = threading.Event()
        self._box: Box | None = None

    def stop(self) -> None:
        """Ask it to end; a connection that is open is ended too."""
        self._stopping.set()
        self.hang_up()

    def hang_up(self) -> None:
        """End the connection, as if the server had done it."""
        if (box := self._box) is not None:
            box.hang_up()

    def is_stuck(self) -> bool:
        """Has nothing gone on for long, though a connection is open?"""
        return self._box is not None and time.monotonic() - self.progress > STUCK

    def run(self) -> None:
        while not self._stopping.is_set():
            pause = self._once()
            self._stopping.wait(pause)
        connection.close()

    def _once(self) -> float:
        """One session; gives the seconds to wait before the next. Whatever happens stays in this mailbox."""
        try:
            self._session()
            return POP_PAUSE if self.source.arrival == Arrival.POP3 else 0.0
        except Stopped:
            return 0.0
        except DatabaseError as error:
            return self._without_database(error)
        except FetchError as error:
            return self._failed(error)
        except Exception as error:
            log.exception("Fetching for %s failed", self.source.mailbox.address)
            return self._failed(FetchError("unexpected", words=f"{type(error).__name__}: {error}"))
        finally:
            self._box = None

    def _failed(self, error: FetchError) -> float:
        if self._stopping.is_set():
            return 0.0
        log.warning("%s: %s", self.source.mailbox.address, error)
        try:
            with database():
                return state.failed(self.source, error)
        except DatabaseError as away:
            return self._without_database(away)

    def _without_database(self, error: Exception) -> float:
        log.warning("Fetching for %s waits for the database: %s", self.source.mailbox.address, error)
        connection.close()
        return DATABASE_PAUSE

    def _session(self) -> None:
        self._goes_on()
        begun = time.monotonic()
        with opened(self.source) as box:
            self._box = box
            look = Round(self.source, box, stopping=self._stopping.is_set, alive=self._goes_on, stored=self._under_way)
            look.everything()
            self._well(look)
            while box.can_wait and time.monotonic() - begun < SESSION:
                box.wait(LISTENING, self._stop_within)
                if self._stopping.is_set():
                    raise Stopped
                look.fresh()
                self._well(look)

    def _well(self, look: Round) -> None:
        fetched, look.fetched = look.fetched, 0
        with database():
            state.all_well(self.source, fetched)

    def _under_way(self, fetched: int) -> None:
        with database():
            state.under_way(self.source, fetched)

    def _goes_on(self) -> None:
        self.progress = time.monotonic()

    def _stop_within(self, seconds: float) -> bool:
        """Wait, unless told to stop; is it to stop?"""
        self._goes_on()
        return self._stopping.wait(seconds) if seconds else self._stopping.is_set()
