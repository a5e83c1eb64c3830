"""Replies of rarer programs and languages, and of some that nobody taught the rules.

Each was read wrongly once.
"""

# ruff: noqa: E501 - mails stand here as they come
import pytest

from derman.channels.mail.reading.html_quotes import cut_html
from derman.channels.mail.reading.quotes import cut_text

ANSWER = "It works again, thank you.\n\nAyşe"
OLD = "Dear Ayşe,\n\nhave you switched it off and on?\n\nDerman Support"
QUOTED = "\n".join(f"> {line}".rstrip() for line in OLD.split("\n"))
NAMED = "Derman Support <support@derman.example>"

HEADINGS = {
    "gmail th": f"ในวันที่ อ. 24 พ.ย. 2026 เวลา 10:05 {NAMED} เขียนว่า:",
    "gmail hi": f"मंगल, 24 नव॰ 2026 को 10:05 am बजे को {NAMED} ने\nलिखा:",
    "gmail ca, not in the table": f"Missatge de {NAMED} del dia dt., 24 de nov.\n2026 a les 10:05:",
    "gmail eu, not in the table": f"{NAMED} erabiltzaileak hau idatzi du (2026 aza. 24, ar. (10:05)):",
    "apple pl": f"Wiadomość napisana przez {NAMED} w dniu 24 lis 2026, o godz. 10:05:",
    "mutt": f"* {NAMED} [2026-11-24 10:05]:",
    "zoho de": f"---- Am Di, 24 Nov 2026 10:05:12 +0300 schrieb {NAMED} ----",
    "groupwise, number of the message": ">>> On 11/24/2026 at 10:05 AM, in message <5F1A.EDE1.00AF.0@derman.example>, Derman Support\n<support@derman.example> wrote:",
    "163": 'At 2026-11-24 10:05:12, "Derman Support" <support@derman.example> wrote:',
    "eudora": "At 10:05 AM 11/24/2026 +0300, Derman Support wrote:",
    "aol": "In a message dated 11/24/2026 10:05:12 A.M. Central European Standard Time,\nsupport@derman.example writes:",
    "outlook tr, names only": "Kimden: Derman Destek\nGönderilmiş: 24 Kasım 2026 Salı 10:05\nKime: Ayşe Yılmaz\nKonu: Yazıcı",
    "outlook th": f"จาก: {NAMED}\nส่ง: วันอังคารที่ 24 พฤศจิกายน 2569 10:05\nถึง: Ayşe\nเรื่อง: RE: เครื่องพิมพ์",
    "a label of the time that nobody knows": "From: Derman Support\nZeitpunkt: 24.11.2026 10:05\nTo: Ayşe Yılmaz\nSubject: Printer",
}


@pytest.mark.parametrize("old", [OLD, QUOTED], ids=["bare", "quoted"])
@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS)
def test_the_answer_stands_alone(heading, old):
    for text in (f"{ANSWER}\n\n{heading}\n\n{old}\n", f"{ANSWER}\n\n{heading}\n{old}\n"):
        assert cut_text(text).reply == ANSWER


def test_the_heading_in_pieces_goes_as_a_whole():
    text = f"{ANSWER}\n\nOn Nov 24, 2026,\nat 10:05,\n{NAMED} wrote:\n\n{QUOTED}"
    assert cut_text(text).reply == ANSWER


LINES = (
    "Akıllı telefonumdan gönderildi, yazım hatalarım için kusura bakmayın.",
    "Yahoo Postadan gönderildi. Düzenleyin",
    "Sent from Yahoo Mail. Get the app",
    "Sent from Surface",
    "Sent from my BlackBerry - the most secure mobile device - via the Bell Network",
    "Sent from my U.S. Cellular® Smartphone",
    "Sent on the go",
    "Laden Sie Outlook für iOS herunter",
    "Obtenez Outlook pour iOS",
    "Obtenga Outlook para iOS",
    "Загрузите Outlook для iOS",
    "Verzonden vanuit Mail voor Windows",
    "Pobierz aplikację Outlook dla systemu iOS",
    "Outlook for iOSを入手",
    "Ottenere Outlook per iOS <https://aka.ms/o0ukef>",
    "Đã gửi từ iPhone của tôi",
)


@pytest.mark.parametrize("line", LINES)
def test_what_a_phone_puts_under_a_mail_is_no_answer(line):
    assert cut_text(f"{ANSWER}\n\n{line}\n").reply == ANSWER


KEPT = (
    "Outlook for Android does not sync since Monday",
    "Outlook mobile: https://aka.ms/abc123 opens nothing, why?",
    "Telefonumdan gönderildi. Ama ulaşmadı, bakar mısınız?",
    "Sent from my iPhone. Please call me back at once.",
    "Ali Veli <ali@ornek.example> came on 24.11.2026. The log of 10:05:",
    "Kişi: Ali Veli\nZaman: 24.11.2026 10:05\nKonu: Yazıcı",
)


@pytest.mark.parametrize("text", KEPT)
def test_what_a_person_wrote_stays(text):
    assert cut_text(f"Merhaba,\n\n{text}").reply == f"Merhaba,\n\n{text}"


HTML = {
    "outlook, its line written anew": '<p>It works.</p><div style="border-width: 1pt medium medium; border-style: solid none none; border-color: rgb(225, 225, 225) currentcolor currentcolor; padding: 3pt 0in 0in;"><p><b>Aa:</b> D</p></div><p>switched</p>',
    "roundcube read in roundcube": '<p>It works.</p><p id="v1reply-intro">Derman yazmış:</p><blockquote type="cite">switched</blockquote>',
    "orange": '<div>It works.</div><br><blockquote style="border-left: 2px solid #345487">&gt; Message du 24/11/26 10:05<br />&gt; De : "D" &lt;d@derman.example&gt;<br />&gt; A : a<br />&gt; Objet : x<br />switched</blockquote>',
}


@pytest.mark.parametrize("source", HTML.values(), ids=HTML)
def test_the_answer_of_an_html_mail(source):
    cut = cut_html(source)
    assert cut.text.reply == "It works."
    assert "switched" not in cut.reply
