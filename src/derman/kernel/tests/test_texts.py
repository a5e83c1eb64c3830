from __future__ import annotations

import pytest

from derman.kernel.texts import TooLong, one_line, tidy


@pytest.mark.parametrize("lines", [False, True])
def test_what_the_database_cannot_hold_is_left_out(lines: bool) -> None:
    assert tidy({"en": " a\0b ", "xx": "c"}, longest=9, lines=lines) == {"en": "ab"}


@pytest.mark.parametrize("lines", [False, True])
def test_a_text_is_whole_or_refused(lines: bool) -> None:
    assert tidy({"en": f" {'x' * 40} "}, longest=40, lines=lines) == {"en": "x" * 40}
    with pytest.raises(TooLong, match=r"^“x{30}…” is too long: 40 characters at most\.$"):
        tidy({"tr": "x" * 41}, longest=40, lines=lines)


def test_a_line_is_whole_or_refused() -> None:
    assert one_line(" a\0\n b ", longest=3) == "a b"
    with pytest.raises(TooLong, match=r"^“abcd” is too long"):
        one_line("abcd", longest=3)
