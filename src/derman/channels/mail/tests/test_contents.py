"""What of a mail becomes part of a message."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from derman.channels.mail.contents import files_of, words_of
from derman.channels.mail.reading import read_mail
from derman.channels.mail.reading.tests.saved_mails import a_file, compound, saved

HEADING = "On Tue, Nov 24, 2026 at 10:05 AM Derman <support@derman.example> wrote:"
PAIRS = (
    f"{HEADING}\n> Which floor?\n\nThe third.\n\n> Which printer?\n> > We have two.\n\nThe one with colours.\n\n> Bye\n"
)


def test_a_plain_mail_becomes_quotes_and_answers_on_the_screen() -> None:
    words = words_of(read_mail(f"From: a@ornek.example\nSubject: Re: x\n\n{PAIRS}".encode()))
    pairs = "<blockquote><p>Which printer?</p><blockquote><p>We have two.</p></blockquote></blockquote>"
    assert f"<p>The third.</p>{pairs}<p>The one with colours.</p>" in words.html
    assert words.text.endswith("> > We have two.\n\nThe one with colours.")
    assert "Bye" in words.quoted
    assert "floor" not in words.quoted


def with_file(content: bytes, name: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Ayşe <ayse@ornek.example>", "FW: Printer"
    mail.set_content("See below.")
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_a_mail_that_outlook_saved_is_opened_with_its_files() -> None:
    saved_mail = compound(
        saved(a_file("log.txt", b"fire"), p0c1a="Mert", p5d01="mert@ornek.example", p0037="Printer", p1000="It burns.")
    )
    mail = read_mail(with_file(saved_mail, "Printer.MSG").as_bytes())
    words = words_of(mail)
    assert "From: Mert <mert@ornek.example>" in words.text
    assert "It burns." in words.text
    assert [file.name for file in files_of(mail)] == ["Printer.MSG", "log.txt"]
    assert "It burns." not in words_of(read_mail(with_file(saved_mail[:700], "Printer.msg").as_bytes())).text


@pytest.mark.parametrize(
    ("content", "name", "opened"),
    [
        (b"From: Mert <mert@ornek.example>\nSubject: Printer\n\nIt burns.", "Printer.EML", True),
        (b"From: Mert <mert@ornek.example>\r\nSubject: Printer\r\n\r\nIt burns.", "Printer.eml", True),
        (b"From: Mert <mert@ornek.example>\nSubject: Printer\n\nIt burns.", "Printer.dat", False),
        (base64.b64encode(b"It burns." * 9), "Printer.eml", False),
    ],
    ids=["mail", "mail with carriage returns", "another name", "not a mail"],
)
def test_a_mail_attached_as_a_file_is_opened(content: bytes, name: str, opened: bool) -> None:
    words = words_of(read_mail(with_file(content, name).as_bytes()))
    assert ("It burns." in words.text) == opened
    assert ("mert@ornek.example" in words.html) == opened
