"""Mails that are passed on without dashes above: the subject says so, and what stands below is no quote."""

from html import escape

import pytest

from derman.channels.mail.reading import read_mail
from derman.channels.mail.reading.subjects import says_forwarded, without_forward

OWN = ["destek@derman.example"]
WARNING = "SRV-03 diski %95 dolu."

HEADINGS = {
    "tr": "Kimden: İzleme <izleme@ornek.example>\nGönderildi: 3 Mart 2026 Salı 08:00\nKime: Ayşe\nKonu: Uyarı",
    "en": "From: Watch <izleme@ornek.example>\nSent: Tuesday, March 3, 2026 8:00 AM\nTo: Ayşe\nSubject: Warning",
    "de": "Von: Wache <izleme@ornek.example>\nGesendet: Dienstag, 3. März 2026 08:00\nAn: Ayşe\nBetreff: Warnung",
    "ru": "От: Смотр <izleme@ornek.example>\nОтправлено: 3 марта 2026 г. 8:00\nКому: Ayşe\nТема: Диск",
    "classic": "-----Original Message-----\nFrom: Watch <izleme@ornek.example>\nSent: 3 March 2026 08:00\nTo: Ayşe",
}


def outlook(heading: str) -> str:
    """The same as desktop Outlook writes it in HTML."""
    lines = "<br>".join(map(escape, heading.split("\n")))
    rule = '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
    return f"<p>Bakar mısınız?</p>{rule}<p>{lines}</p></div><p>{WARNING}</p>"


def mail(subject: str, text: str, kind: str = "plain") -> bytes:
    return (
        f"From: Ayşe Yılmaz <ayse@ornek.example>\nTo: {OWN[0]}\nSubject: {subject}\n"
        f"In-Reply-To: <1@ornek.example>\nContent-Type: text/{kind}; charset=utf-8\n\n{text}"
    ).encode()


@pytest.mark.parametrize("heading", HEADINGS.values(), ids=list(HEADINGS))
@pytest.mark.parametrize("subject", ["İLT: Uyarı", "FW: Uyarı", "WG: Uyarı", "Fwd[2]: Uyarı", "转发：Uyarı"])
def test_what_is_passed_on_stays(subject: str, heading: str) -> None:
    text = f"Bakar mısınız?\n\n{heading}\n\n{WARNING}\n"
    for raw in (mail(subject, text), mail(subject, outlook(heading), "html")):
        read = read_mail(raw, OWN)
        assert read.shown.startswith("Bakar mısınız?")
        assert WARNING in read.shown
        assert WARNING not in read.quoted
        assert not read.html or WARNING in read.shown_html


@pytest.mark.parametrize("heading", HEADINGS.values(), ids=list(HEADINGS))
def test_what_is_passed_on_behind_signs_of_a_quote_stays(heading: str) -> None:
    """Apple Mail quotes what it forwards, below words that differ by language."""
    quoted = "\n".join(f"> {line}".rstrip() for line in f"{heading}\n\n{WARNING}".split("\n"))
    read = read_mail(mail("İlt: Uyarı", f"Bakar mısınız?\n\nİleti aşağıda başlıyor:\n\n{quoted}\n"), OWN)
    assert WARNING in read.shown
    assert WARNING not in read_mail(mail("Ynt: Uyarı", f"Bakar mısınız?\n\n{quoted}\n"), OWN).shown
    lines = "<br>".join(map(escape, heading.split("\n")))
    source = f'<div>Bakar mısınız?</div><blockquote type="cite"><div>{lines}</div><div>{WARNING}</div></blockquote>'
    assert WARNING in read_mail(mail("İlet: Uyarı", source, "html"), OWN).shown_html
    assert WARNING not in read_mail(mail("Re: Uyarı", source, "html"), OWN).shown_html


@pytest.mark.parametrize("subject", ["Ynt: Uyarı", "Re: FW: Uyarı", "VS: Uyarı", "Uyarı", ""])
def test_an_answer_passes_nothing_on(subject: str) -> None:
    text = f"Bakar mısınız?\n\n{HEADINGS['tr']}\n\n{WARNING}\n"
    assert read_mail(mail(subject, text), OWN).shown == "Bakar mısınız?"
    assert read_mail(mail(subject, outlook(HEADINGS["tr"]), "html"), OWN).shown == "Bakar mısınız?"


def test_a_mail_of_the_desk_that_is_forwarded_to_the_desk_is_a_quote() -> None:
    heading = HEADINGS["tr"].replace("izleme@ornek.example", "destek+1042-a@derman.example")
    read = read_mail(mail("İLT: Uyarı", f"Bakar mısınız?\n\n{heading}\n\n{WARNING}\n"), OWN)
    assert read.shown == "Bakar mısınız?"
    assert WARNING in read.quoted


def test_the_prefix_of_a_forward_is_known_in_any_case() -> None:
    assert all(map(says_forwarded, ["ilt: x", "İLT: x", "TR : x", "RV: x", "Пересл: x", "إعادة توجيه: x", "FWD:x"]))
    assert not any(map(says_forwarded, ["Forward planning: x", "[FW] x", "Trafik: x", "Re: Fwd: x", "FW", "", ":"]))
    assert without_forward("İLT: Uyarı: disk") == "Uyarı: disk"
    assert without_forward("Uyarı: disk") == "Uyarı: disk"
