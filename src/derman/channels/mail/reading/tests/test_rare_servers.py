"""Notices of servers that were not taken for such, or read wrongly, once; some come with a sender in their envelope."""

# ruff: noqa: E501 - mails stand here as they come
import pytest

from .post import read
from .server_words import Words

ANY = "any"
SERVERS = {
    "postfix, delivered": Words(
        "This is the mail system at host mx.ornek.example.\n\nYour message was successfully delivered to the destination(s)\nlisted below. If the message was delivered to mailbox you will\nreceive no further notifications. Otherwise you may still receive\nnotifications of mail delivery errors from other systems.\n\n                   The mail system\n\n<yok@ornek.example>: delivery via mail.ornek.example[192.0.2.1]:25: 250 2.1.5 Ok",
        sender="Mail Delivery System <MAILER-DAEMON@mx.ornek.example>",
        subject="Successful Mail Delivery Report",
        status=("2.1.5", "2.0.0", None),
        action="delivered",
    ),
    "sendmail, expanded": Words(
        "The original message was received at Tue, 24 Nov 2026 10:05:12 +0300\nfrom desk [192.0.2.7]\n\n   ----- The following addresses had successful delivery notifications -----\n<yok@ornek.example>  (expanded by mailing list)\n\n   ----- Transcript of session follows -----\n<yok@ornek.example>... expanded by mailing list",
        sender="Mail Delivery Subsystem <MAILER-DAEMON@mx.ornek.example>",
        subject="Return receipt",
        status=("2.0.0", None),
        action="expanded",
    ),
    "exchange, expanded": Words(
        "Your message has been delivered to the following groups:\n\nyok@ornek.example<mailto:yok@ornek.example>\n\nSubject: Yazici\n\nThe group was expanded.",
        sender="Microsoft Outlook <postmaster@ornek.example>",
        subject="Expanded: Yazici",
        status=(None, "2.0.0"),
        action="expanded",
    ),
    "exchange in Turkish, relayed": Words(
        "Bu alıcılara veya gruplara teslim tamamlandı, ancak hedef sunucu tarafından teslim bildirimi gönderilmedi:\n\nyok@ornek.example<mailto:yok@ornek.example>\n\nKonu: Yazıcı",
        sender="Microsoft Outlook <postmaster@ornek.example>",
        subject="Geçiş yapıldı: Yazıcı",
        status=(None, "2.0.0"),
        action="relayed",
    ),
    "mdaemon, warning": Words(
        "The attached message has encountered TEMPORARY delivery problems!\n\nThis is a warning only. You do not need to resend your message.\n\nThe message will be retried for 5 days.\n\nFailed address: yok@ornek.example\n\n--- Session Transcript ---\n Tue 2026-11-24 10:05:12: * Winsock Error 10060 The connection timed out.\n--- End Transcript ---",
        sender='"MDaemon" <MDAEMON@mx.ornek.example>',
        subject="Warning: Delayed Delivery",
        status=("4.4.1", None, "4.4.7"),
        action="delayed",
    ),
    "hmailserver, no server": Words(
        "Your message did not reach some or all of the intended recipients.\n\n   Sent: Tue, 24 Nov 2026 10:05:12 +0300\n   Subject: Yazici\n\nThe following recipient(s) could not be reached:\n\nyok@ornek.example\n   Error Type: SMTP\n   Error Description: No mail servers appear to exists for the recipient's address.\n   Additional information: Please check that you have not misspelled the recipient's email address.\n\nhMailServer",
        sender="mailer-daemon@mx.ornek.example",
        subject="Message undeliverable: Yazici",
        status=("5.4.4", "5.1.2"),
        action="failed",
    ),
    "mailenable in Turkish": Words(
        "mx.ornek.example sunucusundan ileti\n\nAşağıdaki alıcıya ulaşılamadı:\n\n   Alıcı: [SMTP:yok@ornek.example]\n   Neden: Uzak SMTP sunucusu yanıtladı: 550 No such user here",
        sender='"Postmaster" <postmaster@mx.ornek.example>',
        subject="Teslim Hatası",
        status=("5.1.1",),
        action="failed",
    ),
    "imail, full": Words(
        "User mailbox exceeds allowed size: yok@ornek.example\n\n\nOriginal message follows.",
        sender="Postmaster <postmaster@mx.ornek.example>",
        subject="Undeliverable Mail",
        status=("5.2.2", "4.2.2"),
        action="failed",
    ),
    "powermta, relayed": Words(
        "Hello, this is the mail server on mx.ornek.example.\n\nI am sending you this message to inform you on the delivery status of a\nmessage you previously sent.\n\n  <yok@ornek.example>  relayed to mailer that does not support DSN\n",
        sender="postmaster@mx.ornek.example",
        subject="Delivery report",
        status=(None, "2.0.0"),
        action="relayed",
    ),
    "Spanish, full": Words(
        "Este mensaje fue creado automáticamente por el sistema de correo.\n\nEl mensaje que usted envió no pudo ser entregado a uno o más destinatarios. Error permanente en:\n\n  yok@ornek.example\n    buzón lleno",
        sender="Sistema de correo <MAILER-DAEMON@ornek.example>",
        subject="Error en la entrega del mensaje",
        status=("5.2.2", "4.2.2"),
        action="failed",
    ),
    "pmdf, host": Words(
        "This report relates to a message you sent with the following header fields:\n\n  Message-id: <ilk@derman.example>\n  Date: Tue, 24 Nov 2026 10:05:12 +0300\n  From: Destek <destek@derman.example>\n  To: yok@ornek.example\n  Subject: Yazici\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient address: yok@ornek.example\n  Reason: Illegal host/domain name found\n",
        sender="PMDF e-Mail Interconnect <postmaster@mx.ornek.example>",
        subject="Delivery Notification: Delivery has failed",
        status=("5.4.4", "5.1.2"),
        action="failed",
    ),
    "mmdf": Words(
        "    Your message was not delivered to 'yok@ornek.example'\n    for the following reason:\n        'User unknown'\n\n    Your message begins as follows:",
        sender="Memo Service (MMDF) <mmdf@mx.ornek.example>",
        subject="Failed mail (msg.aa01234)",
        status=("5.1.1",),
        action="failed",
    ),
    "courier in words alone": Words(
        "This is a delivery status notification from mx.ornek.example,\nrunning the Courier mail server, version 0.75.\n\nThe original message was received on Tue, 24 Nov 2026 10:05:12 +0300\n\n                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<yok@ornek.example>:\n    mx.ornek.example [192.0.2.5]:\n>>> RCPT TO:<yok@ornek.example>\n<<< 550 User unknown.",
        sender='"Courier mail server at mx.ornek.example" <postmaster@mx.ornek.example>',
        subject="NOTICE: mail delivery status.",
        status=("5.1.1",),
        action="failed",
    ),
    "sieve": Words(
        "Your message to <yok@ornek.example> was automatically rejected:\nI do not accept mail from you.",
        sender="Mail Delivery Subsystem <postmaster@mx.ornek.example>",
        subject="Automatically rejected mail",
        status=("5.7.1", "5.0.0", None),
        action="failed",
    ),
}
SIGNED_BY_SOMEBODY = {
    "exchange 2010 tr": Words(
        "Bu alıcılara veya dağıtım listelerine teslim başarısız oldu:\n\nyok@ornek.example<mailto:yok@ornek.example>\nGirdiğiniz e-posta adresi bulunamadı. Alıcının e-posta adresini denetleyin ve iletiyi yeniden göndermeyi deneyin.\n\nYöneticiler için tanılama bilgileri:\n\nOluşturan sunucu: mx.ornek.example\n\nyok@ornek.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##",
        sender="Microsoft Exchange <postmaster@ornek.example>",
        subject="Teslim edilemez: Yazıcı",
        status=("5.1.1",),
        action="failed",
    ),
    "exchange 2010 ru": Words(
        "Сбой доставки следующим получателям или спискам рассылки:\n\nyok@ornek.example<mailto:yok@ornek.example>\nВведенный адрес электронной почты не найден. Проверьте адрес получателя и повторите отправку.\n\nДиагностические сведения для администраторов:\n\nСоздающий сервер: mx.ornek.example\n\nyok@ornek.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##",
        sender="Microsoft Exchange <postmaster@ornek.example>",
        subject="Недоставляемое: Принтер",
        status=("5.1.1",),
        action="failed",
    ),
    "exchange 2013 ar": Words(
        "فشل التسليم إلى هؤلاء المستلمين أو المجموعات:\n\nyok@ornek.example<mailto:yok@ornek.example>\nتعذر العثور على عنوان البريد الإلكتروني الذي أدخلته.\n\nمعلومات التشخيص للمسؤولين:\n\nyok@ornek.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##",
        sender="Microsoft Exchange <postmaster@ornek.example>",
        subject="غير قابل للتسليم: الطابعة",
        status=("5.1.1",),
        action="failed",
    ),
    "exchange delayed en": Words(
        "Delivery is delayed to these recipients or groups:\n\nyok@ornek.example (yok@ornek.example)<mailto:yok@ornek.example>\n\nSubject: Yazici\n\nThis message hasn't been delivered yet. Delivery will continue to be attempted.\n\nThe server will keep trying to deliver this message for the next 1 days, 19 hours and 56 minutes. You'll be notified if the message can't be delivered by that time.",
        sender="Microsoft Outlook <postmaster@ornek.example>",
        subject="Delivery delayed: Yazici",
        status=("any",),
        action="delayed",
    ),
    "exchange delayed tr": Words(
        "Bu alıcılara veya gruplara teslim gecikti:\n\nyok@ornek.example (yok@ornek.example)<mailto:yok@ornek.example>\n\nKonu: Yazıcı\n\nBu ileti henüz teslim edilmedi. Teslim edilmeye çalışılmaya devam edilecek.\n\nSunucu, bu iletiyi teslim etmeyi 1 gün, 19 saat ve 56 dakika daha deneyecek.",
        sender="Microsoft Outlook <postmaster@ornek.example>",
        subject="Teslim gecikti: Yazıcı",
        status=("any",),
        action="delayed",
    ),
    "exchange delayed de": Words(
        "Die Zustellung an folgende Empfänger oder Gruppen verzögert sich:\n\nyok@ornek.example (yok@ornek.example)<mailto:yok@ornek.example>\n\nBetreff: Drucker\n\nDiese Nachricht wurde noch nicht zugestellt. Es wird weiterhin versucht, die Nachricht zuzustellen.",
        sender="Microsoft Outlook <postmaster@ornek.example>",
        subject="Zustellung verzögert: Drucker",
        status=("any",),
        action="delayed",
    ),
    "exchange delivered fr": Words(
        "Votre message a été remis aux destinataires suivants :\n\nyok@ornek.example<mailto:yok@ornek.example>\n\nObjet : Imprimante",
        sender="postmaster@ornek.example",
        subject="Remis : Imprimante",
        status=(None, "2.0.0"),
        action="delivered",
    ),
    "o365 ru": Words(
        "Не удалось доставить ваше сообщение получателю yok@ornek.example.\n\nПользователь yok не найден в ornek.example.\n\nСообщение об ошибке: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient yok@ornek.example not found by SMTP address lookup",
        sender="Microsoft Outlook <postmaster@ornek.example>",
        subject="Не удается доставить: Принтер",
        status=("5.1.10",),
        action="failed",
    ),
    "mimecast html": Words(
        "Undeliverable: Yazici\n\nYour message was not delivered to: yok@ornek.example\n\nReason: Recipient server rejected the message: 550 5.1.1 User Unknown",
        sender="Mimecast Postmaster <postmaster@eu.mimecast.example>",
        subject="[Postmaster] Undeliverable: Yazici",
        status=("5.1.1",),
        action="failed",
    ),
    "domino router": Words(
        "Your document:\n\tYazici\n\ncould not be delivered to:\n\tyok@ornek.example\n\nbecause:\n\tUser yok (yok@ornek.example) not listed in public Name & Address Book",
        sender="Postmaster@ornek.example",
        subject="DELIVERY FAILURE: User yok not listed in public Name & Address Book",
        status=("5.1.1",),
        action="failed",
    ),
    "mdaemon 2": Words(
        "The attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has been\nremoved from the mail queue on this server.  The number and frequency of delivery\nattempts are determined by local configuration parameters.\n\nYOUR MESSAGE WAS NOT DELIVERED TO ONE OR MORE RECIPIENTS!\n\nFailed address: yok@ornek.example\n\n--- Session Transcript ---\n Tue 2026-11-24 10:05:12: Attempting SMTP connection to [192.0.2.1:25]\n Tue 2026-11-24 10:05:13: <-- 550 5.1.1 <yok@ornek.example>... User unknown\n--- End Transcript ---",
        sender='"MDaemon" <MDAEMON@mx.ornek.example>',
        subject="Permanent Delivery Failure",
        status=("5.1.1",),
        action="failed",
    ),
    "james": Words(
        "Hi. This is the James mail server at mx.ornek.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.  Below\nI include the list of recipients and the reason why I was unable to deliver\nyour message.\n\nFailed recipient(s):\nyok@ornek.example\n\nError message:\n550 5.1.1 User unknown\n",
        sender="postmaster@mx.ornek.example",
        subject="[BOUNCE]Yazici",
        status=("5.1.1",),
        action="failed",
    ),
    "cyrus quota": Words(
        "Your message was rejected by the recipient's mailbox:\n\nyok@ornek.example: Over quota",
        sender="Mail Sieve Subsystem <postmaster@mx.ornek.example>",
        subject="Automatically rejected mail",
        status=("5.2.2", "4.2.2"),
        action="failed",
    ),
    "amavis virus": Words(
        "VIRUS ALERT\n\nOur content checker found\n    virus: Eicar-Test-Signature\nin an email to you from <destek@derman.example>\n\nto the following recipient:\n-> yok@ornek.example\n\nDelivery of the email was stopped!",
        sender='"Content-filter at mx.ornek.example" <postmaster@mx.ornek.example>',
        subject="VIRUS (Eicar-Test-Signature) IN MAIL FROM YOU",
        status=("5.7.1", None, "5.7.0"),
        action="failed",
    ),
    "163": Words(
        "抱歉，您的邮件被退回来了……\n\n收件人: yok@ornek.example\n退信原因: 550 User not found: yok@ornek.example",
        sender="Postmaster@163.example",
        subject="系统退信",
        status=("5.1.1",),
        action="failed",
    ),
    "qq": Words(
        "抱歉，来信是自动退信。很抱歉您发送的邮件被退回，以下是该邮件的相关信息：\n\n被退回邮件\n主题：打印机\n时间：2026-11-24 10:05:12\n无法发送到 yok@ornek.example\n退信原因 收件人邮件地址（yok@ornek.example）不存在，邮件无法送达。\nhost mx.ornek.example said: 550 Mailbox not found",
        sender="PostMaster@qq.example",
        subject="来自qq.com的退信",
        status=("5.1.1",),
        action="failed",
    ),
}


@pytest.mark.parametrize(
    "words", [*SERVERS.values(), *SIGNED_BY_SOMEBODY.values()], ids=[*SERVERS, *SIGNED_BY_SOMEBODY]
)
def test_the_words_of_a_server_say_who_and_why(words):
    mail = read(words.body, from_=words.sender, subject=words.subject, return_path="<>")
    assert mail.bounce
    assert mail.bounce.recipients == words.who
    assert mail.bounce.action == words.action
    assert mail.bounce.status in words.status or ANY in words.status


@pytest.mark.parametrize("words", SIGNED_BY_SOMEBODY.values(), ids=SIGNED_BY_SOMEBODY)
def test_a_gateway_that_fills_in_the_envelope_hides_no_notice(words):
    mail = read(words.body, from_=words.sender, subject=words.subject, return_path="<postmaster@mx.ornek.example>")
    assert mail.bounce
    assert mail.bounce.recipients == words.who


OTHERS = {
    "a person who asks about one": (
        "Ayşe <ayse@ornek.example>",
        "Mail gönderemiyorum",
        "Bu hatayı alıyorum:\n\n550 5.1.1 <yok@ornek.example>: User unknown\n\nNe yapmalıyım?",
    ),
    "a quota that fills up": (
        "Sistem Yöneticisi <postmaster@ornek.example>",
        "Posta kutusu kotası uyarısı",
        "Posta kutunuzun kotası %95 doldu. Sorular: destek@ornek.example",
    ),
    "a list of what waits": (
        "Quarantine <quarantine@ornek.example>",
        "Quarantine digest for ayse@ornek.example",
        "3 messages were blocked:\n\nspam@bad.example to ayse@ornek.example",
    ),
    "a virus on a computer": (
        "Ayşe <ayse@ornek.example>",
        "Virus from you? A mail from ali@ornek.example",
        "My scanner found a virus in a mail from ali@ornek.example. What now?",
    ),
    "a failed mail of a shop": (
        "Shop <shop@ornek.example>",
        "Failed delivery of your order",
        "Our driver could not be reached. Call us or write to ali@ornek.example",
    ),
}


@pytest.mark.parametrize(("sender", "subject", "body"), OTHERS.values(), ids=OTHERS)
def test_what_only_looks_like_a_notice_is_none(sender, subject, body):
    assert read(body, from_=sender, subject=subject, return_path=f"<{sender.partition('<')[2]}").bounce is None
