"""Two administrators, by a program or in the settings: who comes second is told, and overwrites nothing unseen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from derman.desk.models import AuditEntry
from derman.people import actions as people
from derman.people.models import Person, Team
from derman.tickets.actions import save_category
from derman.tickets.models import Category
from tests.api.conftest import Of, Program


@pytest.fixture
def program(program_of: Of, aylin: Person) -> Program:
    return program_of(aylin)


@pytest.fixture
def things(front_line: Team, elif_: Person) -> dict[str, int]:
    category = save_category(actor=None, names={"en": "Cable", "tr": "Kablo"}, team=front_line, position=4)
    return {"teams": front_line.pk, "categories": category.pk, "people": elif_.pk}


CASES = [
    ("teams", {"tier": 3}, {"placing": "push"}),
    ("categories", {"kind": "request"}, {"position": 7}),
    ("people", {"title": "Chief of cables"}, {"phone": "1234"}),
]


@pytest.mark.parametrize(("what", "first", "second"), CASES)
def test_a_change_leaves_the_rest_as_it_is(
    program: Program, things: dict[str, int], what: str, first: Any, second: Any
) -> None:
    there = f"/{what}/{things[what]}"
    before, told = program.get(there).json, AuditEntry.objects.count()
    for change in (first, second):
        answer = program.patch(there, change)
        assert answer.status == 200
        before |= change
        assert answer.json == before == program.get(there).json
        assert answer.headers["ETag"] == program.get(there).headers["ETag"]
    assert AuditEntry.objects.count() == told + 2


@pytest.mark.parametrize(("what", "first", "second"), CASES)
def test_the_second_one_is_told(program: Program, things: dict[str, int], what: str, first: Any, second: Any) -> None:
    there = f"/{what}/{things[what]}"
    seen = program.get(there).headers["ETag"]
    assert program.patch(there, first, If_Match=seen).status == 200
    refused = program.patch(there, second, If_Match=seen)
    assert refused.status == 412
    assert refused.headers["ETag"] == program.get(there).headers["ETag"] != seen
    assert {name: program.get(there).json[name] for name in second} != second
    assert program.patch(there, second, If_Match=refused.headers["ETag"]).status == 200
    assert program.patch(there, first, If_Match="*").status == 200


def test_what_the_settings_change_the_program_notices_and_the_other_way_round(
    program: Program, things: dict[str, int], aylin: Person
) -> None:
    there = f"/teams/{things['teams']}"
    seen = program.get(there).headers["ETag"]
    browser = Client()
    browser.force_login(aylin, backend="derman.people.backends.AddressBackend")
    page = f"/desk/settings/teams/{things['teams']}/"
    mark = browser.get(page).context["form"].mark
    form = {"name": "Cable team", "tier": 1, "placing": "pull", "shown": mark}
    assert browser.post(page, form).status_code == 302
    assert program.patch(there, {"tier": 2}, If_Match=seen).status == 412

    mark = browser.get(page).context["form"].mark
    assert program.patch(there, {"name": "By a program"}).status == 200
    assert browser.post(page, {**form, "shown": mark}).status_code == 409
    assert Team.objects.get(pk=things["teams"]).name == "By a program"


@pytest.mark.parametrize(
    ("what", "change", "field"),
    [
        ("teams", {"name": ""}, "name"),
        ("teams", {"name": None}, "name"),
        ("teams", {"members": ["nobody"]}, "members"),
        ("categories", {"parent": "nowhere"}, "parent"),
        ("categories", {"names": {"xx": "Who"}}, "names.xx"),
        ("people", {"zone": "Mars/Olympus"}, "zone"),
        ("people", {"language": "xx"}, "language"),
        ("people", {"organisation": "None such"}, "organisation"),
        ("people", {"teams": ["None such"]}, "teams"),
        ("people", {"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    program: Program, things: dict[str, int], what: str, change: Any, field: str
) -> None:
    told = AuditEntry.objects.count()
    refused = program.patch(f"/{what}/{things[what]}", change)
    assert refused.status == 422
    assert list(refused.json["errors"]) == [field]
    assert AuditEntry.objects.count() == told


def test_members_and_belonging_can_be_changed(
    program: Program, things: dict[str, int], elif_: Person, leyla: Person, aylin: Person
) -> None:
    house = people.save_organisation(actor=aylin, name="Ege")
    answer = program.patch(f"/teams/{things['teams']}", {"members": [leyla.pk, "elif@ege.example"]})
    assert {one["id"] for one in answer.json["members"]} == {leyla.pk, elif_.pk}
    there = f"/people/{elif_.pk}"
    assert program.patch(there, {"organisation": "Ege"}).json["organisation"]["id"] == house.pk
    assert program.patch(there, {"phone": "1"}).json["organisation"]["id"] == house.pk
    assert program.patch(there, {"organisation": None}).json["organisation"] is None
    assert program.patch(there, {"active": False}).json["active"] is False


def test_a_category_keeps_its_skill_and_other_names(program: Program, things: dict[str, int]) -> None:
    answer = program.patch(f"/categories/{things['categories']}", {"names": {"en": "Wire"}})
    assert answer.json["names"] == {"en": "Wire", "tr": "Kablo"}
    assert Category.objects.get(pk=things["categories"]).position == 4


def test_the_last_administrator_stays_one(program: Program, aylin: Person) -> None:
    refused = program.patch(f"/people/{aylin.pk}", {"role": "agent"})
    assert refused.status == 409
