"""A flood of one sender leaves the desk usable for others: single mails pass it, and none of the flood is lost."""

from __future__ import annotations

import os
import threading
import time

import pytest
from django.db import connection

from derman.channels.mail import filing_rounds, intake, jobs
from derman.channels.mail.models import IncomingMail, Mailbox
from derman.channels.mail.tests.post import letter
from derman.tickets.models import Ticket

pytestmark = pytest.mark.django_db

SIZE = 60  # mails of the flood
STORM = 1_000 if os.environ.get("DERMAN_DRILL_SIZE") == "small" else 5_000  # those of the drill
OTHERS = 50  # who write meanwhile


def _stored(raws: list[bytes], sender: str) -> None:
    for start in range(0, len(raws), 64):
        arrivals = []
        for raw in raws[start : start + 64]:
            spool = intake.Spool()
            spool.write(raw)
            arrivals.append(intake.Arrival(spool, ["help@ege.example"], sender))
        assert intake.store(arrivals) == [None] * len(arrivals)


def _flood(size: int) -> None:
    sender = "monitor@ege.example"
    _stored([letter(sender=sender, subject="Disk full", text=f"Alarm {n}") for n in range(size)], sender)


def test_single_mails_pass_a_flood_and_the_flood_shares_a_ticket(helpdesk: Mailbox) -> None:
    _flood(SIZE)
    others = [f"person{number}@ege.example" for number in range(3)]
    for other in others:
        _stored([letter(sender=other, subject="Please help")], other)
    for _round in range(10 + len(others)):
        filing_rounds.file_next()

    assert set(IncomingMail.objects.filter(sender__in=others).values_list("state", flat=True)) == {"filed"}
    jobs.file_waiting()
    assert not IncomingMail.objects.exclude(state="filed").exists()
    assert Ticket.objects.filter(subject="Disk full").count() == 10


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_five_thousand_mails_of_one_sender_keep_nobody_waiting_for_five_seconds(helpdesk: Mailbox) -> None:
    _flood(STORM)

    def work() -> None:
        jobs.file_waiting()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    began = time.monotonic()
    for worker in workers:
        worker.start()
    waits: list[float] = []
    while len(waits) < OTHERS and any(worker.is_alive() for worker in workers):
        other = f"person{len(waits)}@ege.example"
        arrived = time.monotonic()
        _stored([letter(sender=other, subject="Please help")], other)
        # as the listener wakes a worker, which may go on with the flood once the new mail is filed
        workers.append(threading.Thread(target=work))
        workers[-1].start()
        waits.append(_wait_of(other, arrived))
    for worker in workers:
        worker.join()
    filed = IncomingMail.objects.filter(state="filed").count()
    took = time.monotonic() - began
    jobs.file_waiting()
    # the figures of the drill
    print(f"\n{len(waits)} others waited {max(waits):.2f} s at most; {filed} mails filed in {took:.0f} s")

    assert len(waits) >= 10
    assert max(waits) < 5
    assert IncomingMail.objects.filter(state="filed").count() == STORM + len(waits)


def _wait_of(other: str, arrived: float) -> float:
    """Seconds from the moment that a mail of somebody else came until it is filed."""
    while not IncomingMail.objects.filter(lane=other, state="filed").exists():
        assert time.monotonic() - arrived < 30
        time.sleep(0.01)
    return time.monotonic() - arrived
