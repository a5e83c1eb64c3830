"""What a fetcher works with: the account on the other server, the mails there, and the box that both protocols are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from derman.channels.mail.intake import Spool

CONNECT = 15.0  # seconds to reach a server
READ = 45.0  # seconds for each answer
PART = 256 * 1024  # bytes of a big mail that are asked for at once
SMALL = PART  # bytes up to which a mail comes in one piece, with others
TOGETHER = 1024 * 1024  # bytes of small mails that come in one answer
MOST_TOGETHER = 50  # mails in one answer, and in one transaction


@dataclass(frozen=True, slots=True)
class Account:
    """Where mail lies and how to get in. `token` gives an access token in place of a password; True: a fresh one."""

    host: str
    port: int
    encryption: str  # one of mail.models.Encryption
    user: str
    password: str = field(default="", repr=False)
    token: Callable[[bool], str] | None = None
    folder: str = "INBOX"
    patience: float = READ  # seconds for each answer

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A mail as its server lists it: IMAP by number, POP3 by name."""

    size: int
    number: int = 0
    name: str = ""
    dated: datetime | None = None

    @property
    def key(self) -> tuple[int, str]:
        return self.number, self.name


@dataclass(frozen=True, slots=True)
class Download:
    """A mail that was asked for. `spool` None: it is not there any more. `refused`: why the server did not give it."""

    entry: Entry
    spool: Spool | None = None
    refused: str = ""


class Box(Protocol):
    """An open mailbox on its server. Everything raises FetchError."""

    validity: int
    can_wait: bool
    alive: Callable[[], None]  # is called while something goes on that takes its time

    def count(self) -> int:
        """How many mails lie there."""

    def entries(self) -> Iterator[Sequence[Entry]]:
        """Every mail that lies there, in portions."""

    def fresh(self) -> Sequence[Entry]:
        """What came since the last look."""

    def download(self, entries: Sequence[Entry]) -> Iterator[Download]:
        """The mails themselves; only a part of each is held in memory."""

    def head(self, entry: Entry) -> bytes:
        """The beginning of a mail: at least its header, at most 64 KB."""

    def move(self, entries: Sequence[Entry], folder: str) -> None:
        """Put mails into another folder, which is made where it is missing."""

    def delete(self, entries: Sequence[Entry]) -> None:
        """Delete mails for good."""

    def wait(self, seconds: float, stopping: Callable[[float], bool]) -> None:
        """Return when something may have come, after `seconds` at most, or once `stopping(seconds)` says so."""

    def hang_up(self) -> None:
        """End the connection at once, from another thread: whoever reads from it gets an error."""
