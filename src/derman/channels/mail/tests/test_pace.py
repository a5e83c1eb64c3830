"""Servers get no more than they allow, lost mails go again, and a mail that was taken in silence keeps its name."""

from __future__ import annotations

import email
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from derman.channels.mail import pace, queries, sending
from derman.channels.mail.actions import retry_mail, save_mailbox
from derman.channels.mail.errors import MailError, MailNotFound
from derman.channels.mail.models import Mailbox, OutgoingMail
from derman.channels.mail.servers import Server
from derman.channels.mail.tests.mail_server import Post, send_later
from derman.kernel import clock
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def test_a_server_gets_no_more_than_its_limit_in_any_minute(ticket: Ticket, elif_: Person, post: Post) -> None:
    OutgoingMail.objects.all().delete()
    for number in range(5):
        tickets.reply(actor=elif_, ticket=ticket.pk, text=f"Answer {number}")
    server = sending.server_of(None)
    assert server is not None
    pace.choose_limit(server.host, server.port, 2)
    start = clock.now() + timedelta(seconds=14)
    for seconds, expected in ((0, 2), (30, 2), (59, 2), (60, 4), (61, 4), (121, 5)):
        with clock.frozen_at(start + timedelta(seconds=seconds)):
            sending.send_due()
        assert len(post.received) == expected, seconds
    assert {(row.state, row.tries) for row in OutgoingMail.objects.all()} == {("sent", 1)}


def test_a_resting_server_holds_up_no_other(
    ticket: Ticket, elif_: Person, aylin: Person, post: Post, helpdesk: Mailbox, settings: Any
) -> None:
    port = int(settings.DERMAN_MAIL_URL.rsplit(":", 1)[1].partition("?")[0])
    other = save_mailbox(actor=aylin, address="it@ege.example", host="localhost", port=port, encryption="none")
    pace.choose_limit("127.0.0.1", port, 1)
    for number in range(3):
        tickets.reply(actor=elif_, ticket=ticket.pk, text=f"Answer {number}")
    OutgoingMail.objects.filter(pk=OutgoingMail.objects.latest("pk").pk).update(mailbox=other)
    send_later()

    assert sorted(OutgoingMail.objects.values_list("state", flat=True)) == ["sent", "sent", "waiting"]


def test_the_installations_server_gets_what_its_address_says() -> None:
    server = Server("mail.ege.example", 25, per_minute=3)
    assert sum(pace.take_turn(server) for _turn in range(5)) == 3


def test_microsofts_own_limit_holds_where_none_was_chosen() -> None:
    server = Server("smtp.office365.com", 587)
    assert sum(pace.take_turn(server) for _turn in range(40)) == 30
    pace.choose_limit(server.host, server.port, 35)
    assert sum(pace.take_turn(server) for _turn in range(10)) == 5


def test_the_limit_is_kept_with_the_mailbox(helpdesk: Mailbox, aylin: Person) -> None:
    given: dict[str, Any] = {"address": "help@ege.example", "host": "mail.ege.example"}
    save_mailbox(actor=aylin, mailbox=helpdesk, per_minute=20, **given)
    assert pace.limit_of("mail.ege.example", 587) == 20
    save_mailbox(actor=aylin, mailbox=helpdesk, **given)
    assert pace.limit_of("mail.ege.example", 587) is None
    with pytest.raises(MailError) as caught:
        save_mailbox(actor=aylin, mailbox=helpdesk, per_minute=0, **given)
    assert caught.value.field == "per_minute"


def test_a_mail_that_some_got_goes_again_to_the_others_only(
    ticket: Ticket, elif_: Person, aylin: Person, post: Post
) -> None:
    post.refuse = {"selin@ege.example": "550 5.1.1 No such user"}
    tickets.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    send_later()
    row = OutgoingMail.objects.get(kind="reply")
    assert row.state == "sent"
    assert queries.outbox(aylin).rows[0].lost == ["selin@ege.example"]

    post.refuse = {}
    retry_mail(actor=aylin, mail=row.pk)
    send_later()
    assert [envelope.rcpt_tos for envelope in post.received] == [["mert@ege.example"], ["selin@ege.example"]]
    assert queries.outbox(aylin).rows[0].lost == []
    with pytest.raises(MailNotFound):
        retry_mail(actor=aylin, mail=row.pk)


class Silent:
    """A mail server that takes a mail and is gone before it says so, `silences` times."""

    def __init__(self, silences: int) -> None:
        self.silences = silences
        self.mails: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _peer = self.listener.accept()
            except OSError:
                return
            with client, client.makefile("rb") as lines:
                self._talk(client, lines)

    def _talk(self, client: socket.socket, lines: Any) -> None:
        client.sendall(b"220 mail\r\n")
        for line in lines:
            if not line.upper().startswith(b"DATA"):
                client.sendall(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 OK\r\n")
                continue
            client.sendall(b"354 go on\r\n")
            mail = b""
            for piece in lines:
                if piece == b".\r\n":
                    break
                mail += piece
            self.mails.append(mail)
            if len(self.mails) <= self.silences:
                return
            client.sendall(b"250 2.0.0 taken\r\n")


@pytest.fixture
def silent() -> Iterator[Silent]:
    server = Silent(1)
    yield server
    server.listener.close()


def test_a_mail_taken_but_never_confirmed_goes_again_under_its_name(
    ticket: Ticket, elif_: Person, silent: Silent, settings: Any
) -> None:
    settings.DERMAN_MAIL_URL = f"smtp://127.0.0.1:{silent.port}?tls=none"
    tickets.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    send_later()
    row = OutgoingMail.objects.get(kind="reply")
    assert (row.state, row.tries) == ("waiting", 1)
    send_later(120)

    row.refresh_from_db()
    assert (row.state, row.tries) == ("sent", 2)
    names = [email.message_from_bytes(mail)["Message-ID"] for mail in silent.mails]
    assert names == [f"<{row.header_id}>"] * 2
