# ruff: noqa: E501 - mails stand here as they come
import pytest

from derman.channels.mail.reading.html_quotes import cut_html

from .post import read

OUTLOOK_RULE = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
MAILS = {
    "gmail": '<div dir="ltr">Yeni</div><br><div class="gmail_quote"><div class="gmail_attr">Ali &lt;a@ornek.example&gt; yazdı:<br></div>'
    '<blockquote class="gmail_quote">eski</blockquote></div>',
    "outlook": f'<p class="MsoNormal">Yeni</p><div style="{OUTLOOK_RULE}"><p><b>Qui:</b> Ali</p></div><p>eski</p>',
    "outlook on the web": '<div>Yeni</div><div id="appendonsend"></div><hr tabindex="-1"><div id="x_divRplyFwdMsg"><b>Qui:</b> Ali</div><div>eski</div>',
    "outlook on a phone": '<div>Yeni</div><div id="ms-outlook-mobile-signature">iOS için Outlook</div>'
    '<div id="mail-editor-reference-message-container"><div>eski</div></div>',
    "apple mail": '<div>Yeni</div><div><br><blockquote type="cite"><div>3 Mar 2026 tarihinde, Ali şunları yazdı:</div>eski</blockquote></div>',
    "thunderbird": '<p>Yeni</p><div class="moz-cite-prefix">3.03.2026 09:12 tarihinde Ali yazdı:</div><blockquote type="cite"><p>eski</p></blockquote>',
    "yahoo": '<div>Yeni</div><div class="yahoo_quoted"><div>Salı, Ali:</div>eski</div>',
    "yandex": "<div>Yeni</div><div>03.03.2026, 09:12, &quot;Ali&quot; &lt;a@ornek.example&gt;:</div><blockquote>eski</blockquote>",
    "samsung": '<div>Yeni</div><div id="composer_signature">Galaxy cihazımdan gönderildi</div><div>-------- Orijinal mesaj --------</div>'
    "<div>Gönderen: Ali </div><div>Tarih: 3.03.2026 </div><div>Konu: x </div>eski",
    "proton": '<div>Yeni</div><div class="protonmail_quote">Ali wrote:<blockquote class="protonmail_quote" type="cite">eski</blockquote></div>',
    "signed": '<div>Yeni</div><div class="gmail_signature">Ayşe</div><div class="gmail_quote">eski</div>',
}


@pytest.mark.parametrize("source", MAILS.values(), ids=MAILS)
def test_the_quote_of_each_mail_program_is_cut_in_text_and_in_html(source):
    cut = cut_html(source)
    assert cut.text.reply == "Yeni"
    assert "Yeni" in cut.reply
    assert "eski" not in cut.reply
    assert "eski" in cut.quoted


@pytest.mark.parametrize("source", MAILS.values(), ids=MAILS)
def test_a_cut_leaves_as_many_ends_as_beginnings(source):
    reply = cut_html(source).reply
    assert reply.count("<div") == reply.count("</div>")
    assert reply.count("<blockquote") == reply.count("</blockquote>")


def test_answers_between_quotes_stay():
    cut = cut_html(
        "<p>Bir</p><blockquote type=cite>eski</blockquote><p>İki</p><blockquote type=cite>eski</blockquote><p>Üç</p>"
    )
    assert cut.text.reply == "Bir\n\nİki\n\nÜç"


def test_a_text_that_a_person_indented_is_no_quote():
    source = "<div>Hata:</div><blockquote>Erişim engellendi</blockquote><div>Ne yapayım?</div>"
    assert cut_html(source).reply == source


def test_a_forwarded_mail_is_content():
    source = '<div>Bilginize</div><div class="gmail_quote">---------- Forwarded message ---------<br>Kimden: Ali<br>Konu: x<br>metin</div>'
    assert cut_html(source).reply == source


def test_a_picture_above_the_quote_stays_and_one_in_it_goes():
    mail = read(
        '<div>Bakın:<img src="cid:yeni"></div><div class="gmail_quote">Ali:<img src="cid:eski"></div>',
        "text/html",
    )
    assert "cid:yeni" in mail.reply_html
    assert "cid:eski" not in mail.reply_html
    assert "cid:eski" in mail.quoted_html


def test_a_quote_that_is_only_the_end_of_a_heading_is_cut():
    assert cut_html("Yeni<blockquote type=cite>&gt; wrote:</blockquote>").text.reply == "Yeni"
