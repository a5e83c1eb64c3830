"""Taking mail in: bytes become a durable file and a row of the ledger before anybody says “accepted”."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, transaction

from derman.channels.mail.errors import StoreUnavailable
from derman.channels.mail.marks import digest_of_id
from derman.channels.mail.models import IncomingMail, IncomingState
from derman.channels.mail.reading import read_addresses
from derman.channels.mail.reading.headers import read_headers
from derman.kernel import clock
from derman.people.addresses import BadAddress, fold_address

LIMIT = 50 * 1024 * 1024  # bytes of one raw mail: 36 MB of files in base64
IN_MEMORY = 256 * 1024  # bytes of a mail that are held in memory; a bigger one goes to the disk as it comes
HEAD = 64 * 1024  # bytes at the beginning in which the Message-ID is looked for
IN_A_TURN, MOST_TURNS = 10, 50
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def folder() -> Path:
    """Where raw mails lie."""
    return Path(settings.DERMAN_DATA) / "mail"


def place(digest: str) -> Path:
    """Where the raw mail of this digest lies."""
    return folder() / digest[:2] / f"{digest}.eml"


def prepare() -> None:
    """Make the folder of raw mails, durably. Raises StoreUnavailable."""
    if not folder().is_dir():
        with _room():
            folder().mkdir(parents=True, exist_ok=True)
        _sync(folder().parent)


class Spool:
    """One mail while it comes in. Raises StoreUnavailable (452) where the disk is full."""

    def __init__(self) -> None:
        self.size = 0
        self.head = bytearray()
        self._memory = bytearray()
        self._file: int | None = None
        self.path: Path | None = None
        self._digest = hashlib.sha256()

    def write(self, part: bytes) -> None:
        """Take the next bytes of the mail."""
        self.size += len(part)
        if len(self.head) < HEAD:
            self.head += part
        self._memory += part
        if len(self._memory) > IN_MEMORY:
            self._spill()

    @property
    def digest(self) -> str:
        """SHA-256 of what has been written, hexadecimal."""
        whole = self._digest.copy()
        whole.update(self._memory)
        return whole.hexdigest()

    def _spill(self) -> None:
        with _room():
            if self._file is None:
                prepare()
                self._file, name = tempfile.mkstemp(dir=folder(), prefix=".new-")
                self.path = Path(name)
            view = memoryview(self._memory)
            while view:
                view = view[os.write(self._file, view) :]
            del view
        self._digest.update(self._memory)
        self._memory = bytearray()

    def settle(self) -> Path:
        """The mail under its final name, synced; the caller syncs the folder that is returned."""
        try:
            self._spill()
            assert self._file is not None and self.path is not None
            with _room():
                os.fsync(self._file)
                final = place(self.digest)
                final.parent.mkdir(exist_ok=True)
                self.path.replace(final)
            self.path = None
        finally:
            self.discard()
        return final.parent

    def discard(self) -> None:
        """Forget what was not settled."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if self.path is not None:
            self.path.unlink(missing_ok=True)
            self.path = None
        self._memory = bytearray()


@contextlib.contextmanager
def _room() -> Iterator[None]:
    """Turn what the disk says into the answer for the sender."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StoreUnavailable("The disk is full.", smtp="452 4.3.1 The disk of this desk is full") from error
        raise StoreUnavailable(str(error), smtp="451 4.3.0 The mail could not be stored; try again") from error


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail that waits to be stored, with its envelope."""

    spool: Spool
    envelope_to: Sequence[str] = ()
    envelope_from: str = ""
    null_sender: bool = False
    source: str = "smtp"
    peer: str = ""  # address of the machine that brought it, and what it called itself
    helo: str = ""
    quarantine: str = ""  # the reason, where only the beginning of the mail is here and a person must look


def store(arrivals: Sequence[Arrival]) -> list[StoreUnavailable | None]:
    """Store several mails at once: files and folders synced, one transaction for their rows.

    Gives None for each that is safe now, and the error for each that is not.
    """
    outcome: list[StoreUnavailable | None] = [None] * len(arrivals)
    folders: set[Path] = set()
    for position, arrival in enumerate(arrivals):
        try:
            folders.add(arrival.spool.settle())
        except StoreUnavailable as error:
            outcome[position] = error
    safe = [position for position, error in enumerate(outcome) if error is None]
    try:
        for changed in folders:
            _sync(changed)
        if folders:
            _sync(folder())
    except StoreUnavailable as error:
        return [error] * len(arrivals)
    failure = _enter([arrivals[position] for position in safe])
    for position in safe:
        outcome[position] = failure
    return outcome


def _sync(path: Path) -> None:
    with _room():
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _enter(arrivals: Sequence[Arrival]) -> StoreUnavailable | None:
    """Write the ledger's rows; a mail that is there already (same Message-ID and digest) is not entered again."""
    if not arrivals:
        return None
    try:
        with transaction.atomic():
            rows = [_row(arrival) for arrival in arrivals]
            _give_turns(rows)
            IncomingMail.objects.bulk_create(rows, ignore_conflicts=True)
    except DatabaseError as error:
        connection.close()
        if isinstance(error.__cause__, psycopg.errors.DiskFull):
            return StoreUnavailable(str(error), smtp="452 4.3.1 The disk of this desk is full")
        return StoreUnavailable(str(error), smtp="451 4.3.0 The database is away; try again")
    return None


_WAITING = (
    "SELECT lane, (SELECT count(*) FROM (SELECT 1 FROM mail_incomingmail WHERE mail_incomingmail.lane = wanted.lane"
    " AND state = 'stored' LIMIT %s) AS few) FROM unnest(%s::text[]) AS wanted(lane)"
)


def _give_turns(rows: Sequence[IncomingMail]) -> None:
    """Mails of one sender take turns with those of others: every further tenth that waits is filed a turn later.

    So a flood of thousands waits behind the single mails that come after it, and loses nothing. 1 statement.
    """
    lanes = sorted({row.lane for row in rows})
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [MOST_TURNS * IN_A_TURN, lanes])
        waiting = dict(cursor.fetchall())
    for row in rows:
        row.turn = min(waiting[row.lane] // IN_A_TURN, MOST_TURNS)
        waiting[row.lane] += 1


def _lane(spool: Spool, envelope_from: str) -> str:
    """Whose mail it is, cheaply: the address of From, else that of the envelope; folded as far as it is one."""
    found = read_addresses(header_of(spool, "from")[:2000])
    address = next((one.email for one in found if "@" in one.email), envelope_from)
    try:
        return fold_address(plain(address))[:254]
    except BadAddress:
        return plain(address)[:254]


def header_of(spool: Spool, name: str) -> str:
    """A field of the mail's header, as far as it stands in the head."""
    head = bytes(spool.head)
    return read_headers(head, 0, len(head))[0].get(name).strip()


def message_id_of(spool: Spool) -> str:
    """The Message-ID as the ledger keeps it."""
    return plain(header_of(spool, "message-id").strip("<>"))[:998]


def _row(arrival: Arrival) -> IncomingMail:
    message_id = message_id_of(arrival.spool)
    return IncomingMail(
        digest=arrival.spool.digest,
        message_id=message_id,
        message_id_hash=digest_of_id(message_id),
        size=arrival.spool.size,
        source=arrival.source,
        envelope_from=plain(arrival.envelope_from)[:512],
        envelope_to=[plain(address)[:512] for address in arrival.envelope_to][:100],
        null_sender=arrival.null_sender,
        peer=plain(arrival.peer)[:45],
        helo=plain(arrival.helo)[:255],
        lane=_lane(arrival.spool, arrival.envelope_from),
        state=IncomingState.QUARANTINED if arrival.quarantine else IncomingState.STORED,
        reason=arrival.quarantine,
        done_at=clock.now() if arrival.quarantine else None,
    )


def plain(text: str) -> str:
    """Text that the database can hold: no NUL, no half of a surrogate pair."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def wake_filing() -> None:
    """Have the worker file what is stored. What is stored counts, not this call: a sweep finds it as well."""
    from derman.channels.mail.jobs import file_waiting
    from derman.kernel.jobs import enqueue_unless_waiting

    try:
        enqueue_unless_waiting(file_waiting)
    except DatabaseError:
        connection.close()


def deliver_pipe(raw: bytes, mailbox: str = "") -> None:
    """Store one mail that a mail server pipes in. `mailbox`: the desk's address that it came for.

    Raises StoreUnavailable; returns only when the mail is safe.
    """
    if len(raw) > LIMIT:
        raise StoreUnavailable("The mail is too big.", smtp="552 5.3.4 The mail is too big")
    spool = Spool()
    spool.write(raw)
    (error,) = store([Arrival(spool, envelope_to=[mailbox] if mailbox else [], source="pipe")])
    if error is not None:
        raise error
    wake_filing()
