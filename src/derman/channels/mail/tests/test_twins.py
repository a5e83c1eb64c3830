"""Two copies of one mail that two workers meet in the same moment are one message."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from derman.channels.mail import intake
from derman.channels.mail.filing_rounds import Filer, file_next
from derman.channels.mail.models import IncomingMail, Mailbox
from derman.channels.mail.tests.post import letter
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db(transaction=True)


def _stored(raw: bytes) -> None:
    spool = intake.Spool()
    spool.write(raw)
    assert intake.store([intake.Arrival(spool, ["help@ege.example"], "mert@ege.example")]) == [None]


def _two_workers(file: Callable[[], object]) -> None:
    def work() -> None:
        file()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def test_two_ways_at_once(helpdesk: Mailbox, mert: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = letter()
    _stored(b"Received: by one\r\n" + raw)
    real, meanwhile = actions.receive, []

    def second() -> None:
        meanwhile.append(Filer().round())
        connection.close()

    def slow(incoming: Any) -> Any:
        # in the middle of the first copy the second comes, and another worker looks for something to do
        _stored(b"Received: by two\r\n" + raw)
        other = threading.Thread(target=second)
        other.start()
        other.join(20)
        return real(incoming)

    monkeypatch.setattr(actions, "receive", slow)
    assert Filer().round() == 1
    assert meanwhile == [None]
    assert Filer().round() == 1

    rows = IncomingMail.objects.order_by("pk").values_list("state", "reason", "ticket")
    assert list(rows) == [("filed", "", Ticket.objects.get().pk), ("ignored", "duplicate", Ticket.objects.get().pk)]
    assert Message.objects.count() == 1


def test_mails_without_a_message_id_do_not_wait_for_each_other(
    helpdesk: Mailbox, mert: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for sender in ("mert@ege.example", "selin@ege.example"):
        _stored(letter(sender=sender, message_id="gone").replace(b"Message-ID: <gone>\n", b""))

    together = threading.Barrier(2)
    real = actions.receive

    def meet(incoming: Any) -> Any:
        together.wait(10)
        return real(incoming)

    monkeypatch.setattr(actions, "receive", meet)
    _two_workers(file_next)

    assert not together.broken
    assert Message.objects.count() == 2
