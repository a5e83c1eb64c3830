"""A mailbox by IMAP (RFC 3501, with UIDPLUS, MOVE and IDLE where the server has them)."""

from __future__ import annotations

import contextlib
import imaplib
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from derman.channels.mail.fetching.account import CONNECT, PART, SMALL, Account, Download, Entry
from derman.channels.mail.fetching.connecting import in_plain_words, said, trust
from derman.channels.mail.fetching.words import FetchError
from derman.channels.mail.intake import HEAD, LIMIT, Spool
from derman.channels.mail.models import Encryption

LISTED = 500  # mails in one answer of a list
POLL = 30.0  # seconds between two looks where the server has no IDLE
LISTEN = 1.5  # seconds between two looks whether the fetcher shall stop
WHAT = ("UID", "RFC822.SIZE", "INTERNALDATE")
DELETED = b"\\Deleted"
Lost = imaplib.IMAP4.abort  # the connection is gone, or nobody knows what the server meant


@contextlib.contextmanager
def opened(account: Account) -> Iterator[ImapBox]:
    """Connect, sign in and select the folder; the connection ends with the block. Raises FetchError."""
    with in_plain_words(account):
        client = _signed_in(account)
        try:
            yield ImapBox(client, account)
        finally:
            # what is left unsaid is unsaid: a server that is gone must not hold the end up
            with contextlib.suppress(Exception):
                client.socket().settimeout(2)
                client.logout()
            with contextlib.suppress(Exception):
                client.shutdown()


def _connected(account: Account) -> IMAPClient:
    tls = account.encryption == Encryption.TLS
    client = IMAPClient(
        account.host,
        account.port,
        ssl=tls,
        ssl_context=trust() if tls else None,
        timeout=SocketTimeout(CONNECT, account.patience),
    )
    # it would write every mail that comes, and the password, into a log that nobody reads
    client._imap.debug = 0
    client.normalise_times = False
    try:
        if account.encryption == Encryption.STARTTLS:
            if not client.has_capability("STARTTLS"):
                raise FetchError("no_starttls", server=account)
            client.starttls(trust())
    except BaseException:
        with contextlib.suppress(Exception):
            client.shutdown()
        raise
    return client


def _signed_in(account: Account) -> IMAPClient:
    """A client that the server let in. A token that it refuses is renewed once."""
    for renew in (False, True):
        client = _connected(account)
        try:
            if account.token is not None:
                _with_token(client, account, renew)
            elif client.has_capability("LOGINDISABLED"):
                raise FetchError("unprotected", server=account)
            else:
                _with_password(client, account)
            return client
        except BaseException as error:
            with contextlib.suppress(Exception):
                client.shutdown()
            if not (isinstance(error, LoginError) and account.token is not None and not renew):
                raise
    raise AssertionError("unreachable")


def _with_token(client: IMAPClient, account: Account, renew: bool) -> None:
    assert account.token is not None
    if not client.has_capability("AUTH=XOAUTH2"):
        raise FetchError("no_xoauth2", server=account)
    client.oauth2_login(account.user, account.token(renew))


def _with_password(client: IMAPClient, account: Account) -> None:
    plain = account.user.isascii() and account.password.isascii()
    if not plain and client.has_capability("AUTH=PLAIN"):
        # LOGIN cannot carry other letters than ASCII; PLAIN (RFC 4616) is UTF-8
        client.plain_login(account.user, account.password)
    else:
        client.login(account.user, account.password)


class ImapBox:
    """An open folder. Nothing here looks at flags, and nothing sets one but \\Deleted on mails that are to go."""

    can_wait = True

    def __init__(self, client: IMAPClient, account: Account) -> None:
        self.client = client
        self.account = account
        self.alive: Callable[[], None] = lambda: None
        self.idles = client.has_capability("IDLE")
        try:
            chosen = client.select_folder(account.folder)
        except IMAPClientError as error:
            raise self._no_folder(error) from error
        self.validity = int(chosen.get(b"UIDVALIDITY", 0))
        self.exists = int(chosen[b"EXISTS"])
        self._announced()  # these are listed anyway
        self.highest = 0  # number of the last mail that was listed

    def _no_folder(self, error: IMAPClientError) -> FetchError:
        names = self.folders()
        if self.account.folder in names:
            return FetchError("protocol", server=self.account, words=said(error))
        return FetchError("folder_missing", folder=self.account.folder, folders=", ".join(names[:20]))

    def folders(self) -> list[str]:
        """The names of all folders that can be opened."""
        found = self.client.list_folders()
        return [str(name) for flags, _separator, name in found if b"\\Noselect" not in flags]

    def count(self) -> int:
        return self.exists

    def entries(self) -> Iterator[Sequence[Entry]]:
        """Every mail, the latest first: a mail that others delete meanwhile moves none past the reader."""
        top = self.exists
        while top > 0:
            bottom = max(1, top - LISTED + 1)
            found = self._listed(range(bottom, top + 1), by_number=False)
            yield found
            top = bottom - 1

    def fresh(self) -> Sequence[Entry]:
        """Mails with a higher number than any that was listed."""
        self._announced()
        # “n:*” names the last mail even where its number is lower
        numbers = sorted(n for n in self.client.search(["UID", f"{self.highest + 1}:*"]) if n > self.highest)
        return [
            entry
            for start in range(0, len(numbers), LISTED)
            for entry in self._listed(numbers[start : start + LISTED], by_number=True)
        ]

    def _listed(self, ids: Sequence[int], *, by_number: bool) -> list[Entry]:
        self.client.use_uid = by_number
        try:
            found = self.client.fetch(ids, WHAT)
        finally:
            self.client.use_uid = True
        entries = []
        for key, values in found.items():
            number = key if by_number else values.get(b"UID")
            # a server may add news of other mails' flags: they have no size
            if number is None or b"RFC822.SIZE" not in values:
                continue
            entries.append(Entry(int(values[b"RFC822.SIZE"]), int(number), dated=_aware(values.get(b"INTERNALDATE"))))
            self.highest = max(self.highest, int(number))
        return sorted(entries, key=lambda entry: entry.number)

    def download(self, entries: Sequence[Entry]) -> Iterator[Download]:
        small = [entry for entry in entries if entry.size <= SMALL]
        yield from self._together(small)
        for entry in entries:
            if entry.size > SMALL:
                yield self._in_parts(entry)

    def _together(self, entries: Sequence[Entry]) -> Iterator[Download]:
        if not entries:
            return
        try:
            found = self.client.fetch([entry.number for entry in entries], ["BODY.PEEK[]"])
        except Lost:
            raise
        except IMAPClientError as error:
            if len(entries) == 1:
                yield Download(entries[0], refused=said(error))
                return
            # one of them cannot be read: find out which
            for entry in entries:
                yield from self._together([entry])
            return
        for entry in entries:
            raw = found.pop(entry.number, {}).get(b"BODY[]")
            if raw is None:
                yield Download(entry)
                continue
            spool = Spool()
            spool.write(raw)
            yield Download(entry, spool)

    def _in_parts(self, entry: Entry) -> Download:
        """A big mail, of which one part at a time is in memory."""
        spool = Spool()
        try:
            while True:
                self.alive()
                part = self._part(entry, spool.size)
                if part is None:
                    spool.discard()
                    return Download(entry)
                spool.write(part)
                # sizes are what servers believe: only an empty or a short part is the end
                if not part or (len(part) < PART and spool.size >= entry.size):
                    return Download(entry, spool)
                if spool.size > LIMIT:
                    return Download(entry, spool)
        except BaseException as error:
            spool.discard()
            if isinstance(error, IMAPClientError) and not isinstance(error, Lost):
                return Download(entry, refused=said(error))
            raise

    def _part(self, entry: Entry, offset: int) -> bytes | None:
        """Some bytes from `offset`; empty at the end, None where the mail is gone."""
        values = self.client.fetch([entry.number], [f"BODY.PEEK[]<{offset}.{PART}>"]).get(entry.number)
        if values is None:
            return None
        found = next((value for key, value in values.items() if key.startswith(b"BODY[]")), None)
        if found is None and b"BODY[]" not in b" ".join(key for key in values if isinstance(key, bytes)):
            return None
        return found or b""

    def head(self, entry: Entry) -> bytes:
        values = self.client.fetch([entry.number], [f"BODY.PEEK[HEADER]<0.{HEAD}>"]).get(entry.number, {})
        return next((value for key, value in values.items() if key.startswith(b"BODY[HEADER]") and value), b"")

    def move(self, entries: Sequence[Entry], folder: str) -> None:
        numbers = [entry.number for entry in entries]
        moves = self.client.has_capability("MOVE")
        carry: Callable[[list[int], str], Any] = self.client.move if moves else self.client.copy
        try:
            try:
                carry(numbers, folder)
            except Lost:
                raise
            except IMAPClientError:
                if folder in self.folders():
                    raise
                self.client.create_folder(folder)
                with contextlib.suppress(IMAPClientError):
                    self.client.subscribe_folder(folder)
                carry(numbers, folder)
        except Lost:
            raise
        except IMAPClientError as error:
            raise FetchError("cannot_move", folder=folder, words=said(error)) from error
        if not moves:
            self.delete(entries)

    def delete(self, entries: Sequence[Entry]) -> None:
        numbers = [entry.number for entry in entries]
        try:
            self.client.add_flags(numbers, [DELETED], silent=True)
            if self.client.has_capability("UIDPLUS"):
                self.client.uid_expunge(numbers)
            elif not set(self.client.search(["DELETED"])) - set(numbers):
                # without UIDPLUS everything that is marked would go: not if somebody else marked some of it
                self.client.expunge()
        except Lost:
            raise
        except IMAPClientError as error:
            raise FetchError("cannot_delete", server=self.account, words=said(error)) from error

    def _announced(self) -> bool:
        """Has the server said, beside any other answer, that more mails are there? It does not say so twice."""
        _kind, said = self.client._imap.response("EXISTS")
        return bool(said != [None])

    def wait(self, seconds: float, stopping: Callable[[float], bool]) -> None:
        if self._announced():
            return
        if not self.idles:
            stopping(min(seconds, POLL))
            self.client.noop()
            return
        deadline = time.monotonic() + seconds
        self.client.idle()
        while not stopping(0) and time.monotonic() < deadline:
            asked = time.monotonic()
            news = self.client.idle_check(timeout=LISTEN)
            if any(len(line) > 1 and line[1] in (b"EXISTS", b"RECENT", b"EXPUNGE") for line in news):
                break
            # an answer without words: the server is gone, and what comes next says so
            if not news and time.monotonic() - asked < LISTEN / 2:
                break
        self.client.idle_done()

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self.client.socket().shutdown(socket.SHUT_RDWR)


def _aware(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo is None:
        return moment.replace(tzinfo=UTC) if moment else None
    return moment.astimezone(UTC)
