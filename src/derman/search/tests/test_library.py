"""What the library finds, whatever its pages are about, and how it is kept."""

from __future__ import annotations

import pytest

from derman.kernel import clock, sql
from derman.search.library import keeping
from derman.search.library.finding import find
from derman.search.library.question import read
from derman.search.models import Entry, Posting

PAGES = {
    1: ("Yazıcı ekleme", "Katınızdaki yazıcıyı eklemek için Başlat menüsünü açın ve sürücüyü kurun."),
    2: ("Reset your password", "Choose Forgot password, then follow the mail. Old passwords cannot be used again."),
    3: ("Dizüstü bilgisayar isteme", "Formu doldurun; yöneticiniz onaylar. Stokta varsa iki günde gelir."),
    4: ("Label printer LX-420 blinks", "Error E-1187 means that the roll is empty. Part number QX4471-B."),
    5: ("VPN bağlantısı kopuyor", "Kablosuz ağ yerine kablo deneyin. Saat yanlışsa sertifika kabul edilmez."),
    6: ("Mailbox is full", "Empty the deleted items or move old mail to the archive. The quota is five gigabytes."),
    7: ("Toplantı odası ayırtma", "Takvimde odayı davetli olarak ekleyin. Projeksiyon için bilgi işlemi arayın."),
}


def page(of: int, title: str, body: str, audience: str = "everyone", helpful: float = 0.0) -> keeping.Page:
    return keeping.Page(
        kind="page",
        of=of,
        lang="",
        title=title,
        body=body,
        audience=[audience],
        changed_at=clock.now(),
        helpful=helpful,
    )


@pytest.fixture
def shelf(db):
    keeping.put([page(of, title, body) for of, (title, body) in PAGES.items()])


def found(text: str, audiences: list[str] | None = None) -> list[int]:
    return [one.of for one in find(read(text), kinds=["page"], audiences=audiences)]


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("yazici", 1),
        ("YAZICI EKLEMEK", 1),
        ("yazıcımızı nasıl ekleriz", 1),
        ("yazı", 1),
        ("passwords", 2),
        ("pasword reset", 2),
        ("mailbx ful", 6),
        ("toplanti odasi", 7),
        ("topalntı odası", 7),
        ("vpn'e bağlanamıyorum", 5),
        ("E-1187", 4),
        ("e1187", 4),
        ("QX4471-B", 4),
        ("lx420", 4),
    ],
)
def test_people_find_it_as_they_type_it(shelf, text, of):
    assert found(text)[:1] == [of]


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("şifremi unuttum", 2),
        ("parola sıfırlama", 2),
        ("new laptop", 3),
        ("notebook", 3),
        ("add a printer", 1),
        ("wifi", 5),
        ("book a meeting room", 7),
        ("gelen kutusu dolu", 6),
    ],
)
def test_words_of_the_trade_are_found_in_other_words_and_in_the_other_language(shelf, text, of):
    assert found(text)[:1] == [of]


@pytest.mark.parametrize(
    "text",
    [
        "yemekte ne var",
        "0xC1900101",
        "climate control of the greenhouse",
        "zzzz",
        "?!",
        "",
        "the of and",
        "\x00",
        "e-2222",
    ],
)
def test_nothing_is_better_than_rubbish(shelf, text):
    assert found(text) == []


def test_where_several_texts_have_the_same_little_of_a_question_none_of_them_answers_it(shelf):
    """One that leads may be meant, with one word of four; of what nobody wrote, many have a word, each as well."""
    keeping.put([page(30, "The harbour", "Opened by the mayor.")])
    assert found("harbour crane trabzon built") == [30]
    keeping.put([page(31, "The harbour", "Closed by the mayor."), page(32, "The harbour", "Built by the mayor.")])
    assert found("harbour crane trabzon wharf") == []
    assert set(found("harbour mayor trabzon wharf")) == {30, 31, 32}


LONG = " ".join(
    f"{one}{other}" for one in ("ka", "ra", "ti", "mo", "lu", "ne", "si", "ba") for other in "bcdfghjklmnprstvyz"
)


def test_a_long_text_that_has_some_of_the_words_by_accident_answers_nothing(shelf):
    asked = "scaffold inspector calibrates lantern balcony rooftop"
    keeping.put([page(40, "Minutes of the year", f"{LONG} inspector {LONG} rooftop {LONG} calibrates {LONG} {LONG}")])
    assert found(asked) == []
    keeping.put([page(41, "Rooftop inspector", "Calibrates what is there.")])
    assert found(asked)[:1] == [41]


def test_what_a_text_says_in_passing_answers_nothing_and_what_its_title_says_does(shelf):
    keeping.put([page(50, "Suspicious mails", f"{LONG[:200]} A parcel that nobody ordered is one.")])
    assert found("parcel desk") == []
    keeping.put([page(51, "Where your parcel is", LONG[:200])])
    assert found("parcel desk")[:1] == [51]


def test_a_text_without_a_title_answers_by_what_it_says(shelf):
    keeping.put([page(52, "", f"{LONG[:200]} A parcel that nobody ordered is one.")])
    assert found("parcel desk") == [52]


def test_what_nobody_put_there_is_not_searched(db):
    assert found("vpn") == []


def test_a_title_says_more_than_a_text_and_a_helpful_page_stands_before_its_like(shelf):
    keeping.put(
        [
            page(10, "Docking station", "It has a fan, and the fan is loud."),
            page(11, "The fan is loud", "Clean the docking station."),
            page(12, "Scanner glass", "Clean it weekly.", helpful=-0.5),
            page(13, "Scanner glass", "Clean it weekly.", helpful=0.5),
        ]
    )
    assert found("fan") == [11, 10]
    assert found("scanner glass")[:2] == [13, 12]


def test_a_quoted_phrase_stands_as_it_was_quoted(shelf):
    keeping.put(
        [page(20, "Old mail", "Mail that is old is moved by itself."), page(21, "Archive", "Move old mail there.")]
    )
    assert 20 in found("move old mail")
    assert set(found('"move old mail"')) == {6, 21}
    # nobody has the phrase: what has the words is better than nothing
    assert found('"label printer blinks"')[:1] == [4]


def test_who_may_not_see_a_page_does_not_find_it(shelf):
    keeping.put([page(30, "Firewall rules", "Port 22 is open.", audience="agents")])
    assert found("firewall", ["everyone"]) == []
    assert found("firewall", ["everyone", "agents"]) == [30]


def test_a_changed_page_is_found_by_its_new_words_alone(shelf):
    keeping.put([page(5, "Wired network", "Ask for a socket.")])
    assert found("vpn") == []
    assert found("socket") == [5]


def test_a_removed_page_leaves_nothing_behind(db):
    keeping.put([page(of, title, body) for of, (title, body) in PAGES.items()])
    keeping.remove("page", [*PAGES, 99])
    assert found("yazıcı") == []
    assert not Entry.objects.exists()
    assert not Posting.objects.exists()
    assert sql.rows("SELECT sum(entries), sum(words) FROM search_chunk") == [(0, 0)]


def test_the_same_page_put_twice_is_there_once(shelf):
    before = sql.rows("SELECT lexeme, sum(entries)::int FROM search_posting GROUP BY lexeme ORDER BY lexeme")
    keeping.put([page(of, title, body) for of, (title, body) in PAGES.items()])
    assert sql.rows("SELECT lexeme, sum(entries)::int FROM search_posting GROUP BY lexeme ORDER BY lexeme") == before


def test_a_question_costs_few_statements(shelf, django_assert_max_num_queries):
    found("yazıcı ekleme")
    with django_assert_max_num_queries(3):
        found("yazıcı ekleme")
    found("yzaıcı ekleme")  # what a process learns once
    with django_assert_max_num_queries(9):
        found("yzaıcı ekleme")


def test_huge_and_hostile_texts_are_kept_and_found(db):
    keeping.put([page(1, "Long", "word " * 60_000 + "\x00 '); DROP TABLE x; -- \U0001f4a5 needle")])
    keeping.put([page(2, "", ""), page(3, "needle " * 500, "x" * 90_000)])
    assert set(found("needle")) == {3}
    assert found("%_'\\\" OR 1=1 " * 200) == []
