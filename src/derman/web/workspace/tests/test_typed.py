"""Addresses as they are typed and pasted."""

from __future__ import annotations

import time

import pytest

from derman.web.workspace.typed import LONGEST, address_in, addresses_in


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("zoe@partner.example, ali@ege.example;can@ege.example", "zoe@partner.example ali@ege.example can@ege.example"),
        ("zoe@partner.example ali@ege.example", "zoe@partner.example ali@ege.example"),
        ("Zoe Öz <zoe@partner.example>, ali@ege.example", "zoe@partner.example ali@ege.example"),
        ('"Kaya, Mert" <mert@ege.example>; <ali@ege.example>', "mert@ege.example ali@ege.example"),
        ("Zoe <zoe@partner.example>\nAli <ali@ege.example>", "zoe@partner.example ali@ege.example"),
        ("ali@ege.example Zoe <zoe@partner.example>", ["ali@ege.example Zoe <zoe@partner.example>"]),
        ("not an address, ali@ege.example", ["not an address", "ali@ege.example"]),
        ("Zoe Oz zoe@partner.example", ["Zoe Oz zoe@partner.example"]),
        ("Zoe", "Zoe"),
        ("<>", []),
    ],
)
def test_addresses_are_taken_as_mail_programs_write_them(typed: str, found: str | list[str]) -> None:
    assert addresses_in(typed) == (found.split() if isinstance(found, str) else found)


def test_one_address_is_taken_and_two_are_told_of() -> None:
    assert address_in("Zoe <zoe@partner.example>") == "zoe@partner.example"
    assert address_in("zoe@partner.example, ali@ege.example") == "zoe@partner.example, ali@ege.example"


@pytest.mark.parametrize("piece", [',"', "x ", ",", '"', "<", ",<", '"",'])
def test_what_is_made_to_take_long_takes_no_time(piece: str) -> None:
    started = time.process_time()
    addresses_in((piece * LONGEST)[:LONGEST])
    assert time.process_time() - started < 0.5
