# ruff: noqa: E501 - mails stand here as they come
import pytest

from .post import parts, read

DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.ornek.example>"
RETURNED = (
    "Content-Type: message/rfc822\n\nMessage-ID: <ilk@derman.example>\nTo: yok@ornek.example\nSubject: x\n\nselam"
)


def report(*groups: str) -> tuple[str, str]:
    status = (
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.ornek.example\n\n" + "\n\n".join(groups) + "\n"
    )
    body, kind = parts("\nTeslim edilemedi.", status, RETURNED, kind="report")
    return body, kind + "; report-type=delivery-status"


def outcome(address: str, action: str = "failed", status: str = "5.1.1", more: str = "") -> str:
    return f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}{more}"


def test_a_report_for_machines_is_read_in_full():
    bounce = read(
        *report(outcome("yok@ornek.example", more="\nDiagnostic-Code: smtp; 550 5.1.1 no such\n user"))
    ).bounce
    assert bounce.recipients == ("yok@ornek.example",)
    assert (bounce.status, bounce.action, bounce.diagnostic) == ("5.1.1", "failed", "550 5.1.1 no such user")
    assert bounce.original_message_id == "ilk@derman.example"
    assert bounce.permanent


def test_of_several_recipients_only_the_failed_ones_count():
    groups = (
        outcome("bir@ornek.example"),
        outcome("iki@ornek.example", "delivered", "2.0.0"),
        outcome("uc@ornek.example"),
    )
    assert read(*report(*groups)).bounce.recipients == ("bir@ornek.example", "uc@ornek.example")


def test_a_forgotten_blank_line_parts_the_recipients_all_the_same():
    groups = outcome("bir@ornek.example") + "\n" + outcome("iki@ornek.example")
    assert read(*report(groups)).bounce.recipients == ("bir@ornek.example", "iki@ornek.example")


def test_the_address_that_was_written_is_the_one_that_is_named():
    group = "Original-Recipient: rfc822; yok@ornek.example\n" + outcome("yok.1@ic.ornek.example")
    assert read(*report(group)).bounce.recipient == "yok@ornek.example"


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("relayed", "2.0.0"), ("expanded", "2.0.0")])
def test_a_report_that_is_no_failure_says_so(action, status):
    bounce = read(*report(outcome("a@ornek.example", action, status))).bounce
    assert (bounce.action, bounce.status, bounce.permanent) == (action, status, False)


WORDS = {
    "postfix": "This is the mail system at host mx.\n\n<yok@ornek.example>: host x[192.0.2.1] said: 550\n    5.1.1 <yok@ornek.example>: no (in reply to RCPT TO command)",
    "qmail": "Hi. This is the qmail-send program at mx.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
    "<yok@ornek.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <a@b.example>",
    "exim": "This message was created automatically by mail delivery software.\n\nThe following address(es) failed:\n\n  yok@ornek.example\n"
    "    host mx [192.0.2.1]: 550 5.1.1 no such user\n\n------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <a@b.example>",
    "sendmail": "   ----- The following addresses had permanent fatal errors -----\n<yok@ornek.example>\n    (reason: 550 5.1.1 User unknown)\n\n"
    "   ----- Transcript of session follows -----\n>>> MAIL From:<destek@derman.example>",
    "exchange in Turkish": "Şu alıcılara teslim edilemedi:\n\nyok@ornek.example\n\nGirdiğiniz e-posta adresi bulunamadı.\n\nyok@ornek.example\n#550 5.1.1 RESOLVER.ADR ##",
    "gmail in Turkish": "** Adres bulunamadı **\n\nİletiniz yok@ornek.example adresine teslim edilmedi, çünkü adres bulunamadı.\n\n550 5.1.1 yok",
    "without a code": "Your message could not be delivered to:\n\nyok@ornek.example\n\nUser unknown",
    "only in the mail that came back": "The mail could not be delivered, user unknown.\n\n---- Original message ----\nFrom: destek@derman.example\nTo: yok@ornek.example\nSubject: x\n",
}


@pytest.mark.parametrize("body", WORDS.values(), ids=WORDS)
def test_a_bounce_in_words_names_the_recipient_and_the_status(body):
    mail = read(body, from_=DAEMON, subject="Undelivered Mail Returned to Sender", return_path="<>")
    assert mail.bounce.recipients == ("yok@ornek.example",)
    assert (mail.bounce.status, mail.bounce.action) == ("5.1.1", "failed")
    assert mail.auto_submitted


def test_a_warning_in_words_is_a_delay():
    body = "THIS IS A WARNING MESSAGE ONLY.\n\nDelivery to the following recipient has been delayed:\n\n     gec@ornek.example\n\nMessage will be retried for 2 more day(s)"
    assert read(body, from_=DAEMON, subject="Delivery Status Notification (Delay)").bounce.action == "delayed"


def test_two_addresses_in_words_are_both_named_and_no_others():
    body = "<bir@ornek.example>: 550 5.1.1 unknown\n\n<iki@ornek.example> (expanded from <liste@derman.example>): 552 5.2.2 full\n\nAsk <postmaster@mx.example>."
    assert read(body, from_=DAEMON, subject="failure notice").bounce.recipients == (
        "bir@ornek.example",
        "iki@ornek.example",
    )


def test_a_bounce_that_names_nobody_is_one_all_the_same():
    bounce = read("Mailbox full.", from_=DAEMON, subject="failure notice").bounce
    assert (bounce.recipients, bounce.status) == ((), "5.2.2")


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "Mail delivery failed"},
        {"subject": "YNT: Undeliverable", "in_reply_to": "<a@b.example>"},
        {"from_": "Postmaster <postmaster@ornek.example>", "subject": "Yazıcı"},
        {"from_": "Ayşe <ayse@ornek.example>", "return_path": "<>", "subject": "Otomatik yanıt: Yazıcı"},
        {"from_": "Haberler <noreply@ornek.example>", "subject": "Mart bülteni"},
    ],
)
def test_what_a_person_writes_about_a_bounce_is_none(fields):
    assert (
        read("Merhaba, mail gönderince 550 5.1.1 User unknown yok@ornek.example hatası alıyorum.", **fields).bounce
        is None
    )


def test_a_forwarded_report_is_none():
    body, kind = parts(
        "\nBakar mısınız?",
        RETURNED,
        "Content-Type: message/delivery-status\n\n" + outcome("yok@ornek.example"),
    )
    assert read(body, kind).bounce is None


def test_an_abuse_report_is_a_report_and_no_bounce():
    body, kind = parts(
        "\nSpam.",
        "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: a@b.example",
        kind="report",
    )
    mail = read(body, kind + "; report-type=feedback-report", from_=DAEMON)
    assert (mail.bounce, mail.auto_submitted) == (None, True)
