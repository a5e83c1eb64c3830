"""What becomes of a mail at each recipient, which addresses take no mail, and that no agent misses it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.channels.mail.errors import NotAllowed
from derman.channels.mail.fates import deliveries_of
from derman.channels.mail.models import Mailbox, OutgoingMail, OutgoingState
from derman.channels.mail.recipients import SILENCE, call_reachable, is_of_the_address, note_taken, unreachable
from derman.channels.mail.tests.post import arrives
from derman.desk.models import AuditEntry
from derman.kernel import clock
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.models import ReadMark, Status, Ticket

pytestmark = pytest.mark.django_db
MERT, SELIN = "mert@ege.example", "selin@ege.example"


def _report(of: str, *, about: str = MERT, action: str = "failed", status: str = "5.1.1", said: str = "") -> bytes:
    said = said or f"550 {status} No such user"
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: help@ege.example\r\nSubject: Delivery Status Notification\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nA report about your mail.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {about}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {said}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{of}>\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()


def _sent(elif_: Person, about: Ticket, *, alone: bool = False) -> OutgoingMail:
    """A reply that a server took; Elif has read the ticket and waits for the requester."""
    actions.reply(actor=elif_, ticket=about.pk, text="Please restart it.")
    actions.wait(actor=elif_, ticket=about.pk)
    about.refresh_from_db()
    actions.mark_read(actor=elif_, ticket=about)
    row = OutgoingMail.objects.get()
    if alone:
        row.cc = []
    row.state = OutgoingState.SENT
    row.save()
    return row


def _is_unread(elif_: Person, about: Ticket) -> bool:
    about.refresh_from_db()
    return about.message_seq > ReadMark.objects.get(agent=elif_, ticket=about).seq


def test_a_bounce_marks_the_address_and_brings_the_ticket_back(ticket: Ticket, elif_: Person) -> None:
    row = _sent(elif_, ticket)
    assert not _is_unread(elif_, ticket)
    arrives(_report(row.header_id), envelope_from="")

    assert unreachable([MERT, SELIN])[MERT].words == "550 5.1.1 No such user"
    assert SELIN not in unreachable([MERT, SELIN])
    assert _is_unread(elif_, ticket)
    assert ticket.status == Status.OPEN
    (delivery,) = deliveries_of([row.message_id or 0]).values()
    assert delivery.state == OutgoingState.SENT
    assert [(each.address, each.state) for each in delivery.recipients] == [(MERT, "failed"), (SELIN, "sent")]


def test_a_bounce_brings_back_what_was_to_come_back_unless_an_answer_came(ticket: Ticket, elif_: Person) -> None:
    row = _sent(elif_, ticket)
    actions.remind(actor=elif_, ticket=ticket.pk, days=3)
    arrives(_report(row.header_id), envelope_from="")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_until) == (Status.OPEN, None)


def test_a_bounce_leaves_a_ticket_that_waits_for_a_date(ticket: Ticket, elif_: Person) -> None:
    row = _sent(elif_, ticket)
    later = clock.now() + timedelta(days=3)
    actions.wait(actor=elif_, ticket=ticket.pk, waiting_for="date", until=later)
    arrives(_report(row.header_id), envelope_from="")
    ticket.refresh_from_db()
    assert ticket.status == Status.WAITING


def test_a_bounce_of_a_copy_leaves_the_ticket_waiting_but_unread(ticket: Ticket, elif_: Person) -> None:
    row = _sent(elif_, ticket)
    arrives(_report(row.header_id, about=SELIN), envelope_from="")

    assert list(unreachable([MERT, SELIN])) == [SELIN]
    assert _is_unread(elif_, ticket)
    assert ticket.status == Status.WAITING


def test_a_full_mailbox_fails_the_mail_and_leaves_the_address_alone(ticket: Ticket, elif_: Person) -> None:
    row = _sent(elif_, ticket, alone=True)
    arrives(_report(row.header_id, status="5.2.2", said="552 5.2.2 Mailbox full"), envelope_from="")

    row.refresh_from_db()
    assert row.state == OutgoingState.FAILED
    assert unreachable([MERT]) == {}


def test_a_server_that_still_tries_wakes_nobody(ticket: Ticket, elif_: Person) -> None:
    row = _sent(elif_, ticket)
    arrives(_report(row.header_id, action="delayed", status="4.4.1", said="451 4.4.1 No answer"), envelope_from="")

    (delivery,) = deliveries_of([row.message_id or 0]).values()
    assert [each.state for each in delivery.recipients] == ["delayed", "sent"]
    assert unreachable([MERT]) == {}
    assert not _is_unread(elif_, ticket)


def _receipt(of: str, did: str = "displayed") -> bytes:
    return (
        f"From: Mert <{MERT}>\r\nTo: help@ege.example\r\nSubject: Okundu: VPN\r\nMessage-ID: <r@ege.example>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=disposition-notification;"
        ' boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nI do not use this address any more.\r\n'
        f"--b\r\nContent-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822; {MERT}\r\n"
        f"Original-Message-ID: <{of}>\r\nDisposition: manual-action/MDN-sent-manually; {did}\r\n\r\n--b--\r\n"
    ).encode()


def test_a_read_receipt_stands_at_the_mail_and_not_in_the_conversation(ticket: Ticket, elif_: Person) -> None:
    row = _sent(elif_, ticket)
    before = ticket.messages.count()
    filed = arrives(_receipt(row.header_id))

    (delivery,) = deliveries_of([row.message_id or 0]).values()
    assert [(each.address, each.state) for each in delivery.recipients] == [(MERT, "delivered"), (SELIN, "sent")]
    assert (filed.state, filed.reason, filed.ticket_id) == ("filed", "receipt", ticket.pk)
    assert ticket.messages.count() == before
    assert not _is_unread(elif_, ticket)
    assert ticket.status == Status.WAITING


def test_a_refusal_in_the_form_of_a_receipt_is_read_on_the_ticket_that_it_is_about(
    ticket: Ticket, elif_: Person
) -> None:
    row = _sent(elif_, ticket)
    filed = arrives(_receipt(row.header_id, "deleted"))

    assert (filed.ticket_id, filed.reason) == (ticket.pk, "token")
    assert ticket.messages.latest("pk").text == "I do not use this address any more."
    assert Ticket.objects.count() == 1


def test_a_receipt_of_a_mail_that_the_desk_never_sent_changes_nothing_of_its_mails(
    ticket: Ticket, elif_: Person
) -> None:
    _sent(elif_, ticket)
    assert arrives(_receipt("foreign@ege.example")).reason == ""
    assert OutgoingMail.objects.exclude(fates={}).count() == 0


def _complaint(of: str, *, about: str = f"Original-Rcpt-To: <{MERT}>\r\n", kind: str = "abuse") -> bytes:
    return (
        "From: feedback@provider.example\r\nTo: help@ege.example\r\nSubject: FW: Your ticket\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report.\r\n"
        f"--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: {kind}\r\nVersion: 1\r\n"
        f"User-Agent: Loop/1.0\r\n{about}\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{of}>\r\nTo: undisclosed\r\n"
        "Subject: Your ticket\r\n\r\nPlease restart it.\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize("alone", [False, True])
def test_a_complaint_stands_at_the_mail_and_the_agents_hear_of_it_once(
    ticket: Ticket, elif_: Person, alone: bool
) -> None:
    row = _sent(elif_, ticket, alone=alone)
    # a provider that hides the address can mean nobody else where there was one recipient
    about = "" if alone else f"Original-Rcpt-To: <{MERT}>\r\n"
    filed = arrives(_complaint(row.header_id, about=about), envelope_from="")

    (delivery,) = deliveries_of([row.message_id or 0]).values()
    assert (delivery.recipients[0].address, delivery.recipients[0].state) == (MERT, "complained")
    assert (filed.state, filed.reason, filed.ticket_id) == ("filed", "complaint", ticket.pk)
    assert _is_unread(elif_, ticket)
    assert ticket.status == Status.WAITING
    assert unreachable([MERT]) == {}

    actions.mark_read(actor=elif_, ticket=ticket)
    arrives(_complaint(row.header_id, about=about, kind="fraud"), envelope_from="")
    assert not _is_unread(elif_, ticket)
    assert Ticket.objects.count() == 1


def test_a_report_that_holds_nothing_against_a_mail_is_no_complaint(ticket: Ticket, elif_: Person) -> None:
    row = _sent(elif_, ticket)
    arrives(_complaint(row.header_id, kind="not-spam"), envelope_from="")
    (delivery,) = deliveries_of([row.message_id or 0]).values()
    assert [each.state for each in delivery.recipients] == ["sent", "sent"]


def test_a_report_about_a_mail_that_is_not_ours_marks_nobody(ticket: Ticket, elif_: Person) -> None:
    _sent(elif_, ticket)
    arrives(_report("1.0123456789abcdef.aaaaaaaaaaaaaaaaaaaa@ege.example"), envelope_from="")
    assert unreachable([MERT]) == {}


def test_a_report_cannot_mark_whom_the_mail_never_went_to(ticket: Ticket, elif_: Person) -> None:
    row = _sent(elif_, ticket)
    arrives(_report(row.header_id, about="director@ege.example"), envelope_from="")
    assert unreachable(["director@ege.example", MERT, SELIN]) == {}


def test_a_mail_that_arrived_clears_the_mark(ticket: Ticket, elif_: Person) -> None:
    row = _sent(elif_, ticket, alone=True)
    arrives(_report(row.header_id), envelope_from="")
    assert MERT in unreachable([MERT])
    arrives(_report(row.header_id, action="delivered", status="2.0.0", said="250 2.0.0 OK"), envelope_from="")
    assert unreachable([MERT]) == {}


def test_a_mail_that_was_taken_clears_the_mark_unless_it_comes_back(ticket: Ticket, elif_: Person) -> None:
    row = _sent(elif_, ticket, alone=True)
    arrives(_report(row.header_id), envelope_from="")
    note_taken(["Mert@Ege.example"])
    assert MERT in unreachable([MERT])
    with clock.frozen_at(clock.now() + SILENCE + timedelta(minutes=1)):
        assert unreachable([MERT]) == {}

    arrives(_report(row.header_id, said="550 5.1.1 Still no such user"), envelope_from="")
    with clock.frozen_at(clock.now() + SILENCE + timedelta(minutes=1)):
        assert unreachable([MERT])[MERT].words == "550 5.1.1 Still no such user"


def test_only_an_administrator_clears_the_mark(ticket: Ticket, elif_: Person, aylin: Person) -> None:
    row = _sent(elif_, ticket, alone=True)
    arrives(_report(row.header_id), envelope_from="")
    with pytest.raises(NotAllowed):
        call_reachable(actor=elif_, address=MERT)
    call_reachable(actor=aylin, address="MERT@ege.example")
    assert unreachable([MERT]) == {}
    assert AuditEntry.objects.get(kind="address.reachable").actor == aylin


@pytest.mark.parametrize(
    ("words", "status", "expected"),
    [
        ("550 5.1.1 No such user", "", True),
        ("550 Requested action not taken", "", True),
        ("5.4.4 Host not found", "", True),
        ("whatever", "5.1.10", True),
        ("552 Too big", "", False),
        ("554 5.7.1 Message looks like spam", "", False),
        ("550 5.7.26 not authenticated", "", False),
        ("552 5.2.2 Over quota", "5.2.2", False),
        ("timed out", "4.4.7", False),
    ],
)
def test_what_a_refusal_says_of_the_address(words: str, status: str, expected: bool) -> None:
    assert is_of_the_address(words, status) is expected


def test_the_mailbox_that_is_asked_for_marks_is_read_once(
    helpdesk: Mailbox,
    django_assert_num_queries,
) -> None:
    with django_assert_num_queries(1):
        unreachable([MERT, SELIN])
    with django_assert_num_queries(0):
        unreachable([])
