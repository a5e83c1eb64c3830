"""Many mails filed in a row: none hurts another, and those of one sender keep their order."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from derman.channels.mail import filing_rounds, jobs
from derman.channels.mail.models import IncomingMail, IncomingState, Mailbox, OutgoingMail
from derman.channels.mail.tests.post import letter
from derman.channels.mail.tests.rounds import states, stored, subjects
from derman.kernel import sql
from derman.search.models import Document
from derman.tickets import actions
from derman.tickets.models import Event, Message, Ticket


@pytest.mark.django_db
def test_a_bad_mail_among_others_hurts_none_of_them(helpdesk: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    real = actions.receive

    def breaks(incoming: Any) -> Any:
        received = real(incoming)
        if incoming.subject == "poison":
            sql.rows("SELECT 1 / 0")
        return received

    monkeypatch.setattr(actions, "receive", breaks)
    stored(*(letter(sender=f"{subject}@ege.example", subject=subject) for subject in ("bread", "poison", "salt")))
    jobs.file_waiting()

    assert subjects() == ["bread", "salt"]
    assert states() == ["filed", "stored", "filed"]


@pytest.mark.django_db
def test_mails_of_one_round_hold_or_fall_together_and_fall_only_to_be_filed_each_by_itself(
    helpdesk: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the failed try knew, a person whom it added and a mail that it wrote, is forgotten with it."""
    real, seen = actions.receive, list[str]()

    def breaks_once(incoming: Any) -> Any:
        received = real(incoming)
        seen.append(incoming.subject)
        if seen.count("last") == 1 and incoming.subject == "last":
            sql.rows("SELECT 1 / 0")
        return received

    monkeypatch.setattr(actions, "receive", breaks_once)
    stored(*(letter(sender=f"{subject}@ege.example", subject=subject) for subject in ("first", "second", "last")))
    jobs.file_waiting()

    assert seen == ["first", "second", "last", "first", "second", "last"]
    assert subjects() == ["first", "second", "last"]
    assert states() == ["filed"] * 3
    assert Message.objects.count() == 3
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [
        ["first@ege.example"],
        ["last@ege.example"],
        ["second@ege.example"],
    ]
    told = Event.objects.filter(kind="mail.sent").values_list("ticket__subject", "details__mail")
    written = OutgoingMail.objects.values_list("ticket__subject", "pk")
    assert sorted(told) == sorted(written)
    assert Document.objects.count() == 3


@pytest.mark.django_db
def test_an_answer_in_the_same_round_comes_to_the_ticket_of_what_it_answers(helpdesk: Mailbox) -> None:
    stored(
        letter(subject="VPN", message_id="vpn@mert", Cc="ali@ege.example"),
        letter(sender="other@ege.example", subject="Toner"),
        letter(sender="ali@ege.example", subject="Re: VPN", text="The same here.", In_Reply_To="<vpn@mert>"),
    )
    filing_rounds.Filer().round()

    assert subjects() == ["VPN", "Toner"]
    assert Ticket.objects.get(subject="VPN").messages.count() == 2
    # the answer was written after the ticket's document, and both are found
    (words,) = Document.objects.filter(ticket__subject="VPN").values_list("words", flat=True)
    assert "drop" in words
    assert "same" in words


@pytest.mark.django_db
def test_a_mail_that_cannot_be_read_hurts_none_beside_it(helpdesk: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    real = filing_rounds.read

    def breaks(row: IncomingMail, raw: bytes) -> Any:
        if b"poison" in raw:
            raise RecursionError("deep")
        return real(row, raw)

    monkeypatch.setattr(filing_rounds, "read", breaks)
    stored(*(letter(sender=f"{subject}@ege.example", subject=subject) for subject in ("poison", "bread")))
    jobs.file_waiting()

    assert subjects() == ["bread"]


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_filed_meanwhile_is_not_filed_twice(
    helpdesk: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a worker whose connection broke, and its hold on the sender with it."""
    real = actions.receive

    def elsewhere() -> None:
        IncomingMail.objects.update(state=IncomingState.IGNORED)
        connection.close()

    def overtaken(incoming: Any) -> Any:
        other = threading.Thread(target=elsewhere)
        other.start()
        other.join(20)
        return real(incoming)

    monkeypatch.setattr(actions, "receive", overtaken)
    stored(letter())
    jobs.file_waiting()

    assert states() == ["ignored"]
    assert not Ticket.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_ticket_is_on_the_disk_before_anybody_sees_its_number(
    helpdesk: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a crash took back would be filed anew, and its number be another mail's."""
    real, waits = actions.receive, []

    def looks(incoming: Any) -> Any:
        waits.extend(sql.rows("SELECT current_setting('synchronous_commit')"))
        return real(incoming)

    monkeypatch.setattr(actions, "receive", looks)
    stored(letter())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")  # PostgreSQL's own default; that of the tests is off
    jobs.file_waiting()

    assert waits == [("on",)]


@pytest.mark.django_db
def test_one_sender_keeps_the_order(helpdesk: Mailbox) -> None:
    stored(*(letter(subject=f"No. {number}") for number in range(40)))
    jobs.file_waiting()

    assert [subject for subject in subjects() if subject.startswith("No.")] == [f"No. {number}" for number in range(40)]


@pytest.mark.django_db
def test_an_answer_waits_for_the_mail_that_it_answers(helpdesk: Mailbox) -> None:
    # the flood of Mert's mails puts the last of them behind the answer of a colleague
    stored(
        *(letter(subject=f"No. {number}", message_id=f"{number}@mert", Cc="ali@ege.example") for number in range(25))
    )
    stored(letter(sender="ali@ege.example", subject="Re: No. 24", In_Reply_To="<24@mert>"))
    jobs.file_waiting()
    IncomingMail.objects.filter(state="stored").update(not_before=None)
    jobs.file_waiting()

    assert set(states()) == {"filed"}
    first = IncomingMail.objects.get(message_id="24@mert")
    assert IncomingMail.objects.get(sender="ali@ege.example").ticket_id == first.ticket_id
