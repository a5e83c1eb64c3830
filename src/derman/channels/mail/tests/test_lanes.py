"""Several mails on their way at once: what is slow holds up nothing else, and nothing is sent twice."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.db import connection

from derman.channels.mail import pace, sending
from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.errors import MailError
from derman.channels.mail.models import Mailbox, OutgoingKind, OutgoingMail, OutgoingState
from derman.channels.mail.outgoing import write_mail
from derman.channels.mail.tests.mail_server import Post, bytes_of, send_later
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.models import Ticket
from tests.journeys.the_desk import free_port

pytestmark = pytest.mark.django_db


class Slow(Post):
    """A server that counts how many mails it is given at once, and waits with those whose subject says so."""

    def __init__(self) -> None:
        super().__init__()
        self.now = self.most = 0
        self.wanted = 1  # mails at once for which it waits, for a while
        self.free = threading.Event()
        self.begun = threading.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.now += 1
        self.most = max(self.most, self.now)
        if b"slow" in bytes_of(envelope):
            self.begun.set()
            while not self.free.is_set():
                await asyncio.sleep(0.01)
        else:
            for _turn in range(300):
                if self.most >= self.wanted:
                    break
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)
        self.now -= 1
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def slow(settings: Any) -> Iterator[Slow]:
    made = Slow()
    controller = Controller(made, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.DERMAN_MAIL_URL = f"smtp://127.0.0.1:{controller.port}?tls=none"
    yield made
    made.free.set()
    controller.stop()


def _mail(subject: str, box: Mailbox | None = None) -> OutgoingMail:
    kind = OutgoingKind.NOTICE
    return write_mail(kind=kind, mailbox=box, to=["it@ege.example"], subject=subject, language="en", text="x")


def test_two_at_once_and_as_many_as_was_chosen(slow: Slow, settings: Any) -> None:
    slow.wanted = 2
    for number in range(6):
        _mail(f"quick {number}")
    sending.send_due()
    assert (len(slow.received), slow.most) == (6, pace.CONNECTIONS)
    slow.most, slow.wanted = 0, 1
    port = int(settings.DERMAN_MAIL_URL.split(":")[2].split("?")[0])
    pace.choose_limit("127.0.0.1", port, None, 1)
    for number in range(3):
        _mail(f"again {number}")
    sending.send_due()
    assert (len(slow.received), slow.most) == (9, 1)


def test_a_slow_mail_holds_up_no_other(slow: Slow) -> None:
    stuck = _mail("slow")
    others = [_mail(f"quick {number}") for number in range(4)]

    def free_once_the_others_left() -> None:
        for _turn in range(1000):
            if len(slow.received) == len(others):
                break
            slow.free.wait(0.01)
        slow.free.set()

    watching = threading.Thread(target=free_once_the_others_left)
    watching.start()
    sending.send_due()
    watching.join()
    assert b"slow" in bytes_of(slow.received[-1])
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {OutgoingState.SENT}
    stuck.refresh_from_db()
    assert (stuck.tries, stuck.interrupted) == (1, 0)


def test_a_slow_server_holds_up_no_other(slow: Slow, post_by: tuple[Post, Mailbox]) -> None:
    quick, box = post_by
    for number in range(3):
        _mail(f"slow {number}")
    _mail("quick", box)

    def free_once_it_left() -> None:
        for _turn in range(1000):
            if quick.received:
                break
            slow.free.wait(0.01)
        arrived.append(len(slow.received))
        slow.free.set()

    arrived: list[int] = []
    watching = threading.Thread(target=free_once_it_left)
    watching.start()
    sending.send_due()
    watching.join()
    assert (arrived, len(slow.received), len(quick.received)) == ([0], 3, 1)


@pytest.fixture
def post_by(db: None) -> Iterator[tuple[Post, Mailbox]]:
    """Another server, with a mailbox that sends through it."""
    made = Post()
    controller = Controller(made, hostname="127.0.0.1", port=free_port())
    controller.start()
    box = save_mailbox(actor=None, address="it@ege.example", host="127.0.0.1", port=controller.port, encryption="none")
    yield made, box
    controller.stop()


def test_answers_on_one_ticket_keep_their_order(slow: Slow, ticket: Ticket, elif_: Person) -> None:
    for number in range(4):
        actions.reply(actor=elif_, ticket=ticket.pk, text=f"answer {number}")
    send_later()
    said = [bytes_of(envelope).split(b"answer ")[1][:1] for envelope in slow.received]
    assert said == [b"0", b"1", b"2", b"3"]
    assert slow.most == 1


def test_what_breaks_the_sender_is_noted_for_what_left(slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in noting one mail: the other, which the server has, does not count as a broken try."""
    slow.wanted = 2
    first, second = _mail("quick 1"), _mail("quick 2")
    settled: list[int] = []
    usual = sending._settle

    def broken(row: OutgoingMail, *given: Any) -> None:
        settled.append(row.pk)
        if len(settled) == 1:
            raise ZeroDivisionError
        usual(row, *given)

    monkeypatch.setattr(sending, "_settle", broken)
    with pytest.raises(ZeroDivisionError):
        sending.send_due()
    states = dict(OutgoingMail.objects.values_list("pk", "state"))
    assert sorted(settled) == [first.pk, second.pk]
    assert sorted(states.values()) == [OutgoingState.SENDING, OutgoingState.SENT]
    monkeypatch.setattr(sending, "_settle", usual)
    sending.send_due()
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {OutgoingState.SENT}
    ids = [
        line for envelope in slow.received for line in bytes_of(envelope).splitlines() if line.startswith(b"Message-ID")
    ]
    assert (len(ids), len(set(ids))) == (3, 2)


def _until(holds: Callable[[], bool]) -> bool:
    """Wait for something, ten seconds at most."""
    deadline = time.monotonic() + 10
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)
    return holds()


@pytest.mark.django_db(transaction=True)
def test_no_mail_is_taken_by_two_workers(slow: Slow) -> None:
    for number in range(3):
        _mail(f"slow {number}")

    def work() -> None:
        try:
            sending.send_due()
        finally:
            connection.close()

    first = threading.Thread(target=work)
    first.start()
    taken = OutgoingMail.objects.filter(state=OutgoingState.SENDING)
    assert slow.begun.wait(10)
    assert _until(lambda: taken.count() == 2)
    sending.send_due()  # another worker, while two are under way: returns at once
    assert taken.count() == 2
    slow.free.set()
    first.join()
    assert len(slow.received) == 3
    assert set(OutgoingMail.objects.values_list("state", "tries", "interrupted")) == {(OutgoingState.SENT, 1, 0)}


def test_connections_are_chosen_at_the_mailbox(helpdesk: Mailbox, aylin: Person) -> None:
    given: dict[str, Any] = {"address": helpdesk.address, "host": "mail.ege.example", "port": 587}
    save_mailbox(actor=aylin, mailbox=helpdesk, connections=5, **given)
    assert pace.connections_of("mail.ege.example", 587) == 5
    save_mailbox(actor=aylin, mailbox=helpdesk, **given)
    assert pace.connections_of("mail.ege.example", 587) == pace.CONNECTIONS
    with pytest.raises(MailError) as caught:
        save_mailbox(actor=aylin, mailbox=helpdesk, connections=11, **given)
    assert caught.value.field == "connections"
