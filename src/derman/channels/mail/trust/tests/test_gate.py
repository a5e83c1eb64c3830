"""What decides over a mail before it becomes part of a ticket: proof, spam, storms, forwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from derman.channels.mail import intake, jobs, queries
from derman.channels.mail.marks import reply_address
from derman.channels.mail.models import IncomingMail, Mailbox, OutgoingKind, OutgoingMail
from derman.channels.mail.tests.post import arrives, letter
from derman.channels.mail.trust import retention
from derman.channels.mail.trust.models import Judgement, RuleKind, SenderRule, TrustSettings
from derman.channels.mail.trust.proof.resolver import answered_by
from derman.kernel import clock
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db

ZONE: dict[tuple[str, str], list[Any]] = {
    ("ege.example", "TXT"): [b"v=spf1 ip4:192.0.2.10 -all"],
    ("_dmarc.ege.example", "TXT"): [b"v=DMARC1; p=reject"],
}


@pytest.fixture(autouse=True)
def _dns() -> Iterator[None]:
    with answered_by(lambda name, kind: ZONE.get((name, kind), [])):
        yield


def brought(raw: bytes, *, peer: str, envelope_from: str = "mert@ege.example") -> IncomingMail:
    """The mail comes over SMTP from this machine, and is filed."""
    spool = intake.Spool()
    spool.write(raw)
    arrival = intake.Arrival(
        spool, ["help@ege.example"], envelope_from, peer=peer, helo="mx.ege.example", null_sender=not envelope_from
    )
    assert intake.store([arrival]) == [None]
    jobs.file_waiting()
    return IncomingMail.objects.latest("pk")


def test_a_machine_that_may_send_for_the_domain_proves_the_sender(helpdesk: Mailbox) -> None:
    row = brought(letter(), peer="192.0.2.10")

    assert (row.sender_proof, row.findings["why"], row.findings["spf"]) == ("proven", "dmarc", "pass")


def test_a_forged_mail_is_filed_and_marked(helpdesk: Mailbox) -> None:
    row = brought(letter(), peer="198.51.100.66")

    assert (row.state, row.sender_proof, row.findings["why"]) == ("filed", "failed", "dmarc_failed")


def test_a_forged_answer_opens_a_ticket_of_its_own_and_names_the_other(helpdesk: Mailbox) -> None:
    first = brought(letter(message_id="first@ege.example"), peer="192.0.2.10")
    row = brought(letter(In_Reply_To="<first@ege.example>"), peer="198.51.100.66")

    assert row.ticket != first.ticket
    assert row.findings["refused"] == first.ticket_id


def test_the_signed_address_is_enough_for_whom_it_was_issued_to_but_never_for_an_agent(
    helpdesk: Mailbox, elif_: Person
) -> None:
    first = brought(letter(), peer="192.0.2.10")
    to = reply_address("help@ege.example", first.ticket_id or 0)

    assert brought(letter(to=to, text="More."), peer="198.51.100.66").ticket == first.ticket
    forged = letter(to=to, sender=elif_.email, text="I am your agent.")
    assert brought(forged, peer="198.51.100.66").ticket != first.ticket


def test_results_of_a_trusted_server_count_and_those_brought_from_outside_do_not(helpdesk: Mailbox) -> None:
    TrustSettings.objects.create(servers=["mx.ege.example"])
    genuine = b"Authentication-Results: mx.ege.example; dmarc=fail header.from=ege.example\r\nReceived: from x by y\r\n"
    forged = b"Authentication-Results: mx.ege.example; dmarc=pass header.from=ege.example\r\n"

    assert arrives(genuine + forged + letter()).sender_proof == "failed"
    assert arrives(forged + letter()).sender_proof == "proven"
    assert brought(forged + letter(), peer="198.51.100.66").sender_proof == "failed"


def test_behind_a_server_that_says_nothing_the_sender_is_unknown_and_goes_on(helpdesk: Mailbox) -> None:
    first = arrives(letter(message_id="one@ege.example"))
    row = arrives(letter(In_Reply_To="<one@ege.example>"))

    assert (row.sender_proof, row.ticket) == ("unknown", first.ticket)


def test_more_than_ten_mails_of_one_subject_share_a_ticket(helpdesk: Mailbox) -> None:
    for number in range(14):
        row = arrives(
            letter(subject=("Disk FULL", "RE: disk full", "Antw: Ynt: Disk full")[number % 3], text=f"Alarm {number}")
        )

    assert Ticket.objects.count() == 10
    assert Message.objects.count() == 14
    assert (row.reason, row.findings["storm"]) == ("storm", row.ticket_id)
    assert OutgoingMail.objects.filter(kind=OutgoingKind.AUTO_REPLY).count() == 1


def test_a_switched_off_source_is_kept_in_the_ledger_alone(helpdesk: Mailbox) -> None:
    SenderRule.objects.create(kind=RuleKind.OFF, pattern="mert@ege.example")
    row = arrives(letter())

    assert (row.state, row.reason, Ticket.objects.count()) == ("ignored", "source_off", 0)


@pytest.mark.parametrize(
    ("headers", "spam"),
    [
        ({"X-Spam-Score": "7.3"}, True),
        ({"X-Spam-Status": "No, score=1.0 required=5.0"}, False),
        ({"X-MS-Exchange-Organization-SCL": "6"}, True),
        ({"X-Spamd-Result": "default: False [9.10 / 15.00]"}, True),
    ],
)
def test_the_marks_of_the_mail_server_count_by_the_desks_thresholds(
    helpdesk: Mailbox, headers: dict[str, str], spam: bool
) -> None:
    row = arrives(letter(**headers))

    assert (row.ticket is not None and row.ticket.status == "spam") is spam


def test_marks_from_outside_count_for_nothing(helpdesk: Mailbox) -> None:
    row = brought(letter(X_Spam_Flag="YES"), peer="192.0.2.10")

    assert "spam" not in row.findings


def test_lists_decide_and_what_was_said_before(helpdesk: Mailbox) -> None:
    SenderRule.objects.create(kind=RuleKind.BLOCK, pattern="*@spam.example", wild="%@spam.example")
    SenderRule.objects.create(kind=RuleKind.ALLOW, pattern="ege.example")
    assert arrives(letter(sender="a@spam.example")).findings["spam"]["why"] == "blocked"
    assert "spam" not in arrives(letter(X_Spam_Flag="YES")).findings
    other = arrives(letter(sender="b@other.example")).ticket
    Judgement.objects.create(ticket=other, address="b@other.example", domain="other.example", spam=True)
    assert arrives(letter(sender="b@other.example")).findings["spam"]["why"] == "learned"


def test_marking_as_spam_is_remembered_and_taking_it_back_too(helpdesk: Mailbox, elif_: Person) -> None:
    first = arrives(letter(sender="b@other.example")).ticket_id or 0
    actions.mark_as_spam(actor=elif_, ticket=first)
    second = arrives(letter(sender="b@other.example", subject="Another")).ticket
    assert second is not None and second.status == "spam"

    actions.reopen(actor=elif_, ticket=first)
    third = arrives(letter(sender="b@other.example", subject="A third")).ticket
    assert third is not None and third.status != "spam"


def test_the_ledger_is_searched_by_address_subject_and_message_id(helpdesk: Mailbox, leyla: Person) -> None:
    row = arrives(letter(subject="Yazıcı ÇALIŞMIYOR", message_id="wanted@ege.example"))
    arrives(letter(sender="other@else.example", subject="VPN"), envelope_from="other@else.example")

    for wanted in ("<wanted@ege.example>", "Mert@ege.example", "calismiyor yazici"):
        assert [line.id for line in queries.ledger(leyla, wanted=wanted).rows] == [row.pk]
    assert queries.ledger(leyla, wanted="nobody@ege.example").rows == []


def test_the_original_of_spam_goes_after_thirty_days_and_its_line_stays(helpdesk: Mailbox) -> None:
    spam = arrives(letter(X_Spam_Flag="YES"))
    kept = arrives(letter(subject="Kept"))
    IncomingMail.objects.update(received_at=clock.now() - timedelta(days=31))
    retention.forget_originals()

    assert not intake.place(spam.digest).exists()
    assert intake.place(kept.digest).exists()
    spam.refresh_from_db()
    assert spam.forgotten_at is not None


TURKISH = """Bakar mısınız?

---------- Yönlendirilmiş ileti ---------
Gönderen: Selin Ak <selin@musteri.example>
Tarih: 3 Kas 2026 Sal 10:12
Konu: Fatura gelmedi
Alıcı: <elif@ege.example>

Merhaba, faturam gelmedi.
"""


def test_an_agent_forwards_and_the_ticket_is_the_users(helpdesk: Mailbox, elif_: Person) -> None:
    row = brought(letter(sender=elif_.email, subject="İlt: Fatura gelmedi", text=TURKISH), peer="192.0.2.10")

    ticket = Ticket.objects.get()
    assert (ticket.requester.email, ticket.subject) == ("selin@musteri.example", "Fatura gelmedi")
    assert [follower.person for follower in ticket.followers.all()] == [elif_]
    assert [message.text for message in ticket.messages.all()] == ["Merhaba, faturam gelmedi.", "Bakar mısınız?"]
    assert ticket.events.filter(kind="ticket.forwarded", actor=elif_).exists()
    assert row.findings["forward"] == "opened"


def test_a_forward_of_somebody_who_is_not_proven_to_be_the_agent_is_their_own_mail(
    helpdesk: Mailbox, elif_: Person
) -> None:
    row = arrives(letter(sender=elif_.email, subject="Fwd: Fatura gelmedi", text=TURKISH))

    assert (Ticket.objects.get().requester, row.findings["forward"]) == (elif_, "not_proven")
