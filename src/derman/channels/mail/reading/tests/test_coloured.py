"""Answers that people write into the old mail in a colour of their own are read, and colours of the old mail are not."""

# ruff: noqa: E501 - mails stand here as they come
import pytest

from derman.channels.mail.reading.html_quotes import cut_html
from derman.channels.mail.reading.tests.post import parts, read

HEADING = "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Kimden:</b> Derman &lt;destek@derman.example&gt;<br><b>Gönderildi:</b> 24 Kasım 2026 Salı 10:05<br><b>Kime:</b> Ayşe<br><b>Konu:</b> RE: Yazıcı</p></div>"
LINK = '<p class=MsoNormal><a href="https://ornek.example"><span style="color:#0563C1">ornek.example</span></a></p>'


def _outlook(top: str, colour: str, heading: str = HEADING) -> str:
    answers = [
        f"<p class=MsoNormal><span style='color:{colour}'>{text}<o:p></o:p></span></p>"
        for text in ("Üçüncü.", "Renkli.")
    ]
    return (
        f"<html><body><div class=WordSection1><p class=MsoNormal>{top}</p>{heading}<p class=MsoNormal>Hangi kat?</p>"
        f"{answers[0]}<p class=MsoNormal>Hangi yazıcı?</p>{answers[1]}<p class=MsoNormal>Derman</p>{LINK}</div></body></html>"
    )


@pytest.mark.parametrize("colour", ["red", "#0070C0", "rgb(192, 0, 0)"])
@pytest.mark.parametrize(
    "top",
    [
        "Yanıtlarım aşağıda.",
        "See below in colour.",
        "Meine Antworten in Rot.",
        "Mes réponses ci-dessous.",
        "Respondo abajo.",
        "Ответы ниже.",
        "الإجابات أدناه",
    ],
)
def test_announced_answers_stand_below_what_they_answer(top, colour):
    cut = cut_html(_outlook(top, colour))
    assert cut.text.reply == f"{top}\n\nÜçüncü.\n\nRenkli."
    assert cut.text.shown == f"{top}\n\n> Hangi kat?\n\nÜçüncü.\n\n> Hangi yazıcı?\n\nRenkli."
    assert "<mark>Üçüncü.</mark>" in cut.shown
    assert "Hangi kat?" in cut.shown
    assert "Kimden" not in cut.shown
    assert "Üçüncü." in cut.reply
    assert "Hangi kat?" not in cut.reply


def test_red_answers_need_no_words_above_them():
    assert cut_html(_outlook("", "red")).text.reply == "Üçüncü.\n\nRenkli."
    assert cut_html(_outlook("", "#0070C0")).text.reply == ""


@pytest.mark.parametrize("colour", ["#1F497D", "black", "#666666"])
def test_the_ink_of_an_older_answer_is_no_answer(colour):
    assert cut_html(_outlook("Yanıtlarım aşağıda.", colour)).text.reply == "Yanıtlarım aşağıda."


def test_colours_of_the_old_mail_stay_there_where_nothing_is_announced():
    assert cut_html(_outlook("Çalışıyor.", "red")).text.reply == "Çalışıyor."


def test_older_mails_below_are_not_searched():
    older = _outlook("Yanıtlarım aşağıda.", "black").replace(
        "Derman</p>", "Derman</p>" + HEADING + "<p>Neden?</p><p style='color:red'>Eski.</p>"
    )
    assert cut_html(older).text.reply == "Yanıtlarım aşağıda."


def test_the_text_part_which_has_no_colours_is_not_preferred():
    plain = "Content-Type: text/plain; charset=utf-8\n\nYanıtlarım aşağıda.\n\nKimden: Derman <destek@derman.example>\nGönderildi: 24 Kasım 2026\nKonu: Yazıcı\n\nHangi kat?\nÜçüncü.\n"
    html = f"Content-Type: text/html; charset=utf-8\n\n{_outlook('Yanıtlarım aşağıda.', 'red')}\n"
    mail = read(*parts(plain, html, kind="alternative"))
    assert mail.reply == "Yanıtlarım aşağıda.\n\nÜçüncü.\n\nRenkli."


def test_an_answer_behind_its_question_gets_a_line_of_its_own():
    mail = f"<p>Yanıtlarım aşağıda kırmızı ile.</p>{HEADING}<p>Hangi oda? <span style='color:red'>312 numaralı oda</span></p><p>İyi günler</p>"
    cut = cut_html(mail)
    assert cut.text.reply == "Yanıtlarım aşağıda kırmızı ile.\n\n312 numaralı oda"
    assert cut.text.shown == "Yanıtlarım aşağıda kırmızı ile.\n\n> Hangi oda?\n\n312 numaralı oda"
