"""Articles are found by those who may read them, with the change that published them."""

from __future__ import annotations

import pytest

from derman.knowledge import actions
from derman.knowledge.models import Translation
from derman.knowledge.tests.writing import draft, published
from derman.search import jobs, queries
from derman.search.library.articles import index_all
from derman.search.models import Entry


def slugs(reader, text, lang="en", **limits):
    return [hit.slug for hit in queries.articles(reader, text, lang=lang, **limits)]


@pytest.fixture
def vpn(elif_):
    return published(elif_, "VPN drops", "<p>Set the clock, then <b>sign in</b> again.</p>")


def test_an_article_is_found_once_it_is_published_and_no_longer_when_it_is_withdrawn(elif_):
    made = draft(elif_, "Projector is dark")
    assert slugs(None, "projector") == []
    actions.publish(actor=elif_, translation=made.pk)
    assert slugs(None, "projector") == [made.slug]
    actions.withdraw(actor=elif_, translation=made.pk)
    assert slugs(None, "projector") == []
    assert not Entry.objects.exists()


def test_only_its_audience_finds_an_article(elif_, mert, leyla, kaan, security):
    published(elif_, "Cafeteria", audience="everyone")
    published(elif_, "Cafeteria payments", audience="signed_in")
    published(elif_, "Cafeteria keys", audience="agents")
    published(kaan, "Cafeteria cameras", audience="team", team=security.pk)

    def found(reader):
        return set(slugs(reader, "cafeteria"))

    assert found(None) == {"cafeteria"}
    assert found(mert) == {"cafeteria", "cafeteria-payments"}
    assert found(elif_) == {"cafeteria", "cafeteria-payments", "cafeteria-keys"}
    assert found(kaan) == {"cafeteria", "cafeteria-payments", "cafeteria-keys", "cafeteria-cameras"}


def test_an_article_that_is_kept_to_agents_is_gone_for_others_at_once(elif_, vpn):
    assert slugs(None, "vpn") == [vpn.slug]
    actions.change_details(actor=elif_, article=vpn.article_id, details=actions.Details(audience="agents"))
    assert slugs(None, "vpn") == []
    assert slugs(elif_, "vpn") == [vpn.slug]


def test_the_title_and_the_words_around_are_marked(vpn):
    (hit,) = queries.articles(None, "vpn clocks", lang="en")
    assert [hit.title.text[a:b] for a, b in hit.title.marks] == ["VPN"]
    assert hit.excerpt.text == "Set the clock, then sign in again."
    assert [hit.excerpt.text[a:b] for a, b in hit.excerpt.marks] == ["clock"]


@pytest.fixture
def projector(elif_):
    """An article in both languages that share no word."""
    made = published(elif_, "Projector is dark", "<p>Change the lamp.</p>")
    other = actions.translate(
        actor=elif_, article=made.article_id, lang="tr", title="Yansıtıcı karanlık", body="<p>Ampulü değiştirin.</p>"
    )
    return {"en": made, "tr": actions.publish(actor=elif_, translation=other.pk)}


@pytest.mark.parametrize(
    ("lang", "typed", "words"), [("en", "tr", "yansıtıcı ampulü"), ("tr", "en", "lamp of the projector")]
)
def test_who_types_the_other_language_gets_the_article_in_their_own_with_a_way_to_the_other(
    projector, lang, typed, words
):
    (hit,) = queries.articles(None, words, lang=lang)
    assert (hit.slug, hit.of, hit.lang) == (projector[lang].slug, projector[lang].pk, lang)
    assert hit.title.text == projector[lang].live.title
    assert hit.found_in is not None
    assert (hit.found_in.slug, hit.found_in.lang) == (projector[typed].slug, typed)
    assert hit.found_in.title.marks


def test_what_has_the_words_in_the_readers_language_needs_no_way_to_another(elif_, projector):
    (hit,) = queries.articles(None, "projector", lang="en")
    assert (hit.slug, hit.found_in) == (projector["en"].slug, None)


def test_what_is_there_in_one_language_is_shown_in_it(elif_, projector):
    actions.withdraw(actor=elif_, translation=projector["en"].pk)
    (hit,) = queries.articles(None, "ampul", lang="en")
    assert (hit.slug, hit.lang, hit.found_in) == (projector["tr"].slug, "tr", None)


def test_opinions_of_readers_move_an_article_up(elif_):
    first = published(elif_, "Scanner glass", "<p>Clean it.</p>")
    second = published(elif_, "Scanner glass", "<p>Clean it.</p>")
    Translation.objects.filter(pk=first.pk).update(helpful=9)
    Translation.objects.filter(pk=second.pk).update(unhelpful=9)
    jobs.note_opinions()
    assert slugs(None, "scanner glass") == [first.slug, second.slug]


def test_the_library_can_be_filled_anew(elif_, vpn):
    Entry.objects.all().delete()
    assert index_all() == 1
    assert index_all() == 1
    assert slugs(None, "vpn") == [vpn.slug]


def test_a_search_has_a_fixed_number_of_statements(elif_, vpn, django_assert_max_num_queries):
    slugs(elif_, "vpn")
    with django_assert_max_num_queries(8):
        slugs(elif_, "vpn")
    for number in range(12):
        published(elif_, f"VPN and the {number} clocks")
    slugs(elif_, "vpn")
    with django_assert_max_num_queries(8):
        assert len(slugs(elif_, "vpn")) == 13
