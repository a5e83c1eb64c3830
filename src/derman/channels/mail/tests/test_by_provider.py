"""Sending with a provider's key (XOAUTH2) in place of a password."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import MISSING, SMTP, AuthResult

from derman.channels.mail import pace
from derman.channels.mail.actions import save_mailbox, send_test
from derman.channels.mail.fetching.models import MailboxGrant
from derman.channels.mail.models import Mailbox, OutgoingKind, OutgoingMail
from derman.channels.mail.outgoing import write_mail
from derman.channels.mail.stalled import stalled_servers
from derman.channels.mail.tests.mail_server import Post, send_later
from derman.kernel import clock, secrets
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.models import Ticket
from tests.journeys.the_desk import free_port
from tests.provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider

pytestmark = pytest.mark.django_db
# the key is fetched with a connection of its own, which sees what was committed
committed = pytest.mark.django_db(transaction=True)
USER = "help@ege.example"


class ProvidersPost(Post):
    """A mail server that takes keys of a provider, and nothing else."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self.provider = provider
        self.challenges = 0

    async def auth_XOAUTH2(self, server: SMTP, arguments: list[str]) -> AuthResult:
        user, bearer = base64.b64decode(arguments[1]).decode().split("\1")[:2]
        token = bearer.removeprefix("auth=Bearer ")
        if f"user={self.provider.access_tokens.get(token)}" == user:
            return AuthResult(success=True, auth_data=user)
        # as Google and Microsoft do: why, as a challenge; then the no
        self.challenges += 1
        answer = await server.challenge_auth('{"status":"400"}')
        assert answer in (b"", MISSING)
        return AuthResult(success=False, handled=False)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture
def theirs(helpdesk: Mailbox, aylin: Person, provider: Provider) -> Iterator[ProvidersPost]:
    """The desk's mailbox sends by its provider's server."""
    made = ProvidersPost(provider)
    options: dict[str, Any] = {"auth_require_tls": False, "auth_required": True}
    controller = Controller(made, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    save_mailbox(
        actor=aylin,
        mailbox=helpdesk,
        address=USER,
        name="Ege Help",
        team=helpdesk.team,
        host="127.0.0.1",
        port=controller.port,
        encryption="none",
        by_provider=True,
    )
    MailboxGrant.objects.create(
        mailbox=helpdesk,
        provider="other",
        client_id=CLIENT_ID,
        client_secret_encrypted=secrets.encrypt(CLIENT_SECRET),
        authorize_url=f"{provider.url}/authorize",
        token_url=f"{provider.url}/token",
        refresh_token_encrypted=secrets.encrypt(provider.sign_in(USER)),
    )
    yield made
    controller.stop()


@committed
def test_mail_leaves_with_a_providers_key(ticket: Ticket, theirs: ProvidersPost, elif_: Person) -> None:
    tickets.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    send_later()

    assert theirs.mail()["To"] == "mert@ege.example"
    assert OutgoingMail.objects.get().state == "sent"


def test_a_key_that_ended_before_its_time_is_renewed(
    helpdesk: Mailbox, theirs: ProvidersPost, aylin: Person, provider: Provider
) -> None:
    assert send_test(actor=aylin, mailbox=helpdesk).ok
    provider.forget_access()
    assert send_test(actor=aylin, mailbox=helpdesk).ok
    assert theirs.challenges == 1 and len(theirs.received) == 2


@committed
def test_a_slow_provider_holds_up_no_other_mailbox(
    theirs: ProvidersPost, provider: Provider, helpdesk: Mailbox
) -> None:
    """The other mailbox sends by the very same server, which has one connection for the desk."""
    other = save_mailbox(actor=None, address="other@ege.example", host="127.0.0.1", port=helpdesk.port)
    Mailbox.objects.filter(pk=other.pk).update(encryption="none", by_provider=True, user="other@ege.example")
    MailboxGrant.objects.create(
        mailbox=other,
        provider="other",
        refresh_token_encrypted=secrets.encrypt("none"),
        access_token_encrypted=secrets.encrypt("known"),
        expires_at=clock.now() + timedelta(hours=1),
    )
    provider.access_tokens["known"] = "other@ege.example"
    provider.slow = threading.Event()
    pace.choose_limit("127.0.0.1", other.port, None, 1)
    for box, to in ((helpdesk, "slow@ege.example"), (other, "it@ege.example"), (other, "it@ege.example")):
        write_mail(kind=OutgoingKind.NOTICE, mailbox=box, to=[to], subject="x", language="en", text="x")

    def free_once_the_others_left() -> None:
        for _turn in range(1000):
            if len(theirs.received) == 2:
                break
            time.sleep(0.01)
        provider.slow.set()

    watching = threading.Thread(target=free_once_the_others_left)
    watching.start()
    send_later()
    watching.join()
    went = [envelope.rcpt_tos for envelope in theirs.received]
    assert went == [["it@ege.example"], ["it@ege.example"], ["slow@ege.example"]]
    assert set(OutgoingMail.objects.values_list("state", "tries")) == {("sent", 1)}


@committed
def test_a_permission_that_was_taken_back_keeps_mails_and_says_so(
    ticket: Ticket, theirs: ProvidersPost, elif_: Person, aylin: Person, provider: Provider
) -> None:
    provider.forget_everybody()
    tickets.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    send_later()
    send_later(600)

    row = OutgoingMail.objects.get()
    assert (row.state, row.stalled, theirs.received) == ("waiting", True, [])
    (banner,) = stalled_servers(aylin)
    assert "Sign in again in its settings" in banner.words
    provider.refresh_tokens[secrets.decrypt(MailboxGrant.objects.get().refresh_token_encrypted)] = USER
    send_later(3600)
    assert OutgoingMail.objects.get().state == "sent"


def test_the_key_of_somebody_else_is_explained(
    helpdesk: Mailbox, theirs: ProvidersPost, aylin: Person, provider: Provider
) -> None:
    MailboxGrant.objects.update(refresh_token_encrypted=secrets.encrypt(provider.sign_in("somebody@ege.example")))
    result = send_test(actor=aylin, mailbox=helpdesk)
    assert not result.ok and "did not let help@ege.example in" in result.words


def test_a_server_that_knows_no_such_sign_in_is_named(
    helpdesk: Mailbox, theirs: ProvidersPost, aylin: Person, post: Post, settings: Any
) -> None:
    port = int(settings.DERMAN_MAIL_URL.rsplit(":", 1)[1].partition("?")[0])
    Mailbox.objects.update(port=port)
    helpdesk.refresh_from_db()
    result = send_test(actor=aylin, mailbox=helpdesk)
    assert not result.ok and "does not take the sign-in of a provider" in result.words
