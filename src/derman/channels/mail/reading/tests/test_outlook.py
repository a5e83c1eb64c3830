"""Mails that Outlook saved as files and somebody attached."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derman.channels.mail.reading import read_mail
from derman.channels.mail.reading.outlook import as_mail

from .saved_mails import a_file, a_mail, compound, saved

SENT = datetime(2026, 11, 24, 10, 5, tzinfo=UTC)
ALI = {"p0c1a": "Ali Öz", "p5d01": "ali@ornek.example", "p0037": "Yazıcı çalışmıyor"}


def opened(*files, **texts):
    made = as_mail(compound(saved(*files, **texts)))
    assert made is not None
    return read_mail(made)


def test_a_saved_mail_says_who_wrote_it_when_and_what():
    mail = opened(sent=SENT, p1000="Merhaba,\r\n\r\nKâğıt sıkıştı.\r\n", p1035="<a1@ornek.example>", **ALI)
    assert (mail.author.name, mail.author.email) == ("Ali Öz", "ali@ornek.example")
    assert (mail.subject, mail.date, mail.message_id) == ("Yazıcı çalışmıyor", SENT, "a1@ornek.example")
    assert mail.text.split() == ["Merhaba,", "Kâğıt", "sıkıştı."]


def test_its_html_is_read_in_its_code_page():
    mail = opened(page=1254, p1013="<p>Kâğıt sıkıştı, ğüşİ.</p>".encode("cp1254"), **ALI)
    assert mail.text == "Kâğıt sıkıştı, ğüşİ."


def test_its_files_come_along_the_long_ones_too():
    files = (a_file("kayıt.log", b"x" * 70_000, "text/x-log"), a_file("logo.png", b"png", "image/png", "logo@1"))
    mail = opened(*files, p1000="Ekte.", **ALI)
    assert [(file.name, file.type, file.size, file.inline) for file in mail.attachments] == [
        ("kayıt.log", "text/x-log", 70_000, False),
        ("logo.png", "image/png", 3, True),
    ]
    assert mail.attachments[0].content == b"x" * 70_000


def test_the_fields_that_came_with_it_count_before_what_outlook_made_of_them():
    came = (
        "Received: from a by b\r\nFrom: =?utf-8?q?Ay=C5=9Fe?= <ayse@ornek.example>\r\nSubject: Uzun\r\n konu\r\n"
        'Content-Type: multipart/alternative; boundary="x"\r\nMessage-ID: <b2@ornek.example>\r\n'
    )
    mail = opened(p007d=came, p1000="Söz.", **ALI)
    assert (mail.author.name, mail.subject, mail.message_id) == ("Ayşe", "Uzun konu", "b2@ornek.example")
    assert mail.text.strip() == "Söz."


def test_a_mail_in_a_saved_mail_is_an_attached_mail():
    mail = opened(a_mail(saved(head=24, p1000="İç söz.", **ALI)), p1000="Dış söz.", **ALI)
    assert mail.text.strip() == "Dış söz."
    (inner,) = mail.attachments
    assert inner.type == "message/rfc822"
    assert read_mail(inner.content).text.strip() == "İç söz."


def test_a_line_break_in_a_subject_makes_no_field():
    mail = opened(p0037="Konu\r\nBcc: x@ornek.example", p1000="Söz.")
    assert mail.subject == "Konu Bcc: x@ornek.example"


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", compound({"Workbook": b"x" * 600}), compound({})[:900]])
def test_what_is_no_saved_mail_is_none(raw):
    assert as_mail(raw) is None


@given(st.data())
def test_a_damaged_one_is_read_as_far_as_it_goes(data):
    whole = bytearray(compound(saved(a_file("a.txt", b"y" * 5_000), p1000="Söz. " * 900, **ALI)))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    made = as_mail(bytes(whole[: data.draw(st.integers(600, len(whole)))]))
    assert made is None or read_mail(made) is not None
