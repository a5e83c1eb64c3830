"""The lines at the beginning of an agent's answer, read."""

from __future__ import annotations

from datetime import date

import pytest

from derman.channels.mail.agents.commands import day_of, read


@pytest.mark.parametrize(
    ("line", "name", "argument"),
    [
        ("#note", "note", ""),
        ("#Not", "note", ""),
        ("#NOT", "note", ""),
        ("#resolve", "resolve", ""),
        ("#çöz", "resolve", ""),
        ("#ÇÖZ", "resolve", ""),
        ("#ÇÖZÜLDÜ", "resolve", ""),
        ("# resolve", "resolve", ""),
        ("#assign elif@ege.example", "assign", "elif@ege.example"),
        ("#ata: Elif Yıldız", "assign", "Elif Yıldız"),
        ("#priority high", "priority", "high"),
        ("#öncelik yüksek", "priority", "yüksek"),
        ("#ekip Ağ", "team", "Ağ"),
        ("#bekle 3 gün", "wait", "3 gün"),
        ("＃üstlen", "take", ""),
        ("#yardım", "help", ""),
    ],
)
def test_a_line_is_understood_in_english_and_turkish(line: str, name: str, argument: str) -> None:
    answer = read(f"{line}\n\nHello")
    assert [(one.name, one.argument) for one in answer.commands] == [(name, argument)]
    assert (answer.unknown, answer.text) == ((), "Hello")


def test_several_lines_blank_ones_between_them_and_the_text_below() -> None:
    answer = read("\n#priority high\n\n#resolve\nDone.\n\n#3 is the room.\n")
    assert [one.name for one in answer.commands] == ["priority", "resolve"]
    assert answer.text == "Done.\n\n#3 is the room."


@pytest.mark.parametrize("line", ["#nto secret", "#", "#42 is the room", "##", "#resolve thank you", "#-", "#😀"])
def test_a_line_that_is_not_understood_is_never_text(line: str) -> None:
    answer = read(f"{line}\nHello")
    assert (answer.unknown, answer.text) == ((line,), "Hello")


def test_what_stands_behind_note_is_the_beginning_of_it() -> None:
    assert (
        read("#not kullanıcı yanlış şifre deniyor\nYarın bakarım").text
        == "kullanıcı yanlış şifre deniyor\n\nYarın bakarım"
    )


def test_text_without_lines_is_text() -> None:
    assert read("Restart it.\n#note is no command here").text == "Restart it.\n#note is no command here"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("01.12.2026", date(2026, 12, 1)),
        ("3 days", date(2026, 12, 1)),
        ("3 gün", date(2026, 12, 1)),
        ("3d", date(2026, 12, 1)),
        ("2026-02-30", None),
        ("soon", None),
    ],
)
def test_a_day(words: str, day: date | None) -> None:
    assert day_of(words, date(2026, 11, 28)) == day


def test_a_thousand_lines_are_no_thousand_commands() -> None:
    assert len(read("#take\n" * 1000).commands) == 20
