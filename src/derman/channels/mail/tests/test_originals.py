"""The original of a message: who may have it, and what reading it anew does and does not."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest

from derman.channels.mail import originals
from derman.channels.mail.errors import MailError, MailNotFound
from derman.channels.mail.intake import place
from derman.channels.mail.models import EarlierReading, IncomingMail, Mailbox, OutgoingMail
from derman.channels.mail.tests.post import arrives, letter
from derman.people.models import Person, Team
from derman.search.queries import tickets as found_tickets
from derman.tickets import actions
from derman.tickets.models import Attachment, Message, Ticket


def with_a_picture() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Mert <mert@ege.example>", "help@ege.example", "Printer"
    mail["Message-ID"] = "<picture@ege.example>"
    mail.set_content("See the picture.")
    mail.add_alternative('<p>See the picture. <img src="cid:one"></p>', subtype="html")
    payload: Any = mail.get_payload()
    payload[1].add_related(b"\x89PNG\r\n\x1a\n" + b"x" * 20, "image", "png", cid="<one>", filename="screen.png")
    mail.add_attachment(b"log", maintype="text", subtype="plain", filename="log.txt")
    return mail.as_bytes()


def test_an_agent_who_sees_the_ticket_has_the_original(helpdesk: Mailbox, elif_: Person) -> None:
    raw = letter()
    row = arrives(raw)
    assert row.ticket_id is not None
    assert row.filed_as_id is not None
    assert originals.raw_of(elif_, row.ticket_id, row.filed_as_id) == raw
    shown = originals.original_of(elif_, row.ticket_id, row.filed_as_id)
    assert (shown.sender, shown.subject, shown.size) == ("mert@ege.example", "VPN drops", len(raw))


def test_nobody_else_has_it(helpdesk: Mailbox, elif_: Person, aylin: Person, mert: Person, security: Team) -> None:
    row = arrives(letter())
    assert row.ticket_id is not None
    assert row.filed_as_id is not None
    with pytest.raises(MailNotFound):
        originals.raw_of(mert, row.ticket_id, row.filed_as_id)
    actions.hand_over(actor=None, ticket=row.ticket_id, team=security)
    for person in (elif_, aylin):
        with pytest.raises(MailNotFound):
            originals.raw_of(person, row.ticket_id, row.filed_as_id)
        with pytest.raises(MailNotFound):
            originals.read_again(actor=person, ticket=row.ticket_id, message=row.filed_as_id)


def test_what_is_read_the_same_stays_and_leaves_no_trace(helpdesk: Mailbox, elif_: Person) -> None:
    row = arrives(with_a_picture())
    ticket = Ticket.objects.get()
    assert row.filed_as_id is not None
    assert not originals.read_again(actor=elif_, ticket=ticket.pk, message=row.filed_as_id)
    seq = ticket.seq
    ticket.refresh_from_db()
    assert ticket.seq == seq
    assert Attachment.objects.count() == 2


def test_a_mail_is_read_anew_after_a_mend_and_put_back(helpdesk: Mailbox, elif_: Person) -> None:
    row = arrives(with_a_picture())
    ticket, message = Ticket.objects.get(), Message.objects.get()
    whole = (message.text, message.html)
    picture = message.attachments.get(name="screen.png")
    # as an older reader had understood it
    Message.objects.update(text="See", html="", quoted="")
    message.attachments.exclude(pk=picture.pk).delete()
    Attachment.objects.update(name="=?utf-8?q?screen=2Epng?=")
    OutgoingMail.objects.all().delete()

    assert originals.read_again(actor=elif_, ticket=ticket.pk, message=message.pk)

    message.refresh_from_db()
    assert (message.text, message.html) == whole
    assert sorted(file.name for file in message.attachments.all()) == ["log.txt", "screen.png"]
    assert message.attachments.get(name="screen.png").key == picture.key
    assert not OutgoingMail.objects.exists()
    ticket.refresh_from_db()
    assert (ticket.status, ticket.excerpt) == ("new", "See the picture.")
    last = ticket.events.last()
    assert last is not None
    assert (last.kind, last.actor, last.details["message"]) == ("message.reread", elif_, message.pk)
    assert [hit.number for hit in found_tickets(elif_, "picture")] == [ticket.pk]
    assert not originals.read_again(actor=elif_, ticket=ticket.pk, message=message.pk)

    originals.put_earlier_back(actor=elif_, ticket=ticket.pk, message=message.pk)

    message.refresh_from_db()
    assert (message.text, message.html) == ("See", "")
    assert [file.name for file in message.attachments.all()] == ["=?utf-8?q?screen=2Epng?="]
    assert not EarlierReading.objects.exists()
    with pytest.raises(MailError):
        originals.put_earlier_back(actor=elif_, ticket=ticket.pk, message=message.pk)
    assert row.state == "filed"


def test_what_somebody_of_the_desk_wrote_is_not_read_anew(helpdesk: Mailbox, elif_: Person, mert: Person) -> None:
    row = arrives(letter())
    assert row.ticket_id is not None
    reply = actions.reply(actor=elif_, ticket=row.ticket_id, text="Restart it.")
    IncomingMail.objects.update(filed_as=reply)
    with pytest.raises(MailError):
        originals.read_again(actor=elif_, ticket=row.ticket_id, message=reply.pk)
    reply.refresh_from_db()
    assert reply.text == "Restart it."


def test_an_original_that_is_gone_says_so(helpdesk: Mailbox, elif_: Person) -> None:
    row = arrives(letter())
    assert row.ticket_id is not None
    assert row.filed_as_id is not None
    place(row.digest).unlink()
    with pytest.raises(MailNotFound, match="missing"):
        originals.read_again(actor=elif_, ticket=row.ticket_id, message=row.filed_as_id)


def test_a_mail_that_is_attached_is_opened_and_its_files_hang_at_the_message(helpdesk: Mailbox, elif_: Person) -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Can Öz <can@musteri.example>", "Fatura 42"
    inner["Date"] = "Sat, 28 Nov 2026 09:00:00 +0300"
    inner.set_content("Fatura yanlış: tutar eksik.")
    inner.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="fatura.pdf")
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "Mert <mert@ege.example>", "help@ege.example", "see attached"
    outer["Message-ID"] = "<outer@ege.example>"
    outer.set_content("What is this?")
    outer.add_attachment(inner)
    arrives(outer.as_bytes())
    message = Message.objects.get()
    assert message.text.startswith("What is this?\n\nFrom: Can Öz <can@musteri.example>\nDate: 2026-11-28 06:00 UTC\n")
    assert "tutar eksik" in message.text
    assert "<blockquote>" in message.html
    assert sorted(file.name for file in message.attachments.all()) == ["fatura.pdf", "message.eml"]
    assert [hit.number for hit in found_tickets(elif_, "fatura tutar")] == [message.ticket_id]
    assert not originals.read_again(actor=elif_, ticket=message.ticket_id, message=message.pk)


def test_a_digest_of_many_mails_is_not_opened(helpdesk: Mailbox) -> None:
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Message-ID"] = "mert@ege.example", "help@ege.example", "<many@ege.example>"
    outer.set_content("Ten of them.")
    for number in range(10):
        inner = EmailMessage()
        inner["Subject"] = f"Number {number}"
        inner.set_content("Hello")
        outer.add_attachment(inner)
    arrives(outer.as_bytes())
    assert Message.objects.get().text.strip() == "Ten of them."
