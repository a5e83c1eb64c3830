from __future__ import annotations

import re

from derman.web import markup


def test_a_word_without_an_end_may_break_its_line() -> None:
    word = "ŞA&amp;" * 100_000
    address = f"https://a.example/{'x' * 30_000}"
    shown = markup.cleaned(f'<p>{word}</p><p><a href="{address}">Here</a> {"a b " * 500}</p>')
    assert shown.replace("<wbr>", "") == f'<p>{word}</p><p><a href="{address}">Here</a> {"a b " * 500}</p>'
    assert f'<a href="{address}">' in shown
    assert max(map(len, re.split(r"<[^>]*>|\s", shown))) < 5_000
