"""What looks personal is marked, and what only looks like it is left alone."""

from __future__ import annotations

import time

import pytest

from derman.knowledge.personal import called, has_marks, is_identity_number, marked, places


def found(text: str, *names: str) -> list[str]:
    return [text[start:end].strip() for start, end in places(text, names)]


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("Write to selin.aksoy@ege.example, please", ["selin.aksoy@ege.example"]),
        ("Telefonum 0532 123 45 67", ["0532 123 45 67"]),
        ("+90 (212) 555 00 11 no'lu hat", ["+90 (212) 555 00 11"]),
        ("TC kimlik 10000000146 olan", ["10000000146"]),
        ("Geçici parola: Deneme!2026, değiştirin", ["Deneme!2026"]),
        ("The password is hunter22.", ["hunter22."]),
        ("şifreniz: 1234abcd", ["1234abcd"]),
        ("TR33 0006 1005 1978 6457 8413 26 hesabına", ["TR33 0006 1005 1978 6457 8413 26"]),
        ("Merhaba Deniz Bey, bağlantınız", ["Deniz"]),
        ("Dear Marta, see below", ["Marta"]),
        ("Merhaba Deniz Kurt, bağlantınız", ["Deniz Kurt"]),
        ("Ahmet Bey de biliyor, Selin Hanım'a sordum", ["Ahmet", "Selin"]),
        ("Ask Ms Jane Doe or Mr. Smith", ["Jane Doe", "Smith"]),
        ("0090 532 123 45 67 ya da 5321234567", ["0090 532 123 45 67", "5321234567"]),
        ("TCKN 100 000 001 46", ["100 000 001 46"]),
        ("Kart 4111 1111 1111 1111", ["4111 1111 1111 1111"]),
        ("şifrem Ankara06 idi, sonra parola Yaz2026 oldu", ["Ankara06", "Yaz2026"]),
        ("Wi-Fi şifresi = misafir2024", ["misafir2024"]),
        ("geçici parolanız Temp-4411", ["Temp-4411"]),
        ("The password for the guest wifi is Guest-2024", ["Guest-2024"]),
        ("Atatürk Mah. Cumhuriyet Cad. No: 12/5 Kadıköy/İstanbul", None),
        ("Barbaros Bulvarı No:45 D:3 Beşiktaş", None),
        ("221B Baker Street", None),
    ],
)
def test_what_is_personal(text: str, personal: list[str] | None) -> None:
    assert found(text) == ([text] if personal is None else personal)


@pytest.mark.parametrize(
    "text",
    [
        "Error 10000000147 in line 4",
        "0x80073605",
        "GW-1 port 5060",
        "192.168.10.20",
        "Version 10.0.19045",
        "E2027-11",
        "02.03.2025 10:20",
        "Kart 4111 1111 1111 1112",
        "Parola olarak kullanılamaz.",
        "Your password is expired. The password is wrong.",
        "Parola 8 karakter olmalı",
        "şifre hatası 0x80070005",
        "Merhaba, Bilgisayarım açılmıyor",
        "Merhaba Destek Ekibi,",
        "Selam Arkadaşlar,",
        "Seri No: 12, Kat: 3",
    ],
)
def test_what_is_not(text: str) -> None:
    assert found(text) == []


def test_names_of_the_people_on_the_ticket() -> None:
    text = "Elif YILDIZ dedi ki Elif'in bilgisayarı yıldız gibi; elif diye küçük yazılmaz."
    assert found(text, "Elif Yıldız") == ["Elif", "YILDIZ", "Elif"]


def test_what_could_be_a_name_is_two_words_with_large_letters() -> None:
    assert called("Müdürüm Ayşe Yılmaz'ın onayı. Sonra bir de Ali, Veli geldi") == {
        "mudurum ayse",
        "mudurum ayse yilmaz",
        "ayse yilmaz",
    }


def test_identity_numbers_have_two_check_digits() -> None:
    assert is_identity_number("10000000146")
    assert not is_identity_number("10000000147")
    assert not is_identity_number("00000000000")


def test_marks_stand_in_html_and_nothing_else_changes() -> None:
    body = "<p>Ask <a href='x'>Selin</a> &lt;selin@ege.example&gt; &amp; wait</p>"
    assert marked(body, ["Selin Aksoy"]) == (
        "<p>Ask <a href='x'><mark data-personal=\"1\">Selin</mark></a> "
        '&lt;<mark data-personal="1">selin@ege.example</mark>&gt; &amp; wait</p>'
    )
    assert has_marks(marked(body))
    assert not has_marks(body)


@pytest.mark.parametrize(
    "text",
    [
        "0" * 100_000,
        "0532 " * 20_000,
        "parola: " * 12_000,
        "Merhaba A " * 10_000,
        "a@" * 50_000,
        "Ali " * 25_000,
        "No: 1 Cad. " * 9_000,
        "password for a " * 7_000,
        "1 " * 50_000,
        "Merhaba, Ab " * 9_000,
    ],
)
def test_a_hostile_text_costs_no_more(text: str) -> None:
    began = time.monotonic()
    places(text, ["Ali"])
    assert time.monotonic() - began < 3
