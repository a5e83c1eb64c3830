"""Words that were typed wrong: which are taken for which, and which are left alone."""

from __future__ import annotations

import pytest

from derman.search.library import keeping
from derman.search.misspelt import is_sure, meant, mistakes, neighbours
from derman.search.tests.test_library import PAGES, found, page


@pytest.fixture
def shelf(db):
    keeping.put([page(of, title, body) for of, (title, body) in PAGES.items()])


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("prnter", "printer"),
        ("pritner", "printer"),
        ("printter", "printer"),
        ("prunter", "printer"),
        ("yazcii", "yazici"),
        ("yzici", "yazici"),
        ("mial", "mail"),
        ("vnp", "vpn"),
        ("msuteri", "musteri"),
    ],
)
def test_one_letter_is_forgiven_in_short_words(typed, right):
    assert right in neighbours(typed)
    assert mistakes(typed, right) == 1


@pytest.mark.parametrize(("typed", "other"), [("kart", "kare"), ("kart", "art"), ("tab", "tag"), ("vpn", "van")])
def test_of_very_short_words_no_letter_is_mistaken(typed, other):
    assert other not in neighbours(typed)


def test_two_letters_are_forgiven_in_long_words_alone(db):
    keeping.put([page(1, "Distribution lists", "authenticator sheet")])
    assert meant(["distrbutoin", "shte", "shteet"], "library") == {"distrbutoin": ["distribution"], "shteet": ["sheet"]}


def test_what_means_the_same_is_found_by_a_wrong_word_too(shelf):
    assert found("pasrola")[0] == 2


def test_a_word_of_the_synonyms_is_not_taken_for_another_word(shelf):
    keeping.put([page(8, "Surucu", "surucu")])
    assert 8 not in found("sunucu kapalı ")


@pytest.mark.parametrize(("typed", "other"), [("kedi", "kendi"), ("abut", "about"), ("bunnu", "bunu")])
def test_no_word_is_taken_for_one_that_says_nothing(db, typed, other):
    keeping.put([page(1, "Passwords", f"{other} password")])
    assert found(other) == [1]
    assert found(typed) == []


def test_a_mistaken_letter_alone_makes_no_certainty():
    assert is_sure("pritner", "printer")
    assert not is_sure("sunucu", "surucu")
    assert not is_sure("kedi", "kendi")


def test_pages_that_only_have_a_word_of_a_synonym_do_not_stand_behind_those_that_fit(shelf):
    keeping.put([page(8, "Access to the car park", "Remote barriers open with the badge.")])
    assert found("vpn") == [5]
