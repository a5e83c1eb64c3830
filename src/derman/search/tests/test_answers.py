"""Articles, guided fixes and services are found together, by those who may see them, with the change itself."""

from __future__ import annotations

import pytest

from derman.catalogue import actions as catalogue
from derman.knowledge import actions
from derman.knowledge.tests.writing import published
from derman.people.models import Organisation
from derman.runbooks import actions as runbooks
from derman.runbooks.models import Runbook
from derman.search import jobs, queries
from derman.search.models import Entry


def found(reader, text, lang="en", **limits):
    return [(hit.kind, hit.slug) for hit in queries.answers(reader, text, lang=lang, **limits)]


@pytest.fixture
def laptop(aylin):
    return catalogue.save_service(
        actor=aylin,
        names={"en": "New laptop", "tr": "Yeni dizüstü"},
        summaries={"en": "A computer to take along.", "tr": "Yanınızda taşıyacağınız bir bilgisayar."},
        words=["notebook"],
        published=True,
    )


@pytest.fixture
def vpn(aylin):
    runbooks.install_starting_set(actor=aylin)
    return Runbook.objects.get(slug="vpn")


def test_the_three_kinds_stand_together(aylin, elif_, mert, vpn):
    published(elif_, "VPN at the hotel")
    catalogue.save_service(actor=aylin, names={"en": "VPN access"}, published=True)
    kinds = {kind for kind, _slug in found(mert, "vpn")}
    assert kinds == {"article", "runbook", "service"}
    assert found(mert, "vpn", kinds=["service"]) == [("service", "vpn-access")]
    assert {kind for kind, _slug in found(None, "vpn")} == {"article", "runbook"}


@pytest.mark.parametrize("words", ["laptop", "laptob", "DIZUSTU", "notebook", "dizüstüler", "computer"])
def test_a_service_is_found_however_it_is_typed_and_shown_in_the_readers_language(mert, laptop, words):
    (hit,) = queries.answers(mert, words, lang="tr")
    assert (hit.kind, hit.slug, hit.title.text, hit.lang) == ("service", "new-laptop", "Yeni dizüstü", "tr")


def test_the_words_by_which_a_service_is_found_are_shown_nowhere(mert, laptop):
    (hit,) = queries.answers(mert, "notebook", lang="en")
    assert hit.excerpt.text == "A computer to take along."


def test_a_service_is_found_once_it_is_offered_and_no_longer_when_it_is_not(aylin, mert, laptop):
    catalogue.set_published(actor=aylin, service=laptop.pk, published=False)
    assert found(mert, "laptop") == found(aylin, "laptop") == []
    assert not Entry.objects.exists()
    catalogue.set_published(actor=aylin, service=laptop.pk, published=True)
    assert found(mert, "laptop") == [("service", "new-laptop")]


def test_only_its_audience_finds_a_service(aylin, elif_, mert):
    mine = Organisation.objects.create(name="Ege Lojistik")
    catalogue.save_service(
        actor=aylin, names={"en": "Truck keys"}, audience="organisations", organisations=[mine.pk], published=True
    )
    catalogue.save_service(actor=aylin, names={"en": "Truck parts"}, audience="agents", published=True)
    assert set(found(elif_, "truck")) == {("service", "truck-keys"), ("service", "truck-parts")}
    assert found(mert, "truck") == found(None, "truck") == []
    mert.organisation = mine
    mert.save()
    assert found(mert, "truck") == [("service", "truck-keys")]


def test_the_room_decides_whatever_the_library_says(mert, laptop):
    Entry.objects.update(audience=["everyone"])
    assert found(None, "laptop") == []


def test_a_guided_fix_is_gone_when_it_is_withdrawn_kept_to_agents_or_taken_away(aylin, elif_, vpn):
    assert ("runbook", "vpn") in found(None, "vpn")
    runbooks.change_details(actor=aylin, runbook=vpn.pk, audience="agents")
    assert ("runbook", "vpn") not in found(None, "vpn")
    assert ("runbook", "vpn") in found(elif_, "vpn")
    runbooks.withdraw(actor=aylin, runbook=vpn.pk)
    assert not Entry.objects.filter(kind="runbook", of=vpn.pk).exists()
    runbooks.publish(actor=aylin, runbook=vpn.pk)
    assert Entry.objects.filter(kind="runbook", of=vpn.pk).count() == 2
    runbooks.remove(actor=aylin, runbook=vpn.pk)
    assert not Entry.objects.filter(kind="runbook", of=vpn.pk).exists()


def test_a_desk_that_had_them_before_is_taken_in_once(mert, elif_, laptop, vpn):
    published(elif_, "Beamer at the window")
    actions.remove(actor=elif_, article=published(elif_, "Beamer in the cellar").article_id)
    Entry.objects.all().delete()
    jobs.index_missing()
    count = Entry.objects.count()
    assert found(mert, "beamer") == [("article", "beamer-at-the-window")]
    assert ("service", "new-laptop") in found(mert, "laptop")
    assert ("runbook", "vpn") in found(mert, "vpn")
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    jobs.index_missing()
    assert Entry.objects.count() == count
    assert Entry.objects.order_by("-pk").values_list("pk", flat=True).first() == newest


def test_a_service_that_was_kept_with_its_words_in_its_text_is_taken_in_anew(mert, laptop):
    Entry.objects.filter(kind="service").update(body="A computer to take along.\nnotebook")
    jobs.index_missing()
    (hit,) = queries.answers(mert, "notebook", lang="en")
    assert hit.excerpt.text == "A computer to take along."
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    jobs.index_missing()
    assert Entry.objects.order_by("-pk").values_list("pk", flat=True).first() == newest


def test_a_search_has_a_fixed_number_of_statements(elif_, vpn, laptop, django_assert_max_num_queries):
    published(elif_, "VPN on a laptop")
    assert {kind for kind, _slug in found(elif_, "vpn laptop")} == {"article", "runbook", "service"}
    with django_assert_max_num_queries(10):
        found(elif_, "vpn laptop")
