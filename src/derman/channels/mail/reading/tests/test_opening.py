"""Packed, signed, encrypted mails and invitations: what is in them is seen."""

import base64
import struct

import pytest

from derman.channels.mail.reading import Protection, as_record
from derman.channels.mail.reading.cms import signed_content
from derman.channels.mail.reading.tnef import unpack

from .post import parts, read

SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("06092a864886f70d010701")
INNER = (
    b"Content-Type: multipart/mixed; boundary=ic\r\n\r\n--ic\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Imzal\xc4\xb1 metin\r\n--ic\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n--ic--\r\n"
)


def attribute(level: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def text_property(number: int, text: str) -> bytes:
    data = text.encode("utf-16-le") + b"\x00\x00"
    return struct.pack("<HHII", 0x1F, number, 1, len(data)) + data + b"\x00" * (-len(data) % 4)


def named_property(number: int) -> bytes:
    name = "x".encode("utf-16-le")
    head = struct.pack("<HH", 0x03, number) + b"\x00" * 16 + struct.pack("<II", 1, len(name))
    return head + name + b"\x00" * 2 + struct.pack("<I", 7)


def winmail(*files: tuple[str, bytes], body: str = "") -> bytes:
    out = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x9007, struct.pack("<II", 1254, 0))
    if body:
        properties = struct.pack("<I", 3) + struct.pack("<HHI", 0x03, 0x0E07, 1) + named_property(0x8001)
        out += attribute(1, 0x9003, properties + text_property(0x1000, body))
    for name, content in files:
        out += (
            attribute(2, 0x9002, b"\x00" * 14) + attribute(2, 0x8010, b"KISA~1.PDF\x00") + attribute(2, 0x800F, content)
        )
        out += attribute(2, 0x9005, struct.pack("<I", 1) + text_property(0x3707, name))
    return out


def packed(raw: bytes, text: str = "\nEkte.") -> tuple[str, str]:
    lines = base64.encodebytes(raw).decode()
    head = 'Content-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64\n\n'
    return parts(text, head + lines)


def test_the_files_of_a_winmail_dat_are_found_with_their_names():
    mail = read(*packed(winmail(("Şikâyet.pdf", b"%PDF"), ("not.txt", b"bir"))))
    assert [(file.name, file.type, file.size, file.content) for file in mail.files] == [
        ("Şikâyet.pdf", "application/pdf", 4, b"%PDF"),
        ("not.txt", "text/plain", 3, b"bir"),
    ]
    assert [file.name for file in mail.attachments] == ["winmail.dat"]


def test_a_winmail_dat_gives_the_text_of_a_mail_that_has_no_other():
    raw = winmail(body="Asıl metin")
    assert read(*packed(raw, "\n")).text == "Asıl metin"
    assert read(*packed(raw)).text.strip() == "Ekte."


def test_a_winmail_dat_that_is_none_stays_a_file():
    assert [file.name for file in read(*packed(b"bozuk")).files] == ["winmail.dat"]


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_a_winmail_dat_that_is_cut_off_gives_what_is_left(cut):
    raw = winmail(("a.txt", b"bir"), ("b.txt", b"iki"), body="metin")
    assert len(unpack(raw[:cut]).files) <= 2
    assert unpack(raw[: len(raw) - cut // 100]).text == "metin"


def der(tag: int, *inner: bytes) -> bytes:
    body = b"".join(inner)
    size = len(body)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2)
    return bytes([tag]) + length + body


def ber(tag: int, *inner: bytes) -> bytes:
    return bytes([tag, 0x80]) + b"".join(inner) + b"\x00\x00"


def signed(content: bytes) -> bytes:
    wrapped = der(0x30, DATA, der(0xA0, der(0x04, content)))
    return der(0x30, SIGNED_DATA, der(0xA0, der(0x30, b"\x02\x01\x01", der(0x31), wrapped, der(0x31))))


def signed_in_pieces(content: bytes) -> bytes:
    """As Outlook and OpenSSL stream it: no lengths, the content in pieces."""
    pieces = [der(0x04, content[start : start + 50]) for start in range(0, len(content), 50)]
    wrapped = ber(0x30, DATA, ber(0xA0, ber(0x24, *pieces)))
    return ber(0x30, SIGNED_DATA, ber(0xA0, ber(0x30, b"\x02\x01\x01", ber(0x31, ber(0x30)), wrapped, der(0x31))))


@pytest.mark.parametrize("sign", [signed, signed_in_pieces])
@pytest.mark.parametrize("kind", ["application/pkcs7-mime; smime-type=signed-data", "application/x-pkcs7-mime"])
def test_an_opaque_signature_shows_what_it_signs(sign, kind):
    body = base64.encodebytes(sign(INNER)).decode()
    mail = read(body, f"{kind}; name=smime.p7m", content_transfer_encoding="base64")
    assert (mail.text, mail.reply, mail.protection) == ("Imzalı metin", "Imzalı metin", Protection.SIGNED)
    assert [(file.name, file.content) for file in mail.files] == [("a.pdf", b"%PDF")]
    assert [file.name for file in mail.attachments] == ["smime.p7m"]


@pytest.mark.parametrize("cut", range(0, 120, 5))
def test_a_signature_that_is_cut_off_raises_nothing(cut):
    for whole in (signed(INNER), signed_in_pieces(INNER)):
        content = signed_content(whole[:cut])
        assert content is None or INNER.startswith(content)


PROTECTED = {
    "S/MIME, clear": (
        parts("\nMetin", "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nx", kind="signed"),
        Protection.SIGNED,
    ),
    "PGP, clear": (
        parts("\nMetin", "Content-Type: application/pgp-signature; name=signature.asc\n\nx", kind="signed"),
        Protection.SIGNED,
    ),
    "PGP in the text": (
        ("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nMetin\n", "text/plain"),
        Protection.SIGNED,
    ),
    "S/MIME, encrypted": (
        ("eA==", "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m"),
        Protection.ENCRYPTED,
    ),
    "S/MIME, unnamed": (("eA==", "application/pkcs7-mime; name=smime.p7m"), Protection.ENCRYPTED),
    "PGP, encrypted": (
        parts(
            "Content-Type: application/pgp-encrypted\n\nVersion: 1",
            "Content-Type: application/octet-stream\n\nx",
            kind="encrypted",
        ),
        Protection.ENCRYPTED,
    ),
    "PGP in the text, encrypted": (("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", "text/plain"), Protection.ENCRYPTED),
    "neither": (("Metin", "text/plain"), None),
}


@pytest.mark.parametrize(("given", "protection"), PROTECTED.values(), ids=PROTECTED)
def test_a_mail_says_how_it_is_protected(given, protection):
    mail = read(*given)
    assert mail.protection is protection
    assert as_record(mail, "a.eml")["protection"] == (protection.value if protection else None)
    if protection is Protection.SIGNED:
        assert "Metin" in mail.text
        assert mail.files == ()
