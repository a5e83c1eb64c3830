"""What the tests of fetching share: a real Dovecot, mailboxes on it, and sources that look into them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.fetching.models import MailboxSource
from derman.channels.mail.models import Mailbox
from derman.kernel import secrets
from derman.people.models import Team
from tests.dovecot import DOVECOT, PASSWORD, Dovecot, Mails, running_dovecot
from tests.provider import Provider, running_provider


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Dovecot what needs one is left out, and the last lines of the run say so; CI never leaves it out."""
    if DOVECOT or os.environ.get("CI"):
        return
    for item in items:
        if "dovecot" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.skip(reason="no IMAP server on this machine (Debian: dovecot-imapd)"))


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    """Where people sign in, and who says which tokens are good."""
    with running_provider() as running:
        yield running


@pytest.fixture(scope="session")
def dovecot(provider: Provider) -> Iterator[Dovecot]:
    with running_dovecot(introspection=provider.introspection) as server:
        yield server


@pytest.fixture
def mails(dovecot: Dovecot) -> Mails:
    """An empty mailbox on the server."""
    return dovecot.mailbox()


@pytest.fixture
def helpdesk(front_line: Team) -> Mailbox:
    """The desk's address, of the front line's queue."""
    return save_mailbox(actor=None, address="help@ege.example", name="Ege Help", team=front_line)


@pytest.fixture
def sourced(helpdesk: Mailbox) -> Callable[..., MailboxSource]:
    """Makes the source of the desk's mailbox: `sourced(mails, afterwards="delete")`."""

    def make(mails: Mails, **fields: Any) -> MailboxSource:
        port = mails.server.pop3_port if fields.get("arrival") == "pop3" else mails.server.imap_port
        plain: dict[str, Any] = {
            "arrival": "imap",
            "host": "127.0.0.1",
            "port": port,
            "encryption": "none",
            "user": mails.user,
            "password_encrypted": secrets.encrypt(PASSWORD),
        }
        return MailboxSource.objects.create(mailbox=helpdesk, **{**plain, **fields})

    return make


@pytest.fixture
def source(sourced: Callable[..., MailboxSource], mails: Mails) -> MailboxSource:
    """The desk's mailbox is fetched from `mails` by IMAP; mails are left there."""
    return sourced(mails)
