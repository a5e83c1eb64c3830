"""Arabic on paper: letters joined, lines from right to left, and what cannot be printed said so."""

from __future__ import annotations

import pytest

from derman.transcripts.pdf import _Paper, to_pdf
from derman.transcripts.queries import transcript
from derman.transcripts.right_to_left import as_seen, begins_right, is_right_to_left, joined
from tests.cast import asks

HELLO = "مرحبا"


def test_letters_look_as_their_neighbours_ask():
    assert joined(HELLO) == "\ufee3\ufeae\ufea3\ufe92\ufe8e"  # initial, final, initial, medial, final
    assert joined("لا") == "\ufefb"
    assert joined("ب") == "\ufe8f"
    assert joined("بَب") == "\ufe91َ\ufe90"  # a mark does not part them
    assert joined("Merhaba 123") == "Merhaba 123"


def test_a_line_stands_as_the_eye_finds_it():
    assert as_seen("אבג VPN 12", from_right=True) == "VPN 12 גבא"
    assert as_seen("VPN אבג", from_right=False) == "VPN גבא"
    assert begins_right(HELLO + " VPN")
    assert not begins_right("VPN " + HELLO)
    assert is_right_to_left("VPN " + HELLO)
    assert not is_right_to_left("Şu an çalışmıyor 😀 你好")


def test_every_look_of_a_letter_is_in_the_fonts():
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىةپچژگ،؟"
    assert _Paper("").has(joined(f"{letters} {' '.join(letters)} {letters[::-1]} لا لأ لإ لآ"))


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "lacks"), [(f"{HELLO} Ğü", False), ("你好", False), ("𓀀", True)])
def test_what_cannot_be_printed_is_said(front_line, mert, elif_, monkeypatch, tmp_path, text, lacks):
    monkeypatch.setattr("derman.transcripts.pdf.MACHINE", tmp_path)  # no fonts but the desk's own
    written = []
    real = _Paper.words
    monkeypatch.setattr(_Paper, "words", lambda paper, said, **how: written.append(said) or real(paper, said, **how))
    ticket = asks(mert, "VPN", text)
    assert to_pdf(transcript(elif_, ticket.pk), "en").startswith(b"%PDF-")
    assert any("stand as boxes" in said for said in written) == lacks
