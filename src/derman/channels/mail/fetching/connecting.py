"""What both protocols need to reach a server, and what its refusals mean."""

from __future__ import annotations

import contextlib
import imaplib
import poplib
import socket
import ssl
from collections.abc import Iterator

from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError

from derman.channels.mail.fetching.account import Account
from derman.channels.mail.fetching.words import FetchError


def trust() -> ssl.SSLContext:
    """TLS with the certificates that this machine trusts, and the server's name checked."""
    return ssl.create_default_context()


@contextlib.contextmanager
def in_plain_words(account: Account) -> Iterator[None]:
    """Turn whatever goes wrong inside the block into a FetchError."""
    try:
        yield
    except FetchError:
        raise
    except (OSError, EOFError, IMAPClientError, imaplib.IMAP4.error, poplib.error_proto, ValueError) as error:
        raise _meaning(error, account) from error


def _meaning(error: BaseException, account: Account) -> FetchError:
    server, words = str(account), said(error)
    if isinstance(error, LoginError):
        code = "token_refused" if account.token else "wrong_password"
        return FetchError(code, server=server, user=account.user, words=words)
    if isinstance(error, ssl.SSLCertVerificationError):
        return FetchError("untrusted", server=server, words=error.verify_message)
    if isinstance(error, ssl.SSLError) and "EOF" not in words:
        return FetchError("no_tls", server=server, words=error.reason or words)
    if isinstance(error, socket.gaierror):
        return FetchError("unknown_host", server=account.host)
    if isinstance(error, TimeoutError):
        return FetchError("silent", server=server)
    if isinstance(error, ConnectionRefusedError):
        return FetchError("nothing_listens", server=server)
    if isinstance(error, (imaplib.IMAP4.abort, EOFError, ConnectionError, ssl.SSLError)):
        return FetchError("closed", server=server, words=words)
    if isinstance(error, OSError):
        return FetchError("unreachable", server=server, words=words)
    if isinstance(error, CapabilityError) and "STARTTLS" in words:
        return FetchError("no_starttls", server=server)
    return FetchError("protocol", server=server, words=words)


def said(error: BaseException) -> str:
    """What the server said, as it said it."""
    spoken = error.args[0] if error.args else ""
    if isinstance(error, OSError) and error.strerror:
        spoken = error.strerror
    if isinstance(spoken, bytes):
        spoken = spoken.decode("utf-8", "replace")
    words = str(spoken)
    # imapclient makes text of bytes as Python shows them
    if words[:2] in ("b'", 'b"') and words[-1:] == words[1]:
        words = words[2:-1]
    return " ".join(words.split()) or type(error).__name__
