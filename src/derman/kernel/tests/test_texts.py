from __future__ import annotations

import pytest

from derman.kernel.texts import tidy


@pytest.mark.parametrize("lines", [False, True])
def test_what_the_database_cannot_hold_is_left_out(lines: bool) -> None:
    assert tidy({"en": " a\0b ", "xx": "c"}, longest=9, lines=lines) == {"en": "ab"}
