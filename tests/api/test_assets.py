"""Assets over the API, and settings of the self-service that programs change: services, synonyms, ratings."""

import pytest

from derman.assets.actions import save_asset
from derman.catalogue.actions import save_service
from derman.search.queries import synonyms
from derman.surveys.queries import practice

pytestmark = pytest.mark.django_db


def test_an_asset_is_added_changed_and_taken_from_somebody(program_of, elif_, mert):
    agent = program_of(elif_)
    made = agent.post("/assets", {"name": "ThinkPad", "number": "NB-1", "person": mert.email}).json
    assert (made["number"], made["person"]["email"]) == ("NB-1", mert.email)
    changed = agent.patch(f"/assets/{made['id']}", {"person": None, "state": "in_store"}).json
    assert (changed["person"], changed["state"], changed["name"]) == (None, "in_store", "ThinkPad")


def test_requesters_list_their_own_without_what_the_desk_notes(program_of, elif_, mert, selin):
    save_asset(actor=elif_, name="ThinkPad", person=mert.pk, notes="Scratched")
    (own,) = program_of(mert).get("/assets").json["items"]
    assert own["notes"] is None
    assert program_of(selin).get("/assets").json["items"] == []
    assert program_of(elif_).get(f"/assets?person={mert.email}").json["items"][0]["notes"] == "Scratched"
    assert program_of(elif_).get("/assets?person=nobody@ege.example").json["items"] == []


@pytest.mark.parametrize(
    ("given", "field"), [({"person": "nobody@ege.example"}, "person"), ({"number": "--"}, "number"), ({}, "name")]
)
def test_what_is_wrong_is_named(program_of, elif_, given, field):
    answer = program_of(elif_).post("/assets", {"name": "ThinkPad", **given} if given else {})
    assert answer.status == 422
    assert field in str(answer.json)


def test_a_change_of_a_service_leaves_the_rest(program_of, aylin, elif_):
    form = [{"key": "why", "type": "text", "labels": {"en": "Why?"}}]
    kept = save_service(actor=aylin, names={"en": "Laptop", "tr": "Dizüstü"}, form=form, words=["notebook"], takes=5)
    answer = program_of(aylin).patch(f"/services/{kept.slug}", {"name": "Notebook", "takes": None, "published": True})
    assert answer.status == 200
    kept.refresh_from_db()
    assert kept.names == {"en": "Notebook", "tr": "Dizüstü"}
    assert (kept.takes, kept.published, kept.words, kept.form[0]["key"]) == (None, True, ["notebook"], "why")


def test_who_has_seen_an_older_service_changes_nothing(program_of, aylin):
    kept = save_service(actor=aylin, names={"en": "Laptop"})
    answer = program_of(aylin).patch(f"/services/{kept.slug}", {"takes": 3}, If_Match='"old"')
    assert answer.status == 412


def test_synonyms_are_replaced_and_a_lonely_word_is_refused(program_of, aylin):
    program = program_of(aylin)
    assert program.call("PUT", "/search/synonyms", {"groups": ["parola, şifre"]}).json == {"groups": ["parola, şifre"]}
    assert program.call("PUT", "/search/synonyms", {"groups": ["alone"]}).status == 422
    assert synonyms() == "parola, şifre"


def test_how_people_are_asked_for_ratings_is_changed_in_part(program_of, aylin):
    program = program_of(aylin)
    assert program.patch("/ratings/practice", {"by_mail": True, "every_days": 7}).json["every_days"] == 7
    assert (practice().by_mail, practice().on, practice().every_days) == (True, True, 7)
    assert program.patch("/ratings/practice", {"after_hours": 999}).status == 422
