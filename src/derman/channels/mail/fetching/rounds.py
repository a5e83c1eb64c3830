"""One look into a mailbox: what is new is stored, what is stored is noted, what is noted is cleared away.

In this order, so that whenever the desk is killed, the next look finds the rest: a mail that was stored but not noted
is asked for again, and found to be here by its digest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from derman.channels.mail.fetching import storing
from derman.channels.mail.fetching.account import MOST_TOGETHER, SMALL, TOGETHER, Box, Entry
from derman.channels.mail.fetching.models import Afterwards, Arrival, FetchedMail, MailboxSource
from derman.channels.mail.fetching.storing import Piece, database
from derman.channels.mail.fetching.words import FetchError
from derman.channels.mail.intake import LIMIT, Spool
from derman.kernel import clock

ROWS = 1000  # rows that are written or looked up with one statement


class Stopped(Exception):
    """The fetcher shall end; what is not noted is fetched again."""


@dataclass(frozen=True, slots=True)
class Here:
    """A mail that the desk has, or (no digest) does not want."""

    entry: Entry
    digest: str
    kept: bool = False


class Round:
    """Looks into one open box.

    `stopping()` says whether to end, `alive()` hears that something went on, `stored(n)` that n new mails are safe.
    """

    def __init__(
        self,
        source: MailboxSource,
        box: Box,
        *,
        stopping: Callable[[], bool] = lambda: False,
        alive: Callable[[], None] = lambda: None,
        stored: Callable[[int], None] = lambda count: None,
    ) -> None:
        self.source = source
        self.box = box
        self.stopping = stopping
        self.alive = box.alive = alive
        self.stored = stored
        self.refused: dict[tuple[int, str], str] = {}
        self.fetched = 0

    def everything(self) -> None:
        """Compare all that lies there with what the desk has, fetch what is new, clear away what is due."""
        new: list[Entry] = []
        due: list[Entry] = []
        listed: set[tuple[int, str]] = set()
        for portion in self.box.entries():
            self._pause()
            listed.update(entry.key for entry in portion)
            for entry, row in self._known(portion):
                if row is None:
                    new.append(entry)
                elif self._is_due(row):
                    due.append(entry)
        if self.source.began_at is None and self._begin(new):
            return
        self._note_gone(listed)
        self._fetch(self._wanted(new))
        self._clear_away(due)
        self._complain()

    def fresh(self) -> None:
        """Fetch what came since the last look."""
        found = [entry for entry, row in self._known(self.box.fresh()) if row is None]
        self._fetch(found)
        self._complain()

    def _pause(self) -> None:
        self.alive()
        if self.stopping():
            raise Stopped

    def _known(self, entries: Sequence[Entry]) -> list[tuple[Entry, FetchedMail | None]]:
        """Each mail with its row; None where the desk does not have it, whoever had its number before."""
        rows: dict[tuple[int, str], FetchedMail] = {}
        with database():
            for start in range(0, len(entries), ROWS):
                part = entries[start : start + ROWS]
                found = FetchedMail.objects.filter(source=self.source, validity=self.box.validity)
                if part[0].name:
                    found = found.filter(name__in=[entry.name for entry in part])
                else:
                    found = found.filter(number__in=[entry.number for entry in part])
                rows |= {(row.number, row.name): row for row in found}
        known = []
        for entry in entries:
            row = rows.get(entry.key)
            same = row is not None and row.size == entry.size and row.dated == entry.dated
            known.append((entry, row if same else None))
        return known

    def _begin(self, entries: Sequence[Entry]) -> bool:
        """The first look at this account: True where what lies there already is left alone."""
        moment = clock.now()
        if self.source.skip_existing:
            self._note([Here(entry, "") for entry in entries])
        with database():
            MailboxSource.objects.filter(pk=self.source.pk).update(began_at=moment)
        self.source.began_at = moment
        return self.source.skip_existing

    def _wanted(self, entries: list[Entry]) -> list[Entry]:
        """Leave out what was not wanted at the first look and comes back under another number."""
        if not self.source.skip_existing or not entries or self.source.arrival != Arrival.IMAP:
            return entries
        with database():
            unwanted = FetchedMail.objects.filter(source=self.source, digest="", size__in={e.size for e in entries})
            unwanted = unwanted.exclude(validity=self.box.validity)
            left = set(unwanted.values_list("size", "dated"))
        again = [entry for entry in entries if (entry.size, entry.dated) in left]
        self._note([Here(entry, "") for entry in again])
        return [entry for entry in entries if (entry.size, entry.dated) not in left]

    def _note_gone(self, listed: set[tuple[int, str]]) -> None:
        """Mark what the server no longer has. It stays known: a backup may bring it back."""
        with database():
            rows = FetchedMail.objects.filter(source=self.source, gone_at=None)
            present = rows.values_list("pk", "validity", "number", "name").iterator(chunk_size=ROWS)
            gone = [pk for pk, validity, *key in present if validity != self.box.validity or tuple(key) not in listed]
            for start in range(0, len(gone), ROWS):
                FetchedMail.objects.filter(pk__in=gone[start : start + ROWS]).update(gone_at=clock.now())

    def _fetch(self, entries: Sequence[Entry]) -> None:
        for batch in _batches(sorted(entries, key=lambda entry: entry.number)):
            self._pause()
            self._fetch_together(batch)

    def _fetch_together(self, batch: Sequence[Entry]) -> None:
        pieces: list[Piece] = []
        try:
            too_big = [entry for entry in batch if entry.size > LIMIT]
            for download in self.box.download([entry for entry in batch if entry.size <= LIMIT]):
                self.alive()
                if download.refused:
                    self.refused[download.entry.key] = download.refused
                elif download.spool is not None:
                    pieces.append(Piece(download.entry, download.spool))
            for piece in [piece for piece in pieces if piece.spool.size > LIMIT]:
                piece.spool.discard()
                pieces.remove(piece)
                too_big.append(piece.entry)
            pieces += [self._beginning(entry) for entry in too_big]
            stored = storing.store(self.source, pieces)
        finally:
            for piece in pieces:
                piece.spool.discard()
        self.fetched += stored.new
        self._note([Here(piece.entry, piece.digest, piece.too_big) for piece in stored.safe])
        self.stored(stored.new)
        if stored.failure is not None:
            raise FetchError("store", words=stored.failure)
        if self.source.afterwards in (Afterwards.MOVE, Afterwards.DELETE):
            self._clear_away([piece.entry for piece in stored.safe if not piece.too_big])

    def _beginning(self, entry: Entry) -> Piece:
        """Of a mail that is too big for the desk its header comes, for a person to see."""
        spool = Spool()
        spool.write(self.box.head(entry) or b"\r\n")
        return Piece(entry, spool, too_big=True)

    def _note(self, mails: Sequence[Here]) -> None:
        """Note which mails are here. A number that another mail had is this one's now."""
        rows = [
            FetchedMail(
                source=self.source,
                validity=self.box.validity,
                number=mail.entry.number,
                name=mail.entry.name,
                size=mail.entry.size,
                dated=mail.entry.dated,
                digest=mail.digest,
                kept=mail.kept,
            )
            for mail in mails
        ]
        with database():
            FetchedMail.objects.bulk_create(
                rows,
                batch_size=ROWS,
                update_conflicts=True,
                unique_fields=["source", "validity", "number", "name"],
                update_fields=["size", "dated", "digest", "kept", "fetched_at", "gone_at"],
            )

    def _is_due(self, row: FetchedMail) -> bool:
        """Is a mail that the desk has to go from its server now? What was not wanted stays."""
        if not row.digest or row.kept:
            return False
        if self.source.afterwards == Afterwards.DELETE_LATER:
            return row.fetched_at <= clock.now() - timedelta(days=self.source.days)
        return self.source.afterwards != Afterwards.LEAVE

    def _clear_away(self, entries: Sequence[Entry]) -> None:
        for start in range(0, len(entries), MOST_TOGETHER):
            self._pause()
            part = entries[start : start + MOST_TOGETHER]
            if self.source.afterwards == Afterwards.MOVE:
                self.box.move(part, self.source.move_to)
            else:
                self.box.delete(part)

    def _complain(self) -> None:
        """What the server did not give is said once all others are here."""
        if self.refused:
            words = next(iter(self.refused.values()))
            server = f"{self.source.host}:{self.source.port}"
            raise FetchError("mail_refused", count=len(self.refused), server=server, words=words)


def _batches(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Small mails together, up to a number and a size; each big one alone."""
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        if batch and (len(batch) >= MOST_TOGETHER or size + entry.size > TOGETHER or entry.size > SMALL):
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += entry.size
    if batch:
        yield batch
