"""Folding: what people see as one word is one word, and SQL agrees with Python sign by sign."""

import hashlib
import json

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from derman.kernel.folding import fold, table

# scripts of which one meets the letters, and anything else that UTF-8 can hold but NUL, which PostgreSQL cannot
TURKISH = st.sampled_from("abcçdefgğhıijklmnoöprsştuüvyzABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZâîû '’-\t\n")
MARKED = st.sampled_from("eoiuI\u0307\u0301\u0308\u0327\u0306\u200d\ufe0f\u00ad")
LETTERS = st.sampled_from("ßßẞﬁﬃæŒøŁΣσςΆΐЙйёЪآأهمزةﷺ１２ＡａⅣ№™½²👩💻❤🇹🇷ⓐ𝔘")
ANYTHING = st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")
TEXT = st.lists(st.one_of(TURKISH, MARKED, LETTERS, ANYTHING), max_size=60).map("".join)


def sql_fold(text: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT derman_fold(%s)", [text])
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "spelling", ["YAZICI", "yazıcı", "Yazici", "YAZİCİ", " yazıcı\t", "yazi\u0307ci", "ＹＡＺＩＣＩ"]
)
def test_all_spellings_of_a_word_are_one(spelling):
    assert fold(spelling) == "yazici"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("İSTANBUL", "istanbul"),
        ("Straße", "strasse"),
        ("ﬁle", "file"),
        ("ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ"),
        ("Ёлка", "елка"),
        ("العَرَبِيَّة", "العربية"),
        ("Ali’nin “yeni” e–postası", 'ali\'nin "yeni" e-postasi'),
        ("a\u00adb\u200bc\u00a0\u2003 d", "abc d"),
        ("№ ２０２６ ½", "no 2026 1/2"),
        ("\U0001f469\u200d\U0001f4bb ❤\ufe0f", "\U0001f469\U0001f4bb ❤"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_what_folds_to_what(text, folded):
    assert fold(text) == folded


@given(TEXT)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(TEXT)
def test_case_does_not_matter(text):
    known = "".join(sign for sign in text if ord(sign) < 0x250)
    assert fold(known.upper()) == fold(known.lower()) == fold(known)


@pytest.mark.django_db
@settings(max_examples=400, deadline=None)
@given(TEXT)
def test_sql_folds_as_python_does(text):
    assert sql_fold(text) == fold(text)


@pytest.mark.django_db
def test_sql_folds_every_sign_of_the_table_and_its_neighbours_as_python_does():
    signs = [chr(code) for code in range(1, 0x3100)] + [chr(code) for code in table()]
    for start in range(0, len(signs), 200):
        text = "x".join(signs[start : start + 200])
        assert sql_fold(text) == fold(text)


def test_the_table_is_the_one_that_databases_were_made_with():
    # Where this fails, stored indexes disagree with the program: write a migration, then change the digest.
    content = json.dumps(sorted(table().items())).encode()
    assert hashlib.sha256(content).hexdigest()[:16] == "bc82b04c56337143"
