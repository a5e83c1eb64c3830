"""A mailbox by POP3 (RFC 1939, with UIDL; STLS of RFC 2595; XOAUTH2 as Google and Microsoft describe it)."""

from __future__ import annotations

import base64
import contextlib
import poplib
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import IO, cast

from imapclient.exceptions import LoginError

from derman.channels.mail.fetching.account import CONNECT, Account, Download, Entry
from derman.channels.mail.fetching.connecting import in_plain_words, said, trust
from derman.channels.mail.fetching.words import FetchError
from derman.channels.mail.intake import HEAD, LIMIT, Spool
from derman.channels.mail.models import Encryption

LINE = 64 * 1024  # bytes of a line that are read at once; mails have longer ones than poplib takes
NAME = 255


@contextlib.contextmanager
def opened(account: Account) -> Iterator[PopBox]:
    """Connect and sign in. What was deleted goes when the block ends well. Raises FetchError."""
    with in_plain_words(account):
        client = _signed_in(account)
        box = PopBox(client, account)
        try:
            yield box
            client.quit()
        finally:
            # without QUIT the server keeps what was marked for deletion
            with contextlib.suppress(Exception):
                client.close()


def _connected(account: Account) -> poplib.POP3:
    if account.encryption == Encryption.TLS:
        client: poplib.POP3 = poplib.POP3_SSL(account.host, account.port, timeout=CONNECT, context=trust())
    else:
        client = poplib.POP3(account.host, account.port, timeout=CONNECT)
    client.sock.settimeout(account.patience)
    if account.encryption == Encryption.STARTTLS:
        if "STLS" not in _capabilities(client):
            client.close()
            raise FetchError("no_starttls", server=account)
        client.stls(trust())
    return client


def _capabilities(client: poplib.POP3) -> dict[str, list[str]]:
    try:
        return client.capa()
    except poplib.error_proto:
        return {}


def _signed_in(account: Account) -> poplib.POP3:
    for renew in (False, True):
        client = _connected(account)
        try:
            if account.token is not None:
                _with_token(client, account, renew)
            else:
                client.user(account.user)
                client.pass_(account.password)
            return client
        except poplib.error_proto as error:
            with contextlib.suppress(Exception):
                client.close()
            if account.token is None or renew:
                raise LoginError(said(error)) from error
        except BaseException:
            with contextlib.suppress(Exception):
                client.close()
            raise
    raise AssertionError("unreachable")


def _with_token(client: poplib.POP3, account: Account, renew: bool) -> None:
    assert account.token is not None
    if "XOAUTH2" not in _capabilities(client).get("SASL", []):
        raise FetchError("no_xoauth2", server=account)
    words = f"user={account.user}\1auth=Bearer {account.token(renew)}\1\1"
    _send(client, "AUTH XOAUTH2")
    _answer(client, b"+")
    _send(client, base64.b64encode(words.encode()).decode("ascii"))
    line = _line(client)
    if line.startswith(b"+ "):  # the reason, in base64; an empty line has the server say no
        reason = line[2:]
        _send(client, "")
        _line(client)
        with contextlib.suppress(ValueError):
            reason = base64.b64decode(reason)
        raise poplib.error_proto(reason)
    if not line.startswith(b"+OK"):
        raise poplib.error_proto(line)


def _send(client: poplib.POP3, words: str) -> None:
    client.sock.sendall(words.encode("ascii") + b"\r\n")


def _line(client: poplib.POP3) -> bytes:
    """One line of an answer, without its end, or the first part of one that is very long."""
    line = cast(IO[bytes], client.file).readline(LINE)
    if not line:
        raise EOFError("the connection ended")
    return line


def _answer(client: poplib.POP3, wanted: bytes = b"+OK") -> bytes:
    line = _line(client).rstrip(b"\r\n")
    if not line.startswith(wanted):
        raise poplib.error_proto(line)
    return line


class PopBox:
    """An open mailbox: what lies there is fixed for as long as it is open."""

    can_wait = False
    validity = 0

    def __init__(self, client: poplib.POP3, account: Account) -> None:
        self.client = client
        self.account = account
        self.alive: Callable[[], None] = lambda: None
        self._places: dict[str, int] = {}  # name → its number in this session

    def count(self) -> int:
        return sum(len(portion) for portion in self.entries())

    def entries(self) -> Iterator[Sequence[Entry]]:
        """Every mail, in one portion."""
        sizes = {int(place): int(size) for place, size in self._pairs("LIST")}
        try:
            names = {int(place): name for place, name in self._pairs("UIDL")}
        except poplib.error_proto as error:
            raise FetchError("no_names", server=self.account, words=said(error)) from error
        found = []
        for place, size in sizes.items():
            name = names.get(place, "")[:NAME]
            # two mails of one name cannot be told from each other: both must be looked at
            if not name or name in self._places:
                raise FetchError("no_names", server=self.account)
            self._places[name] = place
            found.append(Entry(size, name=name))
        yield found

    def _pairs(self, command: str) -> list[tuple[str, str]]:
        _send(self.client, command)
        _answer(self.client)
        pairs = []
        while (line := _line(self.client).rstrip(b"\r\n")) != b".":
            first, _blank, second = line.decode("utf-8", "replace").replace("\0", "").partition(" ")
            pairs.append((first, second.split(" ")[0] if command == "LIST" else second.strip()))
        return pairs

    def fresh(self) -> Sequence[Entry]:
        """A session shows nothing that came after its beginning."""
        return ()

    def download(self, entries: Sequence[Entry]) -> Iterator[Download]:
        for entry in entries:
            yield self._one(entry)

    def _one(self, entry: Entry) -> Download:
        spool = Spool()
        try:
            _send(self.client, f"RETR {self._places[entry.name]}")
            try:
                _answer(self.client)
            except poplib.error_proto as error:
                return Download(entry, refused=said(error))
            self._lines(spool)
            return Download(entry, spool)
        except BaseException:
            spool.discard()
            raise

    def _lines(self, spool: Spool) -> None:
        """Read up to the dot (RFC 1939, 3). What is beyond the limit is read, and not kept."""
        whole = True
        while True:
            line = _line(self.client)
            if whole and line.startswith(b"."):
                if line.rstrip(b"\r\n") == b".":
                    return
                line = line[1:]
            whole = line.endswith(b"\n")
            before = spool.size
            if spool.size <= LIMIT:
                spool.write(line)
            if before >> 18 != spool.size >> 18:
                self.alive()

    def head(self, entry: Entry) -> bytes:
        spool = Spool()
        _send(self.client, f"TOP {self._places[entry.name]} 0")
        try:
            _answer(self.client)
            self._lines(spool)
            return bytes(spool.head[:HEAD])
        except poplib.error_proto:
            return b""
        finally:
            spool.discard()

    def move(self, entries: Sequence[Entry], folder: str) -> None:
        raise FetchError("cannot_move", folder=folder, words="POP3")

    def delete(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            _send(self.client, f"DELE {self._places[entry.name]}")
            try:
                _answer(self.client)
            except poplib.error_proto as error:
                raise FetchError("cannot_delete", server=self.account, words=said(error)) from error

    def wait(self, seconds: float, stopping: Callable[[float], bool]) -> None:
        """POP3 has nothing to wait for: the session is over."""

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self.client.sock.shutdown(socket.SHUT_RDWR)
