"""Assets over the API, and settings of the self-service that programs change: services, synonyms, ratings."""

import pytest

from derman.assets.actions import save_asset
from derman.catalogue.actions import save_service
from derman.search.queries import synonyms
from derman.surveys.queries import practice

pytestmark = pytest.mark.django_db


def text_of(program):
    return b"".join(program.raw("/assets/export").streaming_content).decode()


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


def test_a_list_goes_out_and_comes_in_again(program_of, elif_, mert, selin):
    agent = program_of(elif_)
    given = "name;number;person;notes\nThinkPad;NB-1;mert@ege.example;=1+1\n;NB-2;;\n"
    taken = agent.post("/assets/import", {"csv": given}).json
    assert (taken["added"], taken["changed"], taken["left"]) == (1, 0, 1)
    assert taken["wrong"][0].startswith("Line 3:")
    written = text_of(agent)
    assert written.splitlines()[0] == "name,kind,number,serial,person,place,state,notes"
    assert "ThinkPad,laptop,NB-1,,mert@ege.example,,in_use,'=1+1" in written
    assert agent.post("/assets/import", {"csv": written}).json == {"added": 0, "changed": 0, "left": 0, "wrong": []}
    assert agent.get("/assets").json["items"][0]["notes"] == "=1+1"


def test_requesters_take_their_own_along_without_what_the_desk_notes(program_of, elif_, mert, selin):
    save_asset(actor=elif_, name="ThinkPad", number="NB-1", person=mert.pk, notes="Scratched")
    assert "NB-1" in text_of(program_of(mert))
    assert "Scratched" not in text_of(program_of(mert))
    assert "NB-1" not in text_of(program_of(selin))


def test_a_list_without_its_columns_is_refused(program_of, elif_):
    answer = program_of(elif_).post("/assets/import", {"csv": "a,b\n1,2\n"})
    assert answer.status == 422
    assert "csv" in answer.json["errors"]


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
