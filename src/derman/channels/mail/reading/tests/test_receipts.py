"""Read receipts with fields and without, and which mail a report is about where it returns nothing."""

# ruff: noqa: E501 - mails stand here as they come
import pytest

from .post import parts, read

ASKED = "otuz@derman.example"


def receipt(disposition: str, said: str = "Bu bir alındı bilgisidir.") -> tuple[str, str]:
    fields = (
        "Content-Type: message/disposition-notification\n\nReporting-UA: posta.ornek.example; Outlook\n"
        f"Final-Recipient: rfc822; ayse@ornek.example\nOriginal-Message-ID: <{ASKED}>\nDisposition: {disposition}"
    )
    body, kind = parts(f"\n{said}", fields, kind="report")
    return body, kind + "; report-type=disposition-notification"


@pytest.mark.parametrize(
    ("disposition", "seen"),
    [
        ("manual-action/MDN-sent-manually; displayed", True),
        ("automatic-action/MDN-sent-automatically; displayed/warning", True),
        ("automatic-action/MDN-sent-automatically; dispatched", True),
        ("automatic-action/MDN-sent-automatically; deleted", False),
        ("automatic-action/MDN-sent-automatically; deleted/error", False),
        ("", False),
    ],
)
def test_a_receipt_says_of_which_mail_and_whether_it_was_opened(disposition, seen):
    mail = read(*receipt(disposition))
    assert (mail.receipt.seen, mail.reported_id) == (seen, ASKED)
    assert mail.auto_submitted
    assert mail.bounce is None


IN_WORDS = {
    "outlook, turkish": (
        "Okundu: Talebiniz",
        "İletiniz\n\n   Kime: Ayşe\n   Konu: Talebiniz\n   Gönderildi: 30 Kasım 2026 Pazartesi 10:00\n\n30 Kasım 2026 Pazartesi 10:20 tarihinde okundu.",
        True,
    ),
    "outlook, turkish, thrown away": (
        "Okunmadı: Talebiniz",
        "İletiniz\n\n   Kime: Ayşe\n   Konu: Talebiniz\n\n30 Kasım 2026 tarihinde okunmadan silindi.",
        False,
    ),
    "outlook": (
        "Read: Your request",
        "Your message\n\n   To: Ann\n   Subject: Your request\n   Sent: Monday, November 30, 2026\n\nwas read on Monday, November 30, 2026.",
        True,
    ),
    "outlook, thrown away": (
        "Not read: Your request",
        "Your message\n\n   To: Ann\n   Subject: Your request\n\nwas deleted without being read on Monday.",
        False,
    ),
    "notes": (
        "Return Receipt (displayed) - Talep",
        "Your document: Talep\nwas received by: Oya Tan/IST/Banka\nat: 30.11.2026 10:20:00",
        True,
    ),
    "outlook, german": ("Gelesen: Anfrage", "Ihre Nachricht\n\n  An: Ute\n  Betreff: Anfrage\n\nwurde gelesen.", True),
}


@pytest.mark.parametrize(("subject", "body", "seen"), IN_WORDS.values(), ids=IN_WORDS)
def test_a_receipt_that_lost_its_fields_is_known_by_subject_and_words(subject, body, seen):
    mail = read(body, subject=subject)
    assert mail.auto_submitted
    assert mail.receipt.seen is seen


PEOPLE = {
    "asks for receipts": ("Okundu bilgisi gelmiyor", "İletilerimin okundu bilgisi gelmiyor."),
    "begins alike": ("Okundu: sözleşme taslağı", "Sözleşmeyi okudum, iki soru var."),
    "read: a book": ("Read: the manual", "Please read the manual before you call."),
    "about a message": ("Read: the steps", "I have read the steps. Your message was read by nobody, I fear."),
    "receipt of a shop": ("Receipt: November", "Please find the receipt for your order attached."),
    "says that it was read": ("Talebiniz", "İletiniz dün okundu, bugün döneceğiz."),
}


@pytest.mark.parametrize(("subject", "body"), PEOPLE.values(), ids=PEOPLE)
def test_what_a_person_writes_about_reading_is_no_receipt(subject, body):
    mail = read(body, subject=subject)
    assert mail.receipt is None
    assert not mail.wants_no_answer


def test_a_receipt_that_a_person_passes_on_is_not_theirs():
    body, kind = receipt("manual-action/MDN-sent-manually; displayed")
    inner = f"Content-Type: message/rfc822\n\nFrom: ali@uzak.example\nContent-Type: {kind}\n\n{body}".replace(
        "sinir", "ic"
    )
    mail = read(*parts("\nBu bana geldi, ne demek?", inner))
    assert (mail.receipt, mail.automatic) == (None, None)


DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.ornek.example>"


def test_a_notice_of_delay_that_returns_nothing_names_the_mail_in_a_sentence():
    mail = read(
        "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.ornek.example.\n\n"
        f"The message identifier is:     1pYx8T-0002aB-1C\nThe Message-ID of the message is: <{ASKED}>\n\nThe address to which the message has not yet been delivered is:\n\n  kemal@yavas.example\n    Delay reason: 451 4.7.1 come back later\n",
        from_=DAEMON,
        subject="Warning: message 1pYx8T-0002aB-1C delayed 24 hours",
    )
    assert (mail.bounce.action, mail.bounce.recipient, mail.reported_id) == ("delayed", "kemal@yavas.example", ASKED)


def test_a_report_may_name_the_mail_among_the_fields_of_the_server():
    status = (
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; googlemail.com\nX-Original-Message-ID: <{ASKED}>\n\n"
        "Final-Recipient: rfc822; dolu@ornek.example\nAction: failed\nStatus: 4.2.2"
    )
    body, kind = parts("\nAlıcının gelen kutusu dolu.", status, kind="report")
    mail = read(body, kind + "; report-type=delivery-status", from_=DAEMON)
    assert (mail.bounce.recipient, mail.bounce.permanent, mail.reported_id) == ("dolu@ornek.example", False, ASKED)


def test_a_server_may_call_its_warning_a_delay():
    mail = read(
        "MailEnable: Message Delivery Delay.\n\nYour message could not be delivered yet to the following recipient(s). Delivery will be retried:\n\n\tcan@me.example : The remote server is not responding\n",
        from_="Postmaster <postmaster@me.example>",
        subject="Message Delivery Delay",
    )
    assert (mail.bounce.action, mail.bounce.recipients) == ("delayed", ("can@me.example",))
