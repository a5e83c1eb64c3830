"""What may be taken along, and that it holds together whatever it holds."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zlib
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from derman.kernel import clock
from derman.tickets import actions
from derman.tickets.errors import TicketNotFound
from derman.tickets.incoming import IncomingFile
from derman.transcripts.eml import to_mail
from derman.transcripts.pdf import FONTS, MORE, _Paper, _plain, to_pdf
from derman.transcripts.queries import own_transcript, transcript
from tests.cast import asks


def png(width, height):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x20\x80\x60" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def settled():
    return clock.frozen_at(clock.now() + timedelta(minutes=1))


@pytest.fixture
def talked(vpn, elif_):
    actions.note(actor=elif_, ticket=vpn.pk, text="He is difficult.")
    actions.forward(actor=elif_, ticket=vpn.pk, to="help@vendor.example", text="Know this?")
    actions.reply(
        actor=elif_, ticket=vpn.pk, text="Try GW-1.", attached=[IncomingFile(name="a.png", content=png(9, 9))]
    )
    return vpn


def texts(found):
    return [said.text for said in found.said]


def test_an_agent_chooses_whether_the_notes_go_along(talked, elif_):
    assert texts(transcript(elif_, talked.pk)) == ["It drops every ten minutes.", "Try GW-1."]
    assert "He is difficult." in texts(transcript(elif_, talked.pk, notes=True))


def test_a_requester_never_gets_notes_and_no_addresses(talked, mert, elif_):
    with settled():
        for found in (own_transcript(mert, talked.pk), transcript(mert, talked.pk, notes=True)):
            assert texts(found) == ["It drops every ten minutes.", "Try GW-1."]
            whole = to_mail(found, "en").decode()
            assert "vendor.example" not in whole
            assert elif_.email not in whole


def test_what_can_still_be_taken_back_is_not_there_yet(talked, mert):
    assert texts(own_transcript(mert, talked.pk)) == ["It drops every ten minutes."]


def test_nobody_gets_what_they_may_not_see(talked, secret, selin, elif_, mert):
    for read, person, number in (
        (transcript, elif_, secret.pk),
        (transcript, selin, talked.pk),
        (own_transcript, elif_, talked.pk),
        (own_transcript, mert, secret.pk),
    ):
        with pytest.raises(TicketNotFound):
            read(person, number)


def test_turkish_letters_are_in_the_pdf(front_line, mert, elif_):
    from fontTools.ttLib import TTFont

    letters = set("ğĞıİşŞçÇöÖüÜâî₺«»“”–…€")
    for weight in ("regular", "bold"):
        known = set()
        for name in ("latin", *MORE):
            known |= {chr(code) for code in TTFont(FONTS / f"inter-{name}-{weight}.ttf").getBestCmap()}
        assert letters <= known
    ticket = asks(mert, "Yazıcı çalışmıyor", "Şu an İĞÜŞÖÇ ığüşöç basmıyor. Привет. Γειά.")
    made = to_pdf(transcript(elif_, ticket.pk), "tr")
    assert made.startswith(b"%PDF-")
    assert b"%%EOF" in made[-10:]


EAST = "你好 繁體 こんにちは カタカナ 안녕하세요 ，。「」"


@pytest.mark.parametrize("signs", [EAST, "😀👍🏽❤️✔✅🎉👨‍👩‍👧", f"{EAST} 🙏 Şu an"], ids=["east asian", "emoji", "both"])
def test_east_asian_signs_and_emoji_are_in_the_desks_own_fonts(monkeypatch, tmp_path, signs):
    monkeypatch.setattr("derman.transcripts.pdf.MACHINE", tmp_path)
    plain = _plain(signs)
    assert not _Paper("").has(plain)
    assert _Paper("", plain).has(plain)


def test_other_scripts_are_taken_from_the_machines_fonts_where_it_has_them(monkeypatch, tmp_path):
    monkeypatch.setattr("derman.transcripts.pdf.MACHINE", tmp_path)
    monkeypatch.setattr("derman.transcripts.pdf.RARE", ())
    assert not _Paper("", "한국").has("한국")
    (tmp_path / "NotoSansHangul-Regular.ttf").write_bytes((FONTS / "hangul-regular.ttf").read_bytes())
    assert _Paper("", "한국").has("한국")
    assert not _Paper("", "𓀀").has("𓀀")


def test_pictures_are_in_the_pdf_and_hostile_ones_only_named(vpn, elif_):
    def drawn(content):
        attached = [IncomingFile(name="a.png", content=content)]
        actions.reply(actor=elif_, ticket=vpn.pk, text="See", attached=attached)
        return to_pdf(transcript(elif_, vpn.pk), "en").count(b"/Subtype /Image")

    assert drawn(png(40, 30)) == 1
    bomb = png(9, 9)[:16] + struct.pack(">II", 60_000, 60_000) + png(9, 9)[24:]
    assert drawn(bomb) == 1
    assert drawn(b"\x89PNG\r\n\x1a\n" + b"x" * 400) == 1


def test_a_huge_conversation_takes_bounded_time_and_memory(vpn, elif_):
    for _ in range(6):
        actions.note(actor=elif_, ticket=vpn.pk, text="çok uzun " * 50_000)
    found = transcript(elif_, vpn.pk, notes=True)
    assert found.shortened
    assert sum(len(said.text) for said in found.said) <= 400_000
    begun = time.monotonic()
    made = to_pdf(found, "tr")
    assert len(made) < 1_000_000
    assert time.monotonic() - begun < 60


def test_memory_is_bounded_whatever_hangs_on_it(vpn, elif_):
    for width in range(12):
        picture = IncomingFile(name="a.png", content=png(2000 + width, 1500))
        actions.note(actor=elif_, ticket=vpn.pk, text="See", attached=[picture])
    found = transcript(elif_, vpn.pk, notes=True)
    tracemalloc.start()
    made = to_pdf(found, "tr")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made.count(b"/Subtype /Image") >= 5  # those that look the same are kept once
    assert peak < 60_000_000, peak


@pytest.mark.parametrize(
    "text", ["", "x" * 5_000, "\u202eevil\u0000\ud7ff", "😀 مرحبا 你好", "a\n" * 300, "**b** --__x__"]
)
def test_whatever_is_written_gives_a_pdf_and_a_mail(front_line, mert, elif_, text):
    ticket = asks(mert, text[:200] or "s", text or "t")
    found = transcript(elif_, ticket.pk)
    assert to_pdf(found, "en").startswith(b"%PDF-")
    assert message_from_bytes(to_mail(found, "en"), policy=policy.default)["Subject"]


def test_the_mail_holds_words_pictures_and_files(talked, elif_):
    actions.reply(
        actor=elif_, ticket=talked.pk, text="And this", attached=[IncomingFile(name="günlük.txt", content=b"log")]
    )
    mail = message_from_bytes(to_mail(transcript(elif_, talked.pk, notes=True), "tr"), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None and page is not None
    assert "Try GW-1." in text.get_content() and "Try GW-1." in page.get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["a.png", "günlük.txt"]
    assert io.BytesIO(mail.as_bytes()).read()


def test_headers_cannot_be_injected(front_line, mert, elif_):
    ticket = asks(mert, "Hi\r\nBcc: x@evil.example", "t")
    mail = message_from_bytes(to_mail(transcript(elif_, ticket.pk), "en"), policy=policy.default)
    assert mail["Bcc"] is None
