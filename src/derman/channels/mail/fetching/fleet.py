"""All fetchers of one worker: one for each mailbox that is to be fetched from, and that no other worker has.

Which worker has a mailbox is said by locks on one connection: they end with the process, however it ends. Two who
fetched from one mailbox at once would double nothing; it would only be work done twice.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import Error as DatabaseError
from django.db import connection

from derman.channels.mail.fetching.fetcher import Fetcher
from derman.channels.mail.fetching.models import Arrival, MailboxSource

log = logging.getLogger("derman.mail.fetching")

EVERY = 3.0  # seconds between two looks at what is to be fetched
_LOCK = 7_265_003


class Fleet(threading.Thread):
    """Starts and ends fetchers as the settings say. A desk that fetches nothing has none, and no connection."""

    def __init__(self) -> None:
        super().__init__(name="fetching", daemon=True)
        self.fetchers: dict[int, Fetcher] = {}
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look_after()
            except DatabaseError as error:
                # with the connection the locks are gone: another worker may have them now
                log.warning("Fetching waits for the database: %s", error)
                self._end_all()
            except Exception:
                log.exception("The fetchers could not be looked after")
            if not self.fetchers:
                connection.close()
            self._stopping.wait(EVERY)
        self._end_all()

    def stop(self) -> None:
        """End all fetchers; what they were at is taken up by the next ones."""
        self._stopping.set()
        for fetcher in list(self.fetchers.values()):
            fetcher.stop()

    def look_after(self) -> None:
        """One look. 1 statement, and one for each mailbox that is not looked after yet."""
        wanted = {
            source.pk: source
            for source in MailboxSource.objects.exclude(arrival=Arrival.HANDED).select_related("mailbox")
        }
        for pk, fetcher in list(self.fetchers.items()):
            changed = pk not in wanted or wanted[pk].revision != fetcher.source.revision
            if changed or not fetcher.is_alive():
                self._end(pk)
            elif fetcher.is_stuck():
                log.warning("%s answers too slowly; the connection is ended", fetcher.source)
                fetcher.hang_up()
        for pk, source in wanted.items():
            if pk not in self.fetchers and not self._stopping.is_set() and self._lock(pk):
                self.fetchers[pk] = Fetcher(source)
                self.fetchers[pk].start()

    def _end(self, pk: int) -> None:
        fetcher = self.fetchers.pop(pk)
        fetcher.stop()
        # the next one may start meanwhile: two at once do no harm
        fetcher.join(timeout=2)
        self._unlock(pk)

    def _end_all(self) -> None:
        for fetcher in self.fetchers.values():
            fetcher.stop()
        deadline = time.monotonic() + 0.5
        for fetcher in self.fetchers.values():
            fetcher.join(timeout=max(0.0, deadline - time.monotonic()))
        self.fetchers.clear()
        connection.close()

    def _lock(self, pk: int) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, pk % 2**31])
            found = cursor.fetchone()
        return bool(found and found[0])

    def _unlock(self, pk: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, pk % 2**31])


def begin() -> Fleet:
    """Look after all mailboxes from now on, beside whatever else this process does."""
    fleet = Fleet()
    fleet.start()
    return fleet
