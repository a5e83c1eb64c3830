"""Mails as broken programs and careless gateways send them: what can be read of them is kept."""

# ruff: noqa: E501 - mails stand here as they come
import base64
from collections.abc import Callable

import pytest

from derman.channels.mail.reading import Mail, read_mail

from .post import parts, read, write

TEXT = "Şifre ığdır, çok güzel öğüt İÜ"
HTML = "text/html; charset=utf-8"


def encoded(text: str, charset: str = "utf-8") -> str:
    return base64.b64encode(text.encode(charset)).decode()


# A mail, and what a person would read in it.
TEXTS: dict[str, tuple[Callable[[], Mail], str]] = {
    "windows-1254 called Latin-1": (lambda: read(TEXT.encode("cp1254"), "text/plain; charset=iso-8859-1"), TEXT),
    "windows-1254 called ASCII": (lambda: read(TEXT.encode("cp1254"), "text/plain; charset=us-ascii"), TEXT),
    "windows-1254 called UTF-8": (lambda: read(TEXT.encode("cp1254"), "text/plain; charset=utf-8"), TEXT),
    "windows-1254 called Latin-2's neighbour": (
        lambda: read(TEXT.encode("cp1254"), "text/plain; charset=windows-1252"),
        TEXT,
    ),
    "Latin-5 under its other names": (
        lambda: read(TEXT.encode("iso8859-9"), "text/plain; charset=ISO_8859-9:1989"),
        TEXT,
    ),
    "Latin-5 as l5": (lambda: read(TEXT.encode("iso8859-9"), "text/plain; charset=l5"), TEXT),
    "Latin-5 with quotes unclosed": (lambda: read(TEXT.encode("iso8859-9"), 'text/plain; charset="iso-8859-9'), TEXT),
    "no charset at all": (lambda: read(TEXT.encode("cp1254"), "text/plain"), TEXT),
    "no content type at all": (lambda: read(TEXT, ""), TEXT),
    "UTF-8 called windows-1254": (lambda: read(TEXT, "text/plain; charset=windows-1254"), TEXT),
    "UTF-8 called by nobody's name": (lambda: read(TEXT, "text/plain; charset=x-unknown"), TEXT),
    "UTF-8 as utf8": (lambda: read(TEXT, "text/plain; charset=utf8"), TEXT),
    "UTF-8 as UTF-8 with quotes": (lambda: read(TEXT, "text/plain; charset='UTF-8'"), TEXT),
    "UTF-8 with its mark": (lambda: read(b"\xef\xbb\xbf" + TEXT.encode(), "text/plain; charset=utf-8"), TEXT),
    "UTF-16 little": (
        lambda: read(encoded(TEXT, "utf-16-le"), "text/plain; charset=utf-16le", content_transfer_encoding="base64"),
        TEXT,
    ),
    "UTF-16 with its mark": (
        lambda: read(encoded(TEXT, "utf-16"), "text/plain; charset=utf-16", content_transfer_encoding="base64"),
        TEXT,
    ),
    "UTF-16 big without its mark": (
        lambda: read(encoded(TEXT, "utf-16-be"), "text/plain; charset=utf-16", content_transfer_encoding="base64"),
        TEXT,
    ),
    "UTF-7": (lambda: read("Haz+ATE-r", "text/plain; charset=utf-7"), "Hazır"),
    "KOI8-R": (lambda: read("Принтер".encode("koi8-r"), "text/plain; charset=koi8-r"), "Принтер"),
    "windows-1256": (lambda: read("الطابعة".encode("cp1256"), "text/plain; charset=windows-1256"), "الطابعة"),
    "base64 cut off": (lambda: read(encoded("Merhaba dünya")[:-5], content_transfer_encoding="base64"), "Merhaba dü"),
    "base64 with strange signs": (
        lambda: read("!" + encoded("Merhaba") + "\n!!\n", content_transfer_encoding="base64"),
        "Merhaba",
    ),
    "base64 that is none": (
        lambda: read("Düz metin, kodlanmamış.", content_transfer_encoding="base64"),
        "Düz metin, kodlanmamış.",
    ),
    "quoted-printable cut off": (
        lambda: read("Yaz=C4=B1c=C4=B1=", content_transfer_encoding="quoted-printable"),
        "Yazıcı",
    ),
    "quoted-printable in small letters": (
        lambda: read("Yaz=c4=b1c=c4=b1", content_transfer_encoding="Quoted-Printable"),
        "Yazıcı",
    ),
    "quoted-printable with 8 bits": (
        lambda: read("Yazıcı =3D bozuk", content_transfer_encoding="quoted-printable"),
        "Yazıcı = bozuk",
    ),
    "encoding with a comment": (
        lambda: read("Yaz=C4=B1c=C4=B1", content_transfer_encoding="quoted-printable (by hand)"),
        "Yazıcı",
    ),
    "encoding with a typing error": (
        lambda: read("Yaz=C4=B1c=C4=B1", content_transfer_encoding="quoted-printble"),
        "Yaz=C4=B1c=C4=B1",
    ),
    "NULs in the text": (lambda: read("Mer\x00haba"), "Merhaba"),
    "bare carriage returns": (lambda: read(b"bir\riki\r\nuc"), "bir\niki\nuc"),
    "HTML that never closes": (lambda: read("<html><body><p>Merhaba<div>dünya", HTML), "Merhaba\ndünya"),
    "HTML with its charset only inside": (
        lambda: read(b'<meta charset="windows-1254">' + "<p>Şifre</p>".encode("cp1254"), "text/html"),
        "Şifre",
    ),
    "HTML called plain": (
        lambda: read(*parts("Content-Type: text/html; charset=utf-8\n\n<p>Merhaba</p>", kind="alternative")),
        "Merhaba",
    ),
    "plain that is empty beside HTML": (
        lambda: read(
            *parts("Content-Type: text/plain\n\n\n", "Content-Type: text/html\n\n<b>Merhaba</b>", kind="alternative")
        ),
        "Merhaba",
    ),
    "last boundary missing": (
        lambda: read("--sinir\nContent-Type: text/plain\n\nMerhaba\n", "multipart/mixed; boundary=sinir"),
        "Merhaba",
    ),
    "all boundaries missing": (lambda: read("Merhaba", "multipart/mixed; boundary=sinir"), "Merhaba"),
    "boundary not named": (
        lambda: read("--sinir\nContent-Type: text/plain\n\nMerhaba\n--sinir--", "multipart/mixed"),
        "Merhaba",
    ),
    "boundary in wrong case": (
        lambda: read("--SINIR\nContent-Type: text/plain\n\nMerhaba\n--SINIR--", "multipart/mixed; boundary=sinir"),
        "Merhaba",
    ),
    "boundary with blanks behind": (
        lambda: read("--sinir  \nContent-Type: text/plain\n\nMerhaba\n--sinir--  ", "multipart/mixed; boundary=sinir"),
        "Merhaba",
    ),
    "boundary of the inner like that of the outer": (
        lambda: read(
            "--a\nContent-Type: multipart/alternative; boundary=ab\n\n--ab\nContent-Type: text/plain\n\nMerhaba\n--ab--\n--a--",
            "multipart/mixed; boundary=a",
        ),
        "Merhaba",
    ),
    "parts without headers": (
        lambda: read("--sinir\n\nMerhaba\n--sinir--", "multipart/mixed; boundary=sinir"),
        "Merhaba",
    ),
    "a blank line before the headers": (lambda: read_mail(b"\r\n" + write("Merhaba")), "Merhaba"),
    "an mbox line before the headers": (
        lambda: read_mail(b"From ayse@ornek.example Tue Nov 24 10:05:12 2026\n" + write("Merhaba")),
        "Merhaba",
    ),
    "bare line feeds": (lambda: read_mail(write("Merhaba").replace(b"\r\n", b"\n")), "Merhaba"),
    "a header line that is none": (
        lambda: read_mail(write("Merhaba").replace(b"Subject:", b"bu bir alan degil\r\nSubject:")),
        "Merhaba",
    ),
    "multipart that says it is base64": (
        lambda: read(*parts("Content-Type: text/plain\n\nMerhaba"), content_transfer_encoding="base64"),
        "Merhaba",
    ),
    "a type with a typing error": (lambda: read("Merhaba", "text; charset=utf-8"), "Merhaba"),
    "two content types": (
        lambda: read("Merhaba", "text/plain; charset=utf-8\r\nContent-Type: application/pdf"),
        "Merhaba",
    ),
}


@pytest.mark.parametrize(("make", "text"), TEXTS.values(), ids=TEXTS)
def test_the_text_of_a_damaged_mail_is_read(make, text):
    assert make().text.strip() == text


SUBJECTS = {
    "raw UTF-8": ("Yazıcı çalışmıyor".encode(), "Yazıcı çalışmıyor"),
    "raw windows-1254": ("Yazıcı çalışmıyor".encode("cp1254"), "Yazıcı çalışmıyor"),
    "encoded, windows-1254 called Latin-1": (b"=?iso-8859-1?Q?Yaz=FDc=FD?=", "Yazıcı"),
    "encoded, Latin-5": (b"=?ISO-8859-9?Q?Yaz=FDc=FD_=E7al=FD=FEm=FDyor?=", "Yazıcı çalışmıyor"),
    "encoded, split in a character": (b"=?utf-8?B?WWF6xA==?= =?utf-8?B?sWPEsQ==?=", "Yazıcı"),
    "encoded, no blank between": (b"=?utf-8?Q?Yaz=C4=B1?==?utf-8?Q?c=C4=B1?=", "Yazıcı"),
    "encoded, blanks inside": (b"=?utf-8?Q?Yaz=C4=B1c=C4=B1 bozuk?=", "Yazıcı bozuk"),
    "encoded in quotes": (b'"=?utf-8?Q?Yaz=C4=B1c=C4=B1?="', '"Yazıcı"'),
    "encoded with a language": (b"=?utf-8*tr?Q?Yaz=C4=B1c=C4=B1?=", "Yazıcı"),
    "encoded, padding lost": (b"=?utf-8?B?WWF6xLFjxLE?=", "Yazıcı"),
    "encoded, unknown charset": (b"=?x-bilinmez?Q?Yaz=C4=B1c=C4=B1?=", "Yazıcı"),
    "encoded and never closed": (b"=?utf-8?Q?Yaz=C4=B1c", "=?utf-8?Q?Yaz=C4=B1c"),
    "folded in a word": (b"=?utf-8?Q?Yaz=C4=B1?=\r\n =?utf-8?Q?c=C4=B1?=", "Yazıcı"),
    "a line break hidden in a word": (b"=?utf-8?Q?a=0D=0ABcc:_x@y.example?=", "a Bcc: x@y.example"),
    "a NUL": (b"Yaz\x00ici", "Yaz ici"),
    "empty": (b"", ""),
    "underscores outside words": (b"a_b =?utf-8?Q?c_d?=", "a_b c d"),
}


@pytest.mark.parametrize(("raw", "subject"), SUBJECTS.values(), ids=SUBJECTS)
def test_a_damaged_subject_is_read(raw, subject):
    assert read_mail(b"From: ayse@ornek.example\r\nSubject: " + raw + b"\r\n\r\nx").subject == subject


NAMES = {
    "RFC 2231": ("attachment; filename*=utf-8''%C5%9Eikayet.pdf", "Şikayet.pdf"),
    "RFC 2231 in pieces": ("attachment; filename*0*=utf-8''%C5%9Eik; filename*1*=ayet.pdf", "Şikayet.pdf"),
    "RFC 2231, pieces in wrong order": ("attachment; filename*1*=ayet.pdf; filename*0*=utf-8''%C5%9Eik", "Şikayet.pdf"),
    "RFC 2231 without a charset": ("attachment; filename*=''%C5%9Eikayet.pdf", "Şikayet.pdf"),
    "RFC 2231 in quotes": ("attachment; filename*=\"utf-8''%C5%9Eikayet.pdf\"", "Şikayet.pdf"),
    "RFC 2231 without its apostrophes": ("attachment; filename*=%C5%9Eikayet.pdf", "Şikayet.pdf"),
    "RFC 2231 beside a plain one": (
        "attachment; filename=\"Sikayet.pdf\"; filename*=utf-8''%C5%9Eikayet.pdf",
        "Şikayet.pdf",
    ),
    "RFC 2231 in Latin-5": ("attachment; filename*=iso-8859-9''%DEikayet.pdf", "Şikayet.pdf"),
    "RFC 2231 with a broken escape": ("attachment; filename*=utf-8''100%.pdf", "100%.pdf"),
    "encoded word": ('attachment; filename="=?utf-8?Q?=C5=9Eikayet.pdf?="', "Şikayet.pdf"),
    "encoded word without quotes": ("attachment; filename==?utf-8?Q?=C5=9Eikayet.pdf?=", "Şikayet.pdf"),
    "encoded words": ('attachment; filename="=?utf-8?Q?=C5=9Eik?=\r\n =?utf-8?Q?ayet.pdf?="', "Şikayet.pdf"),
    "raw": ('attachment; filename="Şikayet.pdf"', "Şikayet.pdf"),
    "blanks without quotes": ("attachment; filename=Aylik rapor.pdf", "Aylik rapor.pdf"),
    "a semicolon in quotes": ('attachment; filename="a;b.pdf"', "a;b.pdf"),
    "quotes in quotes": ('attachment; filename="a\\"b.pdf"', 'a"b.pdf'),
    "quotes never closed": ('attachment; filename="rapor.pdf', "rapor.pdf"),
    "no blank after the semicolon": ("attachment;filename=rapor.pdf", "rapor.pdf"),
    "blanks around the sign": ('attachment; filename = "rapor.pdf"', "rapor.pdf"),
    "capitals": ('ATTACHMENT; FILENAME="rapor.pdf"', "rapor.pdf"),
}


@pytest.mark.parametrize(("disposition", "name"), NAMES.values(), ids=NAMES)
def test_a_damaged_file_name_is_read(disposition, name):
    (file,) = read(
        *parts(
            "\nEkte.",
            f"Content-Type: application/pdf\nContent-Disposition: {disposition}\n\n%PDF".replace("\r\n", "\n"),
        )
    ).attachments
    assert (file.name, file.type) == (name, "application/pdf")


SENDERS = {
    "comma in an unquoted name": ("Yılmaz, Ayşe <ayse@ornek.example>", "ayse@ornek.example"),
    "comment": ("ayse@ornek.example (Ayşe Yılmaz)", "ayse@ornek.example"),
    "no brackets": ("Ayşe ayse@ornek.example", "ayse@ornek.example"),
    "bracket never closed": ("Ayşe <ayse@ornek.example", "ayse@ornek.example"),
    "brackets twice": ("Ayşe <<ayse@ornek.example>>", "ayse@ornek.example"),
    "mailto": ("Ayşe <mailto:ayse@ornek.example>", "ayse@ornek.example"),
    "address as a name": ('"ayse@baska.example" <ayse@ornek.example>', "ayse@ornek.example"),
    "encoded whole": ("=?utf-8?Q?Ay=C5=9Fe_=3Ckotu=40x.example=3E?= <ayse@ornek.example>", "ayse@ornek.example"),
    "blanks in the brackets": ("Ayşe < ayse@ornek.example >", "ayse@ornek.example"),
    "quote never closed": ('"Ayşe <ayse@ornek.example>', "ayse@ornek.example"),
    "international domain": ("Ayşe <ayse@örnek.example>", "ayse@örnek.example"),
    "two of them": ("ayse@ornek.example, ali@ornek.example", "ayse@ornek.example"),
    "trailing comma": ("Ayşe <ayse@ornek.example>,", "ayse@ornek.example"),
    "group": ("Muhasebe: ayse@ornek.example;", "ayse@ornek.example"),
    "capitals in the domain": ("ayse@ORNEK.example", "ayse@ORNEK.example"),
}


@pytest.mark.parametrize(("sender", "email"), SENDERS.values(), ids=SENDERS)
def test_a_damaged_sender_is_found(sender, email):
    found = [person.email for person in read(from_=sender).authors]
    assert email in found
    assert "kotu@x.example" not in found


def test_a_text_that_is_utf8_as_far_as_the_damage_is_utf8():
    mail = read_mail(b"Content-Type: text/plain; charset=utf-8\r\n\r\nMerhaba d\xc3\xbcnya \x8e\x8a\xff son\r\n")
    assert "Merhaba dünya" in mail.text
