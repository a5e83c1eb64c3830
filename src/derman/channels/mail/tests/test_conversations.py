"""A mail finds its ticket by what the desk signed or stored, and only for people who take part."""

from __future__ import annotations

import pytest

from derman.channels.mail import sending
from derman.channels.mail.marks import reply_address, ticket_of_address, ticket_of_message_id
from derman.channels.mail.models import Mailbox, OutgoingMail
from derman.channels.mail.tests.post import arrives, letter
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(helpdesk: Mailbox, mert: Person) -> Ticket:
    arrives(letter(message_id="first@ege.example"))
    return Ticket.objects.get()


def _answer_id(elif_: Person, thread: Ticket) -> str:
    actions.reply(actor=elif_, ticket=thread.pk, text="Please restart it.")
    return OutgoingMail.objects.get(kind="reply").header_id


def test_the_answer_to_a_reply_of_the_desk_comes_to_its_ticket(thread: Ticket, elif_: Person) -> None:
    row = arrives(letter(subject="Re: something else", In_Reply_To=f"<{_answer_id(elif_, thread)}>"))

    assert (row.ticket, row.reason) == (thread, "token")
    assert Message.objects.latest("pk").proof == "token"


def test_the_reply_address_is_enough(thread: Ticket, mert: Person) -> None:
    address = reply_address("help@ege.example", thread.pk)

    assert arrives(letter(to=address), to=[address]).ticket == thread


def test_a_second_mail_of_the_requester_finds_the_first(thread: Ticket, mert: Person) -> None:
    row = arrives(letter(References="<first@ege.example>"))

    assert (row.ticket, row.reason) == (thread, "reference")


def test_a_stranger_cannot_continue_a_thread(thread: Ticket, elif_: Person) -> None:
    answer = _answer_id(elif_, thread)
    row = arrives(letter(sender="Stranger <x@elsewhere.example>", In_Reply_To=f"<{answer}>"))

    assert row.ticket != thread
    assert [link.other for link in row.ticket.links.all()] == [thread]


def test_a_number_in_the_subject_only_links(thread: Ticket) -> None:
    row = arrives(letter(sender="x@elsewhere.example", subject=f"Re: [#{thread.pk}] VPN"))

    assert row.ticket != thread
    assert [(link.other, link.kind) for link in row.ticket.links.all()] == [(thread, "mentioned")]


def test_a_forged_signature_is_no_proof(thread: Ticket) -> None:
    assert ticket_of_message_id(f"{thread.pk}.abcdef0123456789.aaaaaaaaaaaaaaaaaaaa@ege.example") is None
    assert ticket_of_address(f"help+{thread.pk}-aaaaaaaaaaaaaaaaaaaa@ege.example") is None
    real = reply_address("help@ege.example", thread.pk)
    assert ticket_of_address(real.replace(str(thread.pk), str(thread.pk + 1))) is None


def test_a_mail_of_the_desk_that_comes_back_is_ignored(thread: Ticket, elif_: Person) -> None:
    answer = _answer_id(elif_, thread)

    assert arrives(letter(message_id=answer, sender="list@elsewhere.example")).reason == "own"
    assert arrives(letter(sender="Help <HELP@ege.example>")).reason == "own"
    assert arrives(letter(sender="Help <help+tag@ege.example>", text="Again.")).state == "ignored"


def _bounce(message_id: str) -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: help@ege.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nYour mail could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        "Final-Recipient: rfc822; mert@ege.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 No such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}>\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()


def test_a_bounce_comes_back_to_the_message(thread: Ticket, elif_: Person) -> None:
    answer = _answer_id(elif_, thread)
    OutgoingMail.objects.filter(kind="reply").update(state="sent")
    row = arrives(_bounce(answer), envelope_from="")

    sent = OutgoingMail.objects.get(kind="reply")
    assert (row.state, row.reason, row.ticket) == ("filed", "bounce", thread)
    assert sent.state == "failed"
    assert "550 5.1.1 No such user" in sent.words
    assert thread.events.latest("seq").details == {"mail": sent.pk, "what": "bounce"}
    assert Ticket.objects.count() == 1


def test_a_bounce_of_somebody_elses_mail_is_a_ticket_that_nobody_answers(helpdesk: Mailbox) -> None:
    row = arrives(_bounce("1@elsewhere.example"), envelope_from="")

    assert row.state == "filed"
    assert Message.objects.get().automatic
    assert not OutgoingMail.objects.exists()


def test_an_absence_note_is_filed_and_wakes_nobody(thread: Ticket, elif_: Person) -> None:
    actions.wait(actor=elif_, ticket=thread.pk)
    answer = _answer_id(elif_, thread)
    actions.resolve(actor=elif_, ticket=thread.pk)
    arrives(letter(In_Reply_To=f"<{answer}>", Auto_Submitted="auto-replied"))

    thread.refresh_from_db()
    assert thread.status == "resolved"
    assert Message.objects.latest("pk").automatic


def test_nothing_is_sent_where_no_server_is_set(thread: Ticket, elif_: Person) -> None:
    _answer_id(elif_, thread)
    OutgoingMail.objects.update(not_before="2020-01-01T00:00:00Z")
    sending.send_due()

    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"waiting"}
