"""Filing many mails costs little, waits for no DNS, and goes on beside other workers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from derman.channels.mail import filing_rounds, jobs
from derman.channels.mail.models import IncomingMail, Mailbox
from derman.channels.mail.tests.post import letter
from derman.channels.mail.tests.rounds import states, stored, subjects
from derman.channels.mail.trust.proof.resolver import answered_by
from derman.kernel import sql
from derman.tickets.models import Message

MOST_STATEMENTS = 5  # of one further mail that opens a ticket for somebody new


@pytest.mark.django_db
def test_each_further_mail_needs_few_statements(helpdesk: Mailbox) -> None:
    def counted(mails: int) -> int:
        stored(*(letter(sender=f"new{mails}.{n}@ege.example", subject=f"{mails} {n}") for n in range(mails)))
        with CaptureQueriesContext(connection) as asked:
            jobs.file_waiting()
        return len(asked)

    counted(3)
    assert counted(12) - counted(2) <= 10 * MOST_STATEMENTS


@pytest.mark.django_db
def test_who_takes_a_sender_over_goes_on_with_what_is_left(helpdesk: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it read before the other let go is filed: that is no reason to leave the rest to nobody."""
    stored(*(letter(subject=f"No. {number}") for number in range(4)))
    second = filing_rounds.Filer()
    real, read = second._next, second._next(2)
    sql.rows(filing_rounds._RELEASE, [sorted({row.lane for row in read})])
    filing_rounds.Filer().round(2)
    looks = iter([read])
    monkeypatch.setattr(second, "_next", lambda most: next(looks, None) or real(most))
    second.run()
    assert subjects() == [f"No. {number}" for number in range(4)]


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [1, 20])
@pytest.mark.parametrize("known", ["nothing", "that all is filed"])
def test_what_waits_and_what_was_filed_is_not_walked_through_for_each_mail(
    helpdesk: Mailbox, known: str, at_once: int
) -> None:
    """Whatever PostgreSQL knows of the ledger: nothing yet, or what it saw of it when no mail waited."""

    def rows_read(mails: int) -> int:
        told = "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'mail_incomingmail'"
        ((before,),) = sql.rows(told)
        with sql.kept_plans():
            for _turn in range(mails):
                filing_rounds.file_next()
        ((after,),) = sql.rows(told)
        return int(after - before)

    with connection.cursor() as cursor:
        # the table of a test is so small that reading all of it may be the best plan; a desk's is not
        cursor.execute("SET LOCAL enable_seqscan = off")
        if known == "nothing":
            # PostgreSQL may have looked at the tests' database between two tests, and at what these had left
            cursor.execute("DELETE FROM pg_statistic WHERE starelid = 'mail_incomingmail'::regclass")
            cursor.execute("UPDATE pg_class SET relpages = 0, reltuples = -1 WHERE oid = 'mail_incomingmail'::regclass")
        else:
            stored(*(letter(sender=f"filed{number}@ege.example") for number in range(100)))
            cursor.execute("UPDATE mail_incomingmail SET state = 'filed'")
            cursor.execute("ANALYZE mail_incomingmail")
            cursor.execute("DELETE FROM mail_incomingmail")
    stored(*(letter(sender=f"waits{number}@ege.example") for number in range(120)))
    rows_read(20)
    assert rows_read(20) < 20 * 20
    assert IncomingMail.objects.filter(state="filed").count() == 40


@pytest.fixture
def slow_dns() -> Iterator[threading.Event]:
    """DNS that answers nothing about slow.example until the event is set."""
    answered = threading.Event()

    def lookup(name: str, kind: str) -> list[Any]:
        if name.endswith("slow.example"):
            answered.wait(20)
        return []

    with answered_by(lookup):
        try:
            yield answered
        finally:
            answered.set()


@pytest.mark.django_db(transaction=True)
def test_a_slow_dns_holds_up_only_whom_it_is_about_and_no_transaction(
    helpdesk: Mailbox, slow_dns: threading.Event
) -> None:
    slow = [letter(sender="ali@slow.example", subject=f"Slow {number}") for number in range(3)]
    stored(*slow, *(letter(sender=f"p{n}@ege.example", subject=f"Quick {n}") for n in range(20)), peer="192.0.2.1")

    def work() -> None:
        jobs.file_waiting()
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for _look in range(200):
            if len(subjects()) == 20:
                break
            slow_dns.wait(0.05)
        assert all(subject.startswith("Quick") for subject in subjects())
        assert len(subjects()) == 20
        held = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' AND pid <> pg_backend_pid()"
        # between two statements of a short one it says so, too: one that waits for the DNS says it at every look
        looks = [sql.rows(held + " AND datname = current_database()") for _look in range(40) if not slow_dns.wait(0.05)]
        assert [(0,)] in looks
    finally:
        slow_dns.set()
        worker.join()

    assert subjects()[20:] == ["Slow 0", "Slow 1", "Slow 2"]
    assert IncomingMail.objects.filter(sender_proof="unknown").count() == 23


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_file_each_mail_once_and_a_sender_in_order(helpdesk: Mailbox) -> None:
    for number in range(12):
        stored(*(letter(sender=f"p{n}@ege.example", subject=f"{n} {number:02}") for n in range(6)))

    def work() -> None:
        filing_rounds.Filer().run()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    jobs.file_waiting()

    assert set(states()) == {"filed"}
    assert Message.objects.count() == 72
    for n in range(6):
        of_one = [subject for subject in subjects() if subject.startswith(f"{n} ")]
        assert of_one == sorted(of_one)
