"""Notices of mail servers in forms that were read wrongly once, and mails of people and shops that are none."""

# ruff: noqa: E501 - mails stand here as they come
import pytest

from .post import read
from .server_words import Words

SERVERS = {
    "sendmail pipe": Words(
        'The original message was received at Tue, 24 Nov 2026 10:05:12 +0300\nfrom derman.example\n\n   ----- The following addresses had permanent fatal errors -----\n"|/usr/bin/vacation yok"\n    (expanded from: <yok@ornek.example>)\n\n   ----- Transcript of session follows -----\n554 5.3.0 unknown mailer error 1',
        sender="Mail Delivery Subsystem <MAILER-DAEMON@mx.ornek.example>",
        subject="Returned mail: unknown mailer error 1",
        status=("5.3.0",),
        action="failed",
    ),
    "sendmail relayed": Words(
        "The original message was received at Tue, 24 Nov 2026 10:05:12 +0300\nfrom derman.example\n\n   ----- The following addresses had successful delivery notifications -----\n<yok@ornek.example>  (relayed to non-DSN-aware mailer)\n\n   ----- Transcript of session follows -----\n<yok@ornek.example>... relayed; expect no further notifications",
        sender="Mail Delivery Subsystem <MAILER-DAEMON@mx.ornek.example>",
        subject="Return receipt",
        status=(None, "2.0.0"),
        action="relayed",
    ),
    "sendmail warn": Words(
        "    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\nThe original message was received at Tue, 24 Nov 2026 10:05:12 +0300\nfrom derman.example\n\n   ----- The following addresses had transient non-fatal errors -----\n<yok@ornek.example>\n\n   ----- Transcript of session follows -----\n<yok@ornek.example>... Deferred: Connection refused by mx.ornek.example.\nWarning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old",
        sender="Mail Delivery Subsystem <MAILER-DAEMON@mx.ornek.example>",
        subject="Warning: could not send message for past 4 hours",
        status=("4.4.1", None, "4.4.7"),
        action="delayed",
    ),
    "exchange delivered tr": Words(
        "İletiniz şu alıcılara teslim edildi:\n\nyok@ornek.example<mailto:yok@ornek.example>\n\nKonu: Yazıcı",
        sender="postmaster@ornek.example",
        subject="Teslim Edildi: Yazıcı",
        status=(None, "2.0.0"),
        action="delivered",
    ),
    "exchange relayed": Words(
        "Delivery to these recipients or groups is complete, but no delivery notification was sent by the destination server:\n\nyok@ornek.example (yok@ornek.example)<mailto:yok@ornek.example>\n\nSubject: Yazici",
        sender="Microsoft Outlook <postmaster@ornek.example>",
        subject="Relayed: Yazici",
        status=(None, "2.0.0"),
        action="relayed",
    ),
    "post.office": Words(
        "This Message was undeliverable due to the following reason:\n\nYour message was not delivered because the destination computer was\nnot found.  Carefully check that it was spelled correctly and try\nsending it again if there were any mistakes.\n\nHost ornek.example not found\n\nThe following recipients did not receive your message:\n\n     <yok@ornek.example>\n\nPlease reply to Postmaster@mx.ornek.example\nif you feel this message to be in error.",
        sender="Mail Administrator <Postmaster@mx.ornek.example>",
        subject="Mail System Error - Returned Mail",
        status=("5.4.4", "5.1.2"),
        action="failed",
    ),
    "mailenable2": Words(
        "MailEnable: Message could not be delivered to some recipients.\n\nThe following recipient(s) could not be reached:\n\n\tRecipient: [SMTP:yok@ornek.example]\n\tReason: The message could not be delivered because the domain name (ornek.example) does not appear to be registered",
        sender="postmaster@mx.ornek.example",
        subject="Message Delivery Failure",
        status=("5.4.4", "5.1.2"),
        action="failed",
    ),
    "sendgrid": Words(
        "Hello, this is the mail server on filter0001.\n\nI am sending you this message to inform you on the delivery status of a\nmessage you previously sent.  Immediately below you will find a list of\nthe affected recipients;  also attached is a Delivery Status Notification\n(DSN) report in standard format, as well as the headers of the original\nmessage.\n\n  <yok@ornek.example>  delivery failed; will not continue trying",
        sender="MAILER-DAEMON@sendgrid.net",
        subject="Undelivered Mail Returned to Sender",
        status=(None, "5.0.0"),
        action="failed",
    ),
    "barracuda ndr": Words(
        "Your message to: yok@ornek.example\nwas blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: Yazici\n\nAn explanation of this block can be found here",
        sender="postmaster@ornek.example",
        subject="**Message you sent blocked by our bulk email filter**",
        status=("5.7.1",),
        action="failed",
    ),
}


@pytest.mark.parametrize("words", SERVERS.values(), ids=SERVERS)
def test_the_words_of_a_server_say_who_and_why(words):
    mail = read(words.body, from_=words.sender, subject=words.subject, return_path="<>")
    assert mail.bounce
    assert mail.bounce.recipients == words.who
    assert mail.bounce.action == words.action
    assert mail.bounce.status in words.status


OTHERS = {
    "noreply shop": (
        "No-Reply <noreply@shop.example>",
        "Delivery report of your parcel",
        "Your parcel could not be delivered to Ankara. Contact us: help@shop.example",
    ),
    "noreply delivery": (
        "noreply@kargo.example",
        "Delivery failed: parcel 12",
        "The delivery to the following address failed: Ankara. Contact ali@kargo.example",
    ),
}


@pytest.mark.parametrize(("sender", "subject", "body"), OTHERS.values(), ids=OTHERS)
def test_what_only_looks_like_a_notice_is_none(sender, subject, body):
    assert read(body, from_=sender, subject=subject).bounce is None
