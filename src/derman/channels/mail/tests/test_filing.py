"""A stored mail becomes a ticket, a message, or something that waits for a person."""

from __future__ import annotations

import pytest

from derman.channels.mail import filing_rounds, intake, jobs
from derman.channels.mail.models import IncomingMail, Mailbox, OutgoingMail
from derman.channels.mail.tests.post import arrives, letter
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.actions import Received
from derman.tickets.incoming import Incoming
from derman.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


def test_a_mail_opens_a_ticket(helpdesk: Mailbox, mert: Person) -> None:
    row = arrives(letter(subject="Yazıcı çalışmıyor", text="Merhaba,\n\nyazıcı çalışmıyor, lütfen yardım edin."))

    ticket = Ticket.objects.get()
    assert (row.state, row.ticket, row.mailbox) == ("filed", ticket, helpdesk)
    assert (ticket.subject, ticket.requester, ticket.language) == ("Yazıcı çalışmıyor", mert, "tr")
    assert ticket.team == helpdesk.team


def test_the_same_mail_delivered_twice_is_one_message(helpdesk: Mailbox) -> None:
    raw = letter()
    arrives(raw)
    arrives(raw)

    assert IncomingMail.objects.count() == Message.objects.count() == 1


def test_a_mail_to_two_addresses_of_the_desk_is_one_message(helpdesk: Mailbox) -> None:
    raw = letter()
    arrives(b"Received: by one\r\n" + raw)
    row = arrives(b"Received: by two\r\n" + raw)

    assert (row.state, row.reason) == ("ignored", "duplicate")
    assert Message.objects.count() == 1


def test_another_mail_under_the_same_message_id_is_another_message(helpdesk: Mailbox) -> None:
    arrives(letter(message_id="same@ege.example"))
    arrives(letter(message_id="same@ege.example", text="Something else."))

    assert Message.objects.count() == 2


def test_people_in_copy_follow_and_the_desk_does_not(helpdesk: Mailbox, mert: Person) -> None:
    arrives(letter(Cc="Selin <selin@ege.example>, help@ege.example"))

    followers = [row.person.email for row in Ticket.objects.get().followers.all()]
    assert followers == ["selin@ege.example"]


def test_at_most_twenty_people_follow(helpdesk: Mailbox) -> None:
    arrives(letter(Cc=", ".join(f"p{number}@ege.example" for number in range(50))))

    assert Ticket.objects.get().followers.count() == 20


def test_a_mail_without_a_sender_waits_in_quarantine(helpdesk: Mailbox) -> None:
    row = arrives(letter(sender=""))

    assert (row.state, row.reason) == ("quarantined", "no_sender")
    assert not Ticket.objects.exists()


def test_a_mail_that_breaks_filing_waits_in_quarantine_after_a_second_try(
    helpdesk: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = actions.receive

    def breaks(incoming: Incoming) -> Received:
        if "poison" in incoming.subject:
            raise RuntimeError("It is poison.")
        return real(incoming)

    monkeypatch.setattr(actions, "receive", breaks)
    row = arrives(letter(subject="poison"))
    arrives(letter(subject="bread"))
    assert (row.state, row.reason) == ("stored", "failed_1")

    IncomingMail.objects.filter(pk=row.pk).update(not_before=None)
    jobs.file_waiting()
    row.refresh_from_db()

    assert (row.state, row.reason, row.detail) == ("quarantined", "error", "RuntimeError: It is poison.")
    assert [ticket.subject for ticket in Ticket.objects.all()] == ["bread"]


def test_a_mail_that_takes_its_worker_down_waits_in_quarantine(helpdesk: Mailbox) -> None:
    spool = intake.Spool()
    spool.write(letter())
    intake.store([intake.Arrival(spool, ["help@ege.example"], "mert@ege.example")])
    number = IncomingMail.objects.get().pk
    for _try in range(filing_rounds.CRASHES):
        (intake.folder() / ".begun-999999999-1").write_text(str(number))
        jobs.begun.count_crashes()

    jobs.file_waiting()

    assert IncomingMail.objects.values_list("state", "reason").get() == ("quarantined", "crashed")


def test_a_mail_whose_file_is_gone_waits_in_quarantine(helpdesk: Mailbox) -> None:
    spool = intake.Spool()
    spool.write(letter())
    intake.store([intake.Arrival(spool, ["help@ege.example"])])
    intake.place(spool.digest).unlink()

    jobs.file_waiting()

    assert IncomingMail.objects.get().reason == "file_missing"


def test_the_first_mail_makes_the_first_mailbox(desk: object) -> None:
    arrives(letter(to="destek@ege.example"), to=["destek@ege.example"])

    assert Mailbox.objects.values_list("folded", "is_default").get() == ("destek@ege.example", True)
    assert Ticket.objects.get().followers.count() == 0


def test_a_mail_to_an_address_that_nobody_knows_comes_to_the_default_mailbox(helpdesk: Mailbox) -> None:
    row = arrives(letter(to="info@ege.example"), to=["info@ege.example"])

    assert row.mailbox == helpdesk
    assert Ticket.objects.get().followers.count() == 0


def test_what_a_filter_calls_spam_is_spam_and_gets_no_answer(helpdesk: Mailbox) -> None:
    arrives(letter(X_Spam_Flag="YES"))

    assert Ticket.objects.get().status == "spam"
    assert not OutgoingMail.objects.exists()


def test_quotes_are_kept_apart(helpdesk: Mailbox) -> None:
    arrives(letter(text="It works now.\n\nOn Mon, 23 Nov 2026 at 10:00, Help <help@ege.example> wrote:\n> Does it?\n"))

    message = Message.objects.get()
    assert message.text.strip() == "It works now."
    assert "Does it?" in message.quoted
