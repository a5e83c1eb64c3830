"""Replies of mail programs that write their headings in a form of their own, and sentences that only look so.

Each was read wrongly once.
"""

# ruff: noqa: E501 - mails stand here as they come
import pytest

from derman.channels.mail.reading.html_quotes import cut_html
from derman.channels.mail.reading.quotes import cut_text

ANSWER = "It works again, thank you."
OLD = "Dear Ayşe,\n\nhave you switched it off and on?\n\nDerman Support"
QUOTED = "\n".join(f"> {line}".rstrip() for line in OLD.split("\n"))
GMAIL = "On Tue, Nov 24, 2026 at 10:05 AM Derman <support@derman.example> wrote:"

ABOVE_QUOTES = {
    "squirrel": "Derman Support wrote:",
    "htc tr": '----- Yanıt iletisi -----\nKimden: "Derman" <destek@derman.example>\nKime: <ayse@ornek.example>\nKonu: Yazıcı\nTarih: Sal, Kas 24, 2026 10:05',
    "proton u2010": "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Tuesday, November 24, 2026 10:05 AM, Derman Support <support@derman.example> wrote:",
    "outlook names only wrapped to": "From: Derman Support\nTo: Ayşe Yılmaz; Ali Veli; Mehmet Demir;\nFatma Şahin; Hasan Öz;\nHüseyin Su; Emine Kaya;\nCan Can\nSent: Tuesday, November 24, 2026 10:05 AM\nSubject: RE: Printer",
    "thunderbird fr old": "Derman Support a écrit :",
    "thunderbird de old": "Derman Support schrieb:",
    "thunderbird tr old": "Derman Destek yazdı:",
    "blackberry10": "  Original Message  \nFrom: Derman Support\nSent: Tuesday, November 24, 2026 10:05\nTo: Ayşe\nSubject: Printer",
    "vm": "Derman Support writes:",
    "claws tr": "Tue, 24 Nov 2026 10:05:12 +0300\nDerman Destek <destek@derman.example> yazdı:",
    "gmx app": "Am 24.11.26 um 10:05 schrieb Derman Support",
    "web.de app": "Am 24.11.26, 10:05 schrieb Derman Support",
}
ABOVE_BARE = {
    "htc tr": '----- Yanıt iletisi -----\nKimden: "Derman" <destek@derman.example>\nKime: <ayse@ornek.example>\nKonu: Yazıcı\nTarih: Sal, Kas 24, 2026 10:05',
    "proton u2010": "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Tuesday, November 24, 2026 10:05 AM, Derman Support <support@derman.example> wrote:",
    "proton u2010 bare": "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nlundi 24 novembre 2026, Derman",
    "notes inactive": "Inactive hide details for Derman Support ---11/24/2026 10:05:12 AM---Dear Ayşe, have you switched it offDerman Support ---11/24/2026 10:05:12 AM---Dear Ayşe, have you switched it off\n\nFrom: Derman Support <support@derman.example>\nTo: ayse@ornek.example\nDate: 11/24/2026 10:05 AM\nSubject: Printer",
    "notes dashes": "Derman Support ---24.11.2026 10:05:12---Dear Ayşe, have you switched it off and on?\n\nVon: Derman Support <support@derman.example>\nAn: ayse@ornek.example\nDatum: 24.11.2026 10:05\nBetreff: Drucker",
    "notes old table": "Derman Support <support@derman.example>\n24.11.2026 10:05\n\nTo\nayse@ornek.example\ncc\n\nSubject\nRe: Printer",
    "notes old de": "Derman Support <support@derman.example>\n24.11.2026 10:05\n\nAn\nayse@ornek.example\nKopie\n\nThema\nRe: Drucker",
    "outlook names only wrapped to": "From: Derman Support\nTo: Ayşe Yılmaz; Ali Veli; Mehmet Demir;\nFatma Şahin; Hasan Öz;\nHüseyin Su; Emine Kaya;\nCan Can\nSent: Tuesday, November 24, 2026 10:05 AM\nSubject: RE: Printer",
    "blackberry10": "  Original Message  \nFrom: Derman Support\nSent: Tuesday, November 24, 2026 10:05\nTo: Ayşe\nSubject: Printer",
    "claws tr": "Tue, 24 Nov 2026 10:05:12 +0300\nDerman Destek <destek@derman.example> yazdı:",
    "horde tr": "Alıntı Derman Destek <destek@derman.example>:",
    "horde de": "Zitat von Derman Support <support@derman.example>:",
    "horde en": "Quoting Derman Support <support@derman.example>:",
    "yandex listed": '----------------\nKime: Ayşe Yılmaz (ayse@ornek.example)\nKonu: Yazıcı\n24.11.2026, 10:05, "Derman Destek" <destek@derman.example>:',
    "yandex old": '10:05, 24 Kasım 2026, "Derman Destek" <destek@derman.example>:',
}


@pytest.mark.parametrize("blank", ["\n\n", "\n"], ids=["apart", "tight"])
@pytest.mark.parametrize("heading", ABOVE_QUOTES.values(), ids=ABOVE_QUOTES)
def test_the_heading_above_a_quote_goes_with_it(heading, blank):
    assert cut_text(f"{ANSWER}{blank}{heading}{blank}{QUOTED}\n").reply == ANSWER


@pytest.mark.parametrize("blank", ["\n\n", "\n"], ids=["apart", "tight"])
@pytest.mark.parametrize("heading", ABOVE_BARE.values(), ids=ABOVE_BARE)
def test_the_heading_above_the_old_mail_goes_with_it(heading, blank):
    assert cut_text(f"{ANSWER}{blank}{heading}{blank}{OLD}\n").reply == ANSWER


WHOLE = {
    "the bat ru": (
        "It works again, thank you.\n\nВы писали 24 ноября 2026 г., 10:05:12:\n\n> Dear Ayşe,\n> have you switched it off?\n",
        "It works again, thank you.",
    ),
    "sfr": (
        "It works again, thank you.\n\n======================================== \n\n> Message du 24/11/26 10:05\n> De : support@derman.example\n> Bonjour",
        "It works again, thank you.",
    ),
    "inline header block quoted": (
        "See inline.\n\n-----Original Message-----\nFrom: Derman <support@derman.example>\nSent: Tuesday, November 24, 2026 10:05 AM\nTo: Ayşe\nSubject: Printer\n\n> Which floor?\n\nThe third.\n\n> Which printer?\n\nRed.",
        "See inline.\n\nThe third.\n\nRed.",
    ),
}


@pytest.mark.parametrize(("text", "answer"), WHOLE.values(), ids=WHOLE)
def test_the_answer_of_a_whole_mail(text, answer):
    assert cut_text(text).reply == answer


PHONES = (
    "Diese E-Mail wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet.",
    "Envoyé à partir d’Outlook pour iOS",
    "Отправлено с мобильного устройства",
    "Получите Outlook для Android",
    "مرسل من الآيفون",
    "أُرسل من هاتف Samsung Galaxy الذكي",
    "مرسلة من هاتفي",
    "أرسل من iPhone الخاص بي",
    "Sent from Nine",
    "Sent from Workspace ONE Boxer",
    "Sent from my Verizon, Samsung Galaxy smartphone",
    "Sent with Tutanota; enjoy secure & ad-free emails.",
    "Secured with Tuta Mail:\nhttps://tuta.com/free-email",
    "Sent from Hey",
)


@pytest.mark.parametrize("line", PHONES)
def test_what_a_phone_puts_under_a_mail_is_no_answer(line):
    assert cut_text(f"{ANSWER}\n\n{line}\n").reply == ANSWER
    assert cut_text(f"{ANSWER}\n\n{line}\n\n{GMAIL}\n{QUOTED}\n").reply == ANSWER


KEPT = {
    "from to table": "From: 3rd floor\nTo: 5th floor\nDate: 24.11.2026\n\nplease move my desk",
    "fw thunderbird ru": "Вот.\n\n-------- Перенаправленное сообщение --------\nТема: \tСчёт\nДата: \tTue, 24 Nov 2026 10:05:12 +0300\nОт: \tAli <a@ornek.example>\nКому: \tb@ornek.example\n\nСчёт",
    "fw thunderbird ar": "انظر\n\n-------- الرسالة المُمرّرة --------\nالموضوع: \tفاتورة\nالتاريخ: \tTue, 24 Nov 2026 10:05:12 +0300\nمن: \tAli <a@ornek.example>\nإلى: \tb@ornek.example\n\nفاتورة",
    "fr le": "Le 24/11/2026 à 10:05 le serveur a écrit :\nerreur 5\n\nMerci",
    "es el": "El 24/11/2026 a las 10:05 el programa escribió:\nerror 5\n\nGracias",
    "tr sentence2": "24.11.2026 10:05'te program ekrana hata yazdı:\nhata 5\n\nTeşekkürler",
    "ru sentence": "24.11.2026 в 10:05 программа написала:\nошибка 5\n\nСпасибо",
    "en sentence": "On 24.11.2026 at 10:05 the program wrote:\nerror 5\n\nThanks",
    "yaml": "from: a\nto: b\nsubject: c",
    "smtp log": "> EHLO x\n< 250 ok\n> MAIL FROM\n< 550 no\nwhat now?",
    "diff": "> old line\n< new line\n---\n> other",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_only_looks_like_a_quote_stays(text):
    assert cut_text(text).reply == text


HTML = {
    "notes inactive": (
        '<p>It works again, thank you.<br><br><img src="cid:1" alt="Inactive hide details for Derman ---24.11.2026 10:05:12---Have you switched it off?">Derman ---24.11.2026 10:05:12---Have you switched it off?<br><br>From: Derman &lt;s@d.example&gt;<br>To: a@ornek.example<br>Date: 24.11.2026 10:05<br>Subject: x<hr><div>Have you switched it off?</div>',
        "It works again, thank you.",
    ),
    "notes old table": (
        "<font>It works again, thank you.</font><br><br><br><table width=100%><tr valign=top><td width=40%><font><b>Derman &lt;s@d.example&gt;</b></font><p><font>24.11.2026 10:05</font><td width=59%><table><tr><td>To<td>a@ornek.example<tr><td>cc<td><tr><td>Subject<td>Re: x</table></table><br><div>Have you switched it off?</div>",
        "It works again, thank you.",
    ),
}


@pytest.mark.parametrize(("source", "answer"), HTML.values(), ids=HTML)
def test_the_answer_of_an_html_mail(source, answer):
    assert cut_html(source).text.reply == answer
