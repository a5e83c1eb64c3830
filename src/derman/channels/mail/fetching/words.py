"""What can go wrong when mail is fetched: a code for each, and the sentence that says what it is and what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from derman.channels.mail.errors import MailError

PROBLEMS = {
    "unknown_host": gettext_noop("There is no server called %(server)s. Check the name."),
    "nothing_listens": gettext_noop("Nothing listens at %(server)s. Check the port, and whether the server is up."),
    "silent": gettext_noop(
        "%(server)s does not answer. Check name and port, and whether a firewall is in between; "
        "or the server is down for the moment."
    ),
    "unreachable": gettext_noop("%(server)s cannot be reached: %(words)s. Check the network of this machine."),
    "closed": gettext_noop("%(server)s closed the connection. The desk tries again by itself. (%(words)s)"),
    "untrusted": gettext_noop(
        "The certificate of %(server)s cannot be trusted: %(words)s. Use the name for which it was issued, "
        "or have it renewed."
    ),
    "no_tls": gettext_noop(
        "%(server)s speaks no TLS from the start. IMAP uses port 993 for it and POP3 port 995; "
        "for ports 143 and 110 choose STARTTLS. (%(words)s)"
    ),
    "no_starttls": gettext_noop("%(server)s offers no STARTTLS. Choose TLS from the start, with port 993 or 995."),
    "unprotected": gettext_noop(
        "%(server)s takes no password without encryption, so none was sent. Choose TLS or STARTTLS."
    ),
    "wrong_password": gettext_noop(
        "%(server)s refused the user name or password of %(user)s. Enter them anew. Providers with two-step sign-in "
        "want an app password. The server said: %(words)s"
    ),
    "token_refused": gettext_noop(
        "%(server)s did not let %(user)s in, though the provider gave the desk a key. Is the user name the address of "
        "the account that signed in, and is IMAP or POP3 allowed for it? The server said: %(words)s"
    ),
    "no_xoauth2": gettext_noop(
        "%(server)s does not take the sign-in of a provider (XOAUTH2). Use user name and password."
    ),
    "not_signed_in": gettext_noop("Nobody has signed in for this mailbox yet. Press “Sign in” in its settings."),
    "grant_refused": gettext_noop(
        "%(provider)s no longer lets the desk into this mailbox. Sign in again in its settings. "
        "The provider said: %(words)s"
    ),
    "client_refused": gettext_noop(
        "%(provider)s does not know the desk by this client ID and secret, or the secret has expired. "
        "Enter them anew. The provider said: %(words)s"
    ),
    "provider_away": gettext_noop(
        "%(provider)s gives no key at the moment; the desk tries again by itself. (%(words)s)"
    ),
    "secret_unreadable": gettext_noop(
        "The stored password or key cannot be read with this desk's secret key. Enter it anew, or sign in again."
    ),
    "folder_missing": gettext_noop("There is no folder “%(folder)s” in this mailbox. Choose one of these: %(folders)s"),
    "no_names": gettext_noop(
        "%(server)s does not give mails lasting names (UIDL), so the desk could not tell which it has. Use IMAP."
    ),
    "cannot_move": gettext_noop(
        "Mails cannot be moved to the folder “%(folder)s”: %(words)s. They are fetched all the same. "
        "Choose another folder, or another way to go on."
    ),
    "cannot_delete": gettext_noop(
        "%(server)s does not let the desk delete mails: %(words)s. They are fetched all the same. "
        "Allow it there, or choose “Leave it there”."
    ),
    "mail_refused": gettext_noop(
        "Some mails (%(count)s) cannot be read from %(server)s; all others were fetched. Open them there and forward "
        "them to this address. "
        "The server said: %(words)s"
    ),
    "store": gettext_noop("Mails cannot be stored here: %(words)s. They stay on their server until they can."),
    "protocol": gettext_noop("%(server)s could not be used: %(words)s"),
    "unexpected": gettext_noop(
        "The desk stumbled while fetching (%(words)s). It tries again by itself; nothing is lost. "
        "If it goes on, look into the desk's log."
    ),
}
SHOWN = 300  # characters of what a server said


class FetchError(MailError):
    """Fetching failed: `code` is one of PROBLEMS, `particulars` what its sentence names."""

    def __init__(self, code: str, **particulars: Any) -> None:
        self.code = code
        self.particulars = {name: _short(value) for name, value in particulars.items()}
        super().__init__(f"{code} {self.particulars}")

    def __str__(self) -> str:
        return explain(self.code, self.particulars)


def _short(value: Any) -> Any:
    if isinstance(value, int):
        return value
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:SHOWN]


def explain(code: str, particulars: Mapping[str, Any]) -> str:
    """What is wrong and what to do, in the reader's language."""
    known = PROBLEMS.get(code)
    return _(known) % defaultdict(lambda: "–", particulars) if known else code
