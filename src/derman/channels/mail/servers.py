"""The mail servers by which the desk sends, and what they say, in plain words."""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from derman.channels.mail.fetching.grants import access_token
from derman.channels.mail.fetching.words import FetchError
from derman.channels.mail.models import Encryption, Mailbox
from derman.kernel import secrets

TOO_LONG = (552, 523)
TIMEOUT = 20  # seconds for each step with a server
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class BadMailUrl(Exception):
    """DERMAN_MAIL_URL cannot be understood."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where to hand mails in. `encryption` empty: STARTTLS where the server offers it."""

    host: str
    port: int
    encryption: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    grant: int = 0  # the mailbox by whose provider's permission one signs in, in place of a password
    per_minute: int = 0  # mails at most, as DERMAN_MAIL_URL says; 0: it says nothing

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def server_of(mailbox: Mailbox | None) -> Server | None:
    """The mailbox's own server, else that of DERMAN_MAIL_URL; None: mails wait.

    Raises BadMailUrl, kernel.secrets.SecretUnreadable.
    """
    if mailbox is not None and mailbox.host and mailbox.by_provider:
        user = mailbox.user or mailbox.address
        return Server(mailbox.host, mailbox.port, mailbox.encryption, user, grant=mailbox.pk)
    if mailbox is not None and mailbox.host:
        password = secrets.decrypt(mailbox.password_encrypted) if mailbox.password_encrypted else ""
        return Server(mailbox.host, mailbox.port, mailbox.encryption, mailbox.user, password)
    return read_url(settings.DERMAN_MAIL_URL) if settings.DERMAN_MAIL_URL else None


def read_url(url: str) -> Server:
    """`smtp://user:password@host:587?tls=starttls|tls|none&per_minute=30` as a server. Raises BadMailUrl."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadMailUrl(_("DERMAN_MAIL_URL has no usable port.")) from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadMailUrl(_("DERMAN_MAIL_URL must look like smtp://user:password@host:587?tls=starttls."))
    asked = parse_qs(parts.query)
    wish = asked.get("tls", [""])[0]
    if wish and wish not in Encryption.values:
        raise BadMailUrl(_("tls in DERMAN_MAIL_URL must be starttls, tls or none."))
    limit = asked.get("per_minute", ["0"])[0]
    if not (limit.isascii() and limit.isdecimal() and len(limit) < 6):
        raise BadMailUrl(_("per_minute in DERMAN_MAIL_URL must be a number of mails."))
    if parts.scheme == "smtps" or (not wish and port == 465):
        wish = Encryption.TLS
    default = {Encryption.TLS: 465, Encryption.STARTTLS: 587}.get(Encryption(wish), 25) if wish else 25
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, port or default, wish, user, password, per_minute=int(limit))


class Unprotected(Exception):
    """The password would go over the network in the clear."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a server said of a recipient that it refused; `final`: a further try is useless."""

    words: str
    final: bool


@contextlib.contextmanager
def connected(server: Server, key_of: Callable[[int, bool], str] | None = None) -> Iterator[smtplib.SMTP]:
    """A session, protected and signed in as far as `server` says. `key_of` gives a provider's key, by mailbox.

    Raises OSError, smtplib.SMTPException, Unprotected, FetchError where a provider gives no key.
    """
    context = ssl.create_default_context()
    name = socket.gethostname() or "localhost"
    if server.encryption == Encryption.TLS:
        session: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=name, timeout=TIMEOUT, context=context
        )
    else:
        session = smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=TIMEOUT)
    try:
        session.ehlo_or_helo_if_needed()
        offered = session.has_extn("starttls")
        local = server.host in LOOPBACK
        if server.encryption == Encryption.STARTTLS or (not server.encryption and offered and not local):
            session.starttls(context=context)
            session.ehlo()
        elif server.user and server.encryption != Encryption.NONE and not local and server.encryption != Encryption.TLS:
            raise Unprotected
        if server.grant:
            _sign_in_by_provider(session, server, key_of or _stored_key)
        elif server.user:
            session.login(server.user, server.password)
        yield session
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            session.quit()
        session.close()


def _stored_key(grant: int, fresh: bool) -> str:
    return access_token(grant, fresh=fresh)


def _sign_in_by_provider(session: smtplib.SMTP, server: Server, key_of: Callable[[int, bool], str]) -> None:
    """XOAUTH2, as Google, Microsoft and Yandex have it; a key that ended before its time is renewed once."""
    if "XOAUTH2" not in session.esmtp_features.get("auth", "").upper().split():  # protocol
        raise FetchError("no_xoauth2", server=str(server))
    for fresh in (False, True):
        token = key_of(server.grant, fresh)
        said = f"user={server.user}\1auth=Bearer {token}\1\1".encode()
        code, words = session.docmd("AUTH", "XOAUTH2 " + base64.b64encode(said).decode("ascii"))
        if code == 334:
            # the server tells why in a challenge, and waits for an empty answer before it says no
            code, words = session.docmd("")
        if code in (235, 503):
            return
        if code != 535:
            break
    raise smtplib.SMTPAuthenticationError(code, words)


def words_of(error: BaseException) -> str:
    """What the server said, as it said it: `550 5.1.1 No such user`."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = [f"{_said(code, text)} ({address})" for address, (code, text) in error.recipients.items()]
        return "; ".join(said)
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    if type(error).__module__ == "builtins" and isinstance(error, OSError) and error.strerror:
        return error.strerror  # without the number, which says nothing to people
    return " ".join(str(error).split()) or type(error).__name__


def refusals_of(refused: Mapping[str, tuple[int, bytes | str]]) -> dict[str, Refusal]:
    """By address, what smtplib says of the recipients that a server refused."""
    return {address: Refusal(_said(code, text), 500 <= code < 600) for address, (code, text) in refused.items()}


def _said(code: int, text: bytes | str) -> str:
    spoken = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return f"{code} {' '.join(spoken.split())}"


def is_permanent(error: BaseException) -> bool:
    """Is a further try useless (RFC 5321, 4.2.1: 5yz)? Wrong passwords are not: a person mends them."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(error, (smtplib.SMTPSenderRefused, smtplib.SMTPDataError)):
        return 500 <= error.smtp_code < 600
    return isinstance(error, smtplib.SMTPNotSupportedError)


def is_of_the_settings(error: BaseException) -> bool:
    """Does the server refuse what is set up, and not this mail? Then it waits until a person has mended that.

    A sender, since it is always the mailbox's own address (unless its mail is too long, RFC 1870); an encryption or a
    password that it does not know; every recipient, since one has to sign in first.
    """
    if isinstance(error, smtplib.SMTPSenderRefused):
        return error.smtp_code >= 500 and error.smtp_code not in TOO_LONG
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return bool(re.search("STARTTLS|AUTH", str(error)))
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(_asks_to_sign_in(code, text) for code, text in error.recipients.values())
    return False


def _asks_to_sign_in(code: int, text: bytes | str) -> bool:
    # 530 is RFC 4954; the others say it in their words: Postfix, Exim, Exchange, Sendmail, Gmail
    return code == 530 or (
        code >= 500 and re.search(r"\brelay|authenticat", _said(code, text), re.IGNORECASE) is not None
    )


def is_down(error: BaseException) -> bool:
    """Would every other mail fail at this server too, so that only the server is to blame (or what we know of it)?"""
    if isinstance(error, (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError)):
        return True
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code == 421 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code == 421
    return isinstance(error, (OSError, Unprotected, FetchError))


def explain(error: BaseException, server: Server) -> str:
    """What is wrong and what to do, in a sentence for a person, with the server's words."""
    where, words = {"server": str(server)}, words_of(error)
    if isinstance(error, FetchError):
        return str(error)
    if isinstance(error, smtplib.SMTPAuthenticationError) and server.grant:
        return str(FetchError("token_refused", server=server, user=server.user, words=words))
    if isinstance(error, Unprotected):
        return _("%(server)s offers no encryption, so the password was not sent. Choose TLS, or another port.") % where
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("%(server)s refused the user name or password. It said: “%(words)s”.") % {**where, "words": words}
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _("%(server)s does not let this user send from this mailbox's address. It said: “%(words)s”.") % {
            **where,
            "words": words,
        }
    if isinstance(error, smtplib.SMTPRecipientsRefused) and is_of_the_settings(error):
        return _("%(server)s wants you to sign in first: enter user name and password. It said: “%(words)s”.") % {
            **where,
            "words": words,
        }
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _("%(server)s refused the recipient. It said: “%(words)s”.") % {**where, "words": words}
    if isinstance(error, smtplib.SMTPNotSupportedError) and "AUTH" in words:
        return _("%(server)s takes no user name and password there. Choose an encryption, or leave them empty.") % where
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _("%(server)s does not offer what these settings ask for: %(words)s Choose another encryption.") % {
            **where,
            "words": words,
        }
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("The certificate of %(server)s cannot be trusted: %(words)s. Check the server's name.") % {
            **where,
            "words": error.verify_message,
        }
    if isinstance(error, ssl.SSLError):
        return _("%(server)s speaks no TLS there. Use TLS with port 465 and STARTTLS with port 587. (%(words)s)") % {
            **where,
            "words": error.reason or words,
        }
    return _explain_connection(error, where, words)


def _explain_connection(error: BaseException, where: dict[str, str], words: str) -> str:
    if isinstance(error, socket.gaierror):
        return _("There is no server called %(server)s. Check the name.") % where
    # smtplib calls a server that stays silent after the connection a disconnected one
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        return (
            _("%(server)s takes the connection and says nothing. Does it expect TLS from the start, as on port 465?")
            % where
        )
    if isinstance(error, TimeoutError):
        return _("%(server)s does not answer. Check name and port, and whether a firewall is in between.") % where
    if isinstance(error, smtplib.SMTPConnectError) and not 200 <= error.smtp_code < 600:
        return _("What answers at %(server)s is no mail server. Check the port.") % where
    if isinstance(error, ConnectionRefusedError):
        return _("Nothing listens at %(server)s. Check the port.") % where
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _("%(server)s closed the connection. Try another encryption or port.") % where
    return _("%(server)s could not be used: %(words)s") % {**where, "words": words}
