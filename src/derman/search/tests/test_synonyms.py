"""The desk decides which words mean the same."""

from __future__ import annotations

import pytest

from derman.desk.models import AuditEntry
from derman.knowledge.tests.writing import published
from derman.search import actions, queries
from derman.search.errors import NotAllowed, SearchError
from derman.search.library.synonyms import starting_set

TOO_MANY = "\n".join(f"a{n}, b{n}" for n in range(2001))


def found(text):
    return [hit.title.text for hit in queries.articles(None, text, lang="en")]


def test_a_new_pair_holds_from_the_next_search_on(aylin, elif_):
    published(elif_, "Gatekeeper", "<p>It opens at nine.</p>")
    assert found("barbican") == []
    actions.save_synonyms(actor=aylin, text="barbican ,  gatekeeper\n\nbarbican, gatekeeper")
    assert queries.synonyms() == "barbican, gatekeeper"
    assert found("barbican") == ["Gatekeeper"]
    actions.save_synonyms(actor=aylin, text="")
    assert found("barbican") == []


def test_a_desk_begins_with_words_of_the_trade(db):
    assert queries.synonyms().splitlines() == starting_set()


def test_who_is_no_administrator_changes_nothing(elif_):
    with pytest.raises(NotAllowed):
        actions.save_synonyms(actor=elif_, text="")
    assert queries.synonyms()


@pytest.mark.parametrize(
    "text", ["alone", "a, b\nalone", "x, " + "y" * 500, "\n".join(f"a{n}, b{n}" for n in range(2001))]
)
def test_lines_that_say_nothing_or_too_much_are_refused(aylin, text):
    with pytest.raises(SearchError) as error:
        actions.save_synonyms(actor=aylin, text=text)
    assert error.value.field == "groups"


def test_the_same_again_leaves_no_trace(aylin):
    actions.save_synonyms(actor=aylin, text=queries.synonyms())
    assert not AuditEntry.objects.filter(kind="search.synonyms").exists()


def test_the_page_of_the_settings_shows_and_keeps_them(client, aylin):
    client.force_login(aylin)
    assert "dizüstü, laptop" in client.get("/desk/settings/synonyms/").content.decode()
    client.post("/desk/settings/synonyms/", {"groups": "barbican, gatekeeper"})
    assert queries.synonyms() == "barbican, gatekeeper"
