"""The words of real mail servers, with what they mean. For another server, add a text.

Each server's text stands with what it means: whom it is about, the status, and what became of the mail.
"""

# ruff: noqa: E501 - mails stand here as they come
from dataclasses import dataclass

NOBODY = "yok@ornek.example"
COPY = "\n\nReturn-Path: <destek@derman.example>\nReceived: from desk.derman.example by mx.ornek.example; Tue, 24 Nov 2026 10:05:12 +0300\nFrom: Destek <destek@derman.example>\nTo: yok@ornek.example\nSubject: Yazici\nMessage-ID: <ilk@derman.example>\n\nMerhaba\n"


@dataclass(frozen=True)
class Words:
    """A bounce: how it comes and what it means. `status` may list several that are right."""

    body: str
    sender: str = "Mail Delivery System <MAILER-DAEMON@mx.ornek.example>"
    subject: str = "Undelivered Mail Returned to Sender"
    who: tuple[str, ...] = (NOBODY,)
    status: tuple[str | None, ...] = ("5.1.1",)
    action: str = "failed"
    silent: bool = True
    """Whether it comes with an empty Return-Path, as it should."""


SERVERS = {
    "postfix, unknown host": Words(
        "This is the mail system at host mx.ornek.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail to postmaster.\n\n<yok@ornek.example>: Host or domain name not found. Name service error for\n    name=ornek.example type=A: Host not found",
        status=("5.4.4", "5.1.2"),
    ),
    "postfix, delay": Words(
        "This is the mail system at host mx.ornek.example.\n\n####################################################################\n# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n####################################################################\n\nYour message could not be delivered for more than 4 hour(s).\nIt will be retried until it is 5 day(s) old.\n\n<yok@ornek.example>: connect to mail.ornek.example[192.0.2.1]:25: Connection timed out",
        subject="Delayed Mail (still being retried)",
        status=("4.4.1",),
        action="delayed",
    ),
    "postfix, full": Words(
        "This is the mail system at host mx.ornek.example.\n\n<yok@ornek.example>: host mail.ornek.example[192.0.2.1] said: 452 4.2.2 The email\n    account that you tried to reach is over quota (in reply to RCPT TO command)",
        status=("4.2.2",),
    ),
    "postfix, two": Words(
        'This is the mail system at host mx.ornek.example.\n\n<bir@ornek.example>: unknown user: "bir"\n\n<iki@ornek.example> (expanded from <liste@ornek.example>): mail for ornek.example loops\n    back to myself',
        who=("bir@ornek.example", "iki@ornek.example"),
    ),
    "exim, unknown": Words(
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  yok@ornek.example\n    Unrouteable address\n\n------ This is a copy of the message, including all the headers. ------"
        + COPY,
        subject="Mail delivery failed: returning message to sender",
        status=("5.4.4", "5.1.1", "5.1.2"),
    ),
    "exim, SMTP error": Words(
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  yok@ornek.example\n    SMTP error from remote mail server after RCPT TO:<yok@ornek.example>:\n    host mx.ornek.example [192.0.2.1]: 550 5.7.1 <yok@ornek.example>:\n    Recipient address rejected: Access denied\n",
        subject="Mail delivery failed: returning message to sender",
        status=("5.7.1",),
    ),
    "exim, delay": Words(
        "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.ornek.example.\n\nThe message identifier is:     1abcde-000123-45\nThe subject of the message is: Yazici\nThe date of the message is:    Tue, 24 Nov 2026 10:05:12 +0300\n\nThe address to which the message has not yet been delivered is:\n\n  yok@ornek.example\n    host mail.ornek.example [192.0.2.1]\n    Delay reason: Connection refused\n\nNo action is required on your part. Delivery attempts will continue for\nsome time, and this warning may be repeated at intervals if the message\nremains undelivered.",
        subject="Warning: message 1abcde-000123-45 delayed 24 hours",
        status=("4.4.1", None),
        action="delayed",
    ),
    "sendmail": Words(
        "The original message was received at Tue, 24 Nov 2026 10:05:12 +0300\nfrom desk.derman.example [192.0.2.7]\n\n   ----- The following addresses had permanent fatal errors -----\n<yok@ornek.example>\n    (reason: 550 5.1.1 <yok@ornek.example>... User unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mail.ornek.example.:\n>>> RCPT To:<yok@ornek.example>\n<<< 550 5.1.1 <yok@ornek.example>... User unknown\n550 5.1.1 <yok@ornek.example>... User unknown",
        subject="Returned mail: see transcript for details",
    ),
    "sendmail 8.8, no codes": Words(
        "The original message was received at Tue, 24 Nov 1998 10:05:12 +0200\nfrom desk [192.0.2.7]\n\n   ----- The following addresses had permanent fatal errors -----\n<yok@ornek.example>\n\n   ----- Transcript of session follows -----\n550 <yok@ornek.example>... Host unknown (Name server: ornek.example: host not found)\n\n   ----- Original message follows -----"
        + COPY,
        subject="Returned mail: Host unknown (Name server: ornek.example: host not found)",
        status=("5.4.4", "5.1.2"),
    ),
    "sendmail, warning": Words(
        "    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\nThe original message was received at Tue, 24 Nov 2026 10:05:12 +0300\nfrom desk [192.0.2.7]\n\n   ----- Transcript of session follows -----\n<yok@ornek.example>... Deferred: Connection timed out with mail.ornek.example.\nWarning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old",
        subject="Warning: could not send message for past 4 hours",
        status=("4.4.1", "4.4.7"),
        action="delayed",
    ),
    "qmail": Words(
        "Hi. This is the qmail-send program at mx.ornek.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<yok@ornek.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message."
        + COPY,
        subject="failure notice",
    ),
    "qmail, remote": Words(
        "Hi. This is the qmail-send program at mx.ornek.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<yok@ornek.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 sorry, no mailbox here by that name\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message."
        + COPY,
        subject="failure notice",
    ),
    "courier": Words(
        "This is a delivery status notification from mx.ornek.example,\nrunning the Courier mail server, version 0.65.2.\n\nThe original message was received on Tue, 24 Nov 2026 10:05:12 +0300\nfrom desk (desk [192.0.2.7])\n\n---------------------------------------------------------------------------\n\n                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<yok@ornek.example>:\n    mail.ornek.example [192.0.2.1]:\n>>> RCPT TO:<yok@ornek.example>\n<<< 550 User does not exist - <yok@ornek.example>\n\n---------------------------------------------------------------------------\n\nIf your message was also sent to additional recipients, their delivery\nstatus is not included in this report.",
        subject="NOTICE: mail delivery status.",
    ),
    "opensmtpd": Words(
        "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\nyok@ornek.example: 550 5.1.1 Recipient address rejected\n\n    Below is a copy of the original message:"
        + COPY,
        sender="Mailer Daemon <MAILER-DAEMON@mx.ornek.example>",
        subject="Delivery status notification: error",
    ),
    "opensmtpd, warning": Words(
        "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    A message is delayed for more than 4 hours for the following\n    list of recipients:\n\nyok@ornek.example: Network error on destination MXs\n\n    Please note that this is only a temporary failure report.\n    The message is kept in the queue for up to 4 days.\n    You DO NOT NEED to re-send the message to these recipients.\n\n    Below is a copy of the original message:"
        + COPY,
        sender="Mailer Daemon <MAILER-DAEMON@mx.ornek.example>",
        subject="Delivery status notification: warning",
        status=("4.4.1",),
        action="delayed",
    ),
    "haraka": Words(
        "This is the Haraka Mailer program at mx.ornek.example.\n\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\nIntended Recipients: <yok@ornek.example>\nFailure Reason: Error: 550 5.1.1 unknown recipient",
        sender="<MAILER-DAEMON@mx.ornek.example>",
        subject="failure notice",
    ),
    "dragonfly": Words(
        "This is the DragonFly Mail Agent v0.13 at desk.derman.example.\n\nThere was an error delivering your mail to <yok@ornek.example>.\n\nmail.ornek.example [192.0.2.1] did not like our RCPT TO:\n550 5.1.1 <yok@ornek.example>: User unknown\n\nMessage headers follow."
        + COPY,
        sender="<MAILER-DAEMON>",
        subject="Mail delivery failed",
    ),
    "exchange": Words(
        "Your message did not reach some or all of the intended recipients.\n\n      Subject:  Yazici\n      Sent:     24.11.2026 10:05\n\nThe following recipient(s) cannot be reached:\n\n      yok@ornek.example on 24.11.2026 10:05\n            The e-mail account does not exist at the organization this message was sent to.  Check the e-mail address, or contact the recipient directly to find out the correct address.\n            <mx.ornek.example #5.1.1>",
        sender="System Administrator <postmaster@ornek.example>",
        subject="Undeliverable: Yazici",
    ),
    "exchange in Turkish": Words(
        "İletiniz bazı alıcılara veya alıcıların hiçbirine ulaşmadı.\n\n      Konu:  Yazıcı\n      Gönderildi:     24.11.2026 10:05\n\nAşağıdaki alıcılara ulaşılamıyor:\n\n      yok@ornek.example 24.11.2026 10:05 tarihinde\n            Bu iletinin gönderildiği kuruluşta e-posta hesabı yok.\n            <mx.ornek.example #5.1.1>",
        sender="Sistem Yöneticisi <postmaster@ornek.example>",
        subject="Teslim edilemedi: Yazıcı",
    ),
    "office 365": Words(
        "Your message to yok@ornek.example couldn't be delivered.\n\nyok wasn't found at ornek.example.\n\ndestek\tOffice 365\tyok\nAction Required\t\tRecipient\n\nUnknown To address\n\nHow to Fix It\nThe address may be misspelled or may not exist.\n\nOriginal Message Details\nCreated Date: 11/24/2026 7:05:12 AM\nSender Address: destek@derman.example\nRecipient Address: yok@ornek.example\nSubject: Yazici\n\nError Details\nReported error: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient yok@ornek.example not found by SMTP address lookup\nDSN generated by: AM0PR01MB1234.eurprd01.prod.exchangelabs.com",
        sender="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@ornek.example>",
        subject="Undeliverable: Yazici",
        status=("5.1.10",),
    ),
    "office 365 in Turkish": Words(
        "yok@ornek.example adresine gönderdiğiniz ileti teslim edilemedi.\n\nyok, ornek.example konumunda bulunamadı.\n\ndestek\tOffice 365\tyok\nEylem Gerekiyor\t\tAlıcı\n\nBilinmeyen Kime adresi\n\nRapor edilen hata: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient yok@ornek.example not found by SMTP address lookup",
        sender="Microsoft Outlook <postmaster@ornek.example>",
        subject="Teslim edilemedi: Yazıcı",
        status=("5.1.10",),
    ),
    "google": Words(
        "** Address not found **\n\nYour message wasn't delivered to yok@ornek.example because the address couldn't be found, or is unable to receive mail.\n\nLearn more here: https://support.google.com/mail/?p=NoSuchUser\n\nThe response was:\n\n550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos",
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        subject="Delivery Status Notification (Failure)",
    ),
    "google, delay": Words(
        "** Delivery incomplete **\n\nThere was a temporary problem delivering your message to yok@ornek.example. Gmail will retry for 47 more hours. You'll be notified if the delivery fails permanently.\n\nThe response was:\n\n451 4.3.0 Temporary error",
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        subject="Delivery Status Notification (Delay)",
        status=("4.3.0",),
        action="delayed",
    ),
    "google, blocked, in German": Words(
        "** Nachricht blockiert **\n\nIhre Nachricht an yok@ornek.example wurde blockiert. Weitere Informationen finden Sie in den technischen Details unten.\n\nAntwort:\n\n550 5.7.1 Message rejected due to local policy",
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        subject="Delivery Status Notification (Failure)",
        status=("5.7.1",),
    ),
    "yahoo": Words(
        "Sorry, we were unable to deliver your message to the following address.\n\n<yok@ornek.example>:\nRemote host said:\n550 5.1.1 <yok@ornek.example>: Recipient address rejected: User unknown\n [RCPT_TO]\n\n--- Below this line is a copy of the message."
        + COPY,
        sender="<MAILER-DAEMON@yahoo.com>",
        subject="Failure Notice",
    ),
    "yahoo, no code": Words(
        "Sorry, we were unable to deliver your message to the following address.\n\n<yok@ornek.example>:\nNo MX or A records for ornek.example\n\n--- Below this line is a copy of the message."
        + COPY,
        sender="<MAILER-DAEMON@yahoo.com>",
        subject="Failure Notice",
        status=("5.4.4", "5.1.2"),
    ),
    "mail.ru": Words(
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  yok@ornek.example\n    SMTP error from remote mail server after RCPT TO:<yok@ornek.example>:\n    550 user not found",
        sender="<mailer-daemon@corp.mail.ru>",
        subject="Mail failure.",
    ),
    "yandex": Words(
        "This is the mail system at host forward500.mail.yandex.net.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\nPlease, do not reply to this message.\n\n**********************************************\n\nЭто письмо отправлено почтовым сервером yandex.ru.\n\nК сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может\nбыть отправлено одному или нескольким адресатам.\n\n<yok@ornek.example>: host mx.ornek.example[192.0.2.1] said: 550 5.7.1 No such user! (in reply to end of DATA command)",
        sender="mailer-daemon@yandex.ru",
        subject="Недоставленное сообщение",
        status=("5.7.1",),
    ),
    "zimbra": Words(
        "This is the mail system at host zimbra.ornek.example.\n\n<yok@ornek.example>: host zimbra.ornek.example[192.0.2.1] said: 550 5.1.1\n    <yok@ornek.example>: Recipient address rejected: ornek.example (in reply to RCPT TO command)",
    ),
    "notes": Words(
        "------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\nyok@ornek.example\n\n------- Returned Message --------"
        + COPY,
        sender="NotesDomain Mailer <Postmaster@ornek.example>",
        subject="DELIVERY FAILURE: User yok (yok@ornek.example) not listed in Domino Directory",
    ),
    "domino": Words(
        "Your message\n\n  Subject: Yazici\n\nwas not delivered to:\n\n  yok@ornek.example\n\nbecause:\n\n  User yok (yok@ornek.example) not listed in Domino Directory",
        sender="Postmaster <postmaster@ornek.example>",
        subject="DELIVERY FAILURE: User yok (yok@ornek.example) not listed in Domino Directory",
    ),
    "groupwise": Words(
        "The message that you sent was undeliverable to the following:\n\tyok@ornek.example (550 Unknown user)\n\nPossibly truncated original message follows:\n"
        + COPY,
        sender="Mail Administrator <Postmaster@ornek.example>",
        subject="Message status - undeliverable",
    ),
    "mdaemon": Words(
        "The following data may contain sections which represent BASE64 encoded\nfile attachments.\n\nMDaemon has detected an error sending your message.\n\nFailed address: yok@ornek.example\n\n--- Session Transcript ---\n Tue 2026-11-24 10:05:12: <-- 220 mail.ornek.example ESMTP\n Tue 2026-11-24 10:05:13: --> RCPT To:<yok@ornek.example>\n Tue 2026-11-24 10:05:13: <-- 550 5.1.1 User unknown\n--- End Transcript ---\n\n: Message contains [1] file attachments",
        sender="MDaemon at mx.ornek.example <MDaemon@mx.ornek.example>",
        subject="Permanent Delivery Failure",
    ),
    "mailenable": Words(
        "Message from  mx.ornek.example\n\nThe following recipient(s) could not be reached:\n\n   Recipient: [SMTP:yok@ornek.example]\n   Reason: Remote SMTP Server Returned: 550 No such user here\n\nMessage headers follow:\n"
        + COPY,
        sender='"Postmaster" <postmaster@mx.ornek.example>',
        subject="Message Delivery Failure",
    ),
    "hmailserver": Words(
        "Your message did not reach some or all of the intended recipients.\n\n   Sent: Tue, 24 Nov 2026 10:05:12 +0300\n   Subject: Yazici\n\nThe following recipient(s) could not be reached:\n\nyok@ornek.example\n   Error Type: SMTP\n   Remote server (192.0.2.1) issued an error.\n   hMailServer sent: RCPT TO:<yok@ornek.example>\n   Remote server replied: 550 5.1.1 User unknown\n\nhMailServer",
        sender="mailer-daemon@mx.ornek.example",
        subject="Message undeliverable: Yazici",
    ),
    "kerio": Words(
        "Unfortunately, your message could not be delivered to the following recipients:\n\n   <yok@ornek.example>: 550 5.1.1 User unknown\n\nReporting MTA: mx.ornek.example",
        sender="<MAILER-DAEMON>",
        subject="Delivery Failure",
    ),
    "barracuda": Words(
        "**** THIS IS A WARNING MESSAGE ONLY! ****\n\nYour message to yok@ornek.example was blocked by the recipient's Spam Firewall:\n550 5.7.1 Message content rejected\n\nThe message will not be tried again.",
        sender="MAILER-DAEMON@barracuda.ornek.example",
        subject="**Message you sent blocked by our bulk email filter**",
        status=("5.7.1",),
    ),
    "mimecast": Words(
        "The following message could not be delivered:\n\nFrom: destek@derman.example\nTo: yok@ornek.example\nSubject: Yazici\n\nReason: 550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550",
        sender="Postmaster <postmaster@ornek.example>",
        subject="[Postmaster] Email Delivery Failure",
    ),
    "proofpoint": Words(
        "   ----- The following addresses had permanent fatal errors -----\n<yok@ornek.example>\n    (reason: 550 5.7.0 Local Policy Violation)",
        sender="Mail Delivery Subsystem <MAILER-DAEMON@mx0a.pphosted.example>",
        subject="Returned mail: see transcript for details",
        status=("5.7.0",),
    ),
    "ses": Words(
        "An error occurred while trying to deliver the mail to the following recipients:\nyok@ornek.example",
        sender="MAILER-DAEMON@eu-west-1.amazonses.com",
        subject="Delivery Status Notification (Failure)",
        status=(None,),
    ),
    "ses, complaint of the address": Words(
        "The following message to <yok@ornek.example> was undeliverable.\nThe reason for the problem:\n5.1.0 - Unknown address error 550-'5.1.1 <yok@ornek.example>: Recipient address rejected: User unknown'",
        sender="MAILER-DAEMON@eu-west-1.amazonses.com",
        subject="Delivery Status Notification (Failure)",
        status=("5.1.0", "5.1.1"),
    ),
    "ironport": Words(
        "The following message to <yok@ornek.example> was undeliverable.\nThe reason for the problem:\n5.4.7 - Delivery expired (message too old) 'timeout'",
        sender="Mail Delivery System <MAILER-DAEMON@ironport.ornek.example>",
        subject="Delivery Status Notification (Failure)",
        status=("5.4.7",),
    ),
    "gmx": Words(
        'This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. The following addresses failed:\n\n"yok@ornek.example":\nSMTP error from remote server after RCPT command:\nhost: mx.ornek.example\n5.1.1 User unknown\n\n--- The header of the original message is following. ---'
        + COPY,
        sender="<mailer-daemon@gmx.net>",
        subject="Mail delivery failed: returning message to sender",
    ),
    "ionos": Words(
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients.\n\nThe following address failed:\n\n    yok@ornek.example:\n        SMTP error from remote server for RCPT TO command, host: mx.ornek.example (192.0.2.1) reason: 550 5.1.1 User unknown\n\n--- The header of the original message is following. ---"
        + COPY,
        sender="Mail Delivery System <mailer-daemon@kundenserver.example>",
        subject="Warning: message not delivered",
    ),
    "t-online": Words(
        "|------------------------- Message log follows: -------------------------|\n no valid recipients were found for this message\n|------------------------- Failed addresses follow: ---------------------|\n <yok@ornek.example> ... unknown user\n|------------------------- Message text follows: ------------------------|"
        + COPY,
        sender="Mail Delivery System <MAILER-DAEMON@ornek.example>",
        subject="mail failed, returning to sender",
    ),
    "web.de in German": Words(
        "Dies ist eine automatisch erzeugte Nachricht.\n\nIhre E-Mail konnte nicht zugestellt werden an:\n\nyok@ornek.example\n\nGrund: Der Empfänger ist unbekannt.",
        sender="Mailer-Daemon <mailer-daemon@ornek.example>",
        subject="Unzustellbar: Drucker",
    ),
    "orange in French": Words(
        "Bonjour,\n\nVotre message n'a pas pu être remis à son destinataire :\n\nyok@ornek.example\n\nMotif : utilisateur inconnu",
        sender="MAILER-DAEMON@ornek.example",
        subject="Non remis : Imprimante",
    ),
    "in Spanish": Words(
        "No se ha podido entregar el mensaje a los siguientes destinatarios:\n\nyok@ornek.example\n\nMotivo: el usuario no existe",
        sender="MAILER-DAEMON@ornek.example",
        subject="No se puede entregar: Impresora",
    ),
    "in Russian": Words(
        "Это сообщение создано автоматически сервером.\n\nВаше письмо не может быть доставлено следующим получателям:\n\nyok@ornek.example\n\nПричина: пользователь не найден",
        sender="Mailer-Daemon <mailer-daemon@ornek.example>",
        subject="Недоставленное письмо",
    ),
    "in Turkish, full": Words(
        "Bu ileti posta sunucusu tarafından otomatik olarak oluşturulmuştur.\n\nGönderdiğiniz ileti aşağıdaki alıcıya teslim edilemedi:\n\n    yok@ornek.example\n\nNeden: Posta kutusu dolu",
        sender="Posta Sunucusu <postmaster@ornek.example>",
        subject="İletilemedi: Yazıcı",
        status=("5.2.2", "4.2.2"),
    ),
    "in Turkish, delay": Words(
        "Bu yalnızca bir uyarıdır, iletinizi yeniden göndermeniz gerekmez.\n\nİletiniz aşağıdaki alıcıya henüz teslim edilemedi, yeniden denenecek:\n\n    yok@ornek.example\n\nBağlantı zaman aşımına uğradı",
        sender="MAILER-DAEMON@ornek.example",
        subject="Teslimat gecikti: Yazıcı",
        status=("4.4.1", None),
        action="delayed",
    ),
    "in Arabic": Words(
        "تعذر تسليم رسالتك إلى المستلمين التاليين:\n\nyok@ornek.example\n\nلم يتم العثور على عنوان البريد الإلكتروني",
        sender="Microsoft Outlook <postmaster@ornek.example>",
        subject="تعذر التسليم: الطابعة",
        status=("5.1.1", None),
    ),
}
