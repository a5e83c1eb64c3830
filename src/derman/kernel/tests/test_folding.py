"""Folding: Python and PostgreSQL agree on any input."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from derman.kernel.folding import fold


def fold_in_sql(text: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT derman_fold(%s)", [text])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("spellings", "folded"),
    [
        (("YAZICI", "yazıcı", "yazici", "Yazıcı", "YAZİCİ"), "yazici"),
        (("ŞİFRE", "şifre", "Sifre", "s\u0327ifre"), "sifre"),
        (("Çalışmıyor", "CALISMIYOR"), "calismiyor"),
        (("Straße", "STRASSE"), "strasse"),
        (("Ünlü  ÖĞE\t", "unlu oge"), "unlu oge"),
        (("ΟΔΟΣ", "οδός"), "οδοσ"),
        (("ＶＰＮ", "vpn"), "vpn"),
    ],
)
def test_spellings_of_one_word_are_one_word(spellings, folded):
    assert {fold(spelling) for spelling in spellings} == {folded}


class FoldingAgrees(TestCase):
    @settings(max_examples=400, deadline=None)
    @given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=60))
    def test_python_and_sql_fold_alike(self, text):
        assert fold_in_sql(text) == fold(text)

    @settings(max_examples=400, deadline=None)
    @given(st.text("ıİIiçÇşŞğĞüÜöÖ\u0307\u0327 \t\n\xa0AZßæŒſKÅΣςσЁё\x1c\x85👍", max_size=40))
    def test_they_agree_on_the_letters_that_matter(self, text):
        assert fold_in_sql(text) == fold(text)
        assert fold(fold(text)) == fold(text)

    def test_they_agree_on_every_single_sign_of_the_table_and_around(self):
        signs = [chr(code) for code in [*range(1, 0x600), *range(0x1680, 0x1681), *range(0x1E00, 0x2100), *range(0xFF00, 0xFF60)]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT sign, derman_fold(sign) FROM unnest(%s::text[]) AS sign", [signs])
            different = {sign: (found, fold(sign)) for sign, found in cursor.fetchall() if found != fold(sign)}
        assert different == {}
