"""Organisations in forms are sought by name: any number of them, and a wrong name is said where it stands."""

from __future__ import annotations

import pytest
from django.test import Client

from derman.people.models import Organisation, Person
from derman.routing import queries as routing
from derman.sla.models import Policy

POLICY = {"name": "Board", "soon": "75", "sooner": "90", "normal-first_response": "1 h"}


@pytest.fixture
def board(db: None) -> Organisation:
    return Organisation.objects.create(name="Board, and its office")


@pytest.fixture
def uni(db: None) -> Organisation:
    return Organisation.objects.create(name="İzmir Üniversitesi")


def test_a_policy_keeps_the_organisations_that_were_named(client: Client, leyla: Person, desk, board, uni) -> None:
    client.force_login(leyla)
    given = {**POLICY, "organisations": "izmir universitesi;  Board, and its office ; "}
    answer = client.post("/desk/settings/promises/add/", given)
    assert answer.status_code == 302
    policy = Policy.objects.get(name="Board")
    assert policy.organisations == sorted([uni.pk, board.pk])
    there = f"/desk/settings/promises/{policy.pk}/"
    page = client.get(there).content.decode()
    # by name, as they are listed
    assert 'value="Board, and its office; İzmir Üniversitesi"' in page
    wrong = client.post(there, {**POLICY, "organisations": "Board, and its office; Mars"})
    assert wrong.status_code == 422
    assert "No organisation is called “Mars”." in wrong.content.decode()
    assert "Board, and its office; Mars" in wrong.content.decode()  # what was typed stays
    Organisation.objects.create(name="IZMIR UNIVERSITESI")
    client.post(there, {**POLICY, "organisations": "izmir universitesi"})  # the one that stood there already
    policy.refresh_from_db()
    assert policy.organisations == [uni.pk]
    client.post(there, {**POLICY, "organisations": ""})
    again = client.post(there, {**POLICY, "organisations": "izmir universitesi"})
    assert "Several organisations are called" in again.content.decode()


def test_a_row_of_the_routing_table_too(client: Client, leyla: Person, front_line, board) -> None:
    client.force_login(leyla)
    row = {"name": "Board", "team": front_line.pk, "gives": "team", "duty": "available", "level": 1, "hours": ""}
    assert client.post("/desk/settings/routing/add/", {**row, "organisations": board.name}).status_code == 302
    sheet = routing.sheet(leyla)
    assert sheet is not None
    assert [one.when.organisations for one in sheet.rows] == [[board.pk]]
    assert board.name in client.get("/desk/settings/routing/").content.decode()
    assert board.name in client.get(f"/desk/settings/routing/rows/{sheet.rows[0].id}/").content.decode()


def offers(client: Client, query: str, at: int | None = None) -> dict[str, object]:
    asked = {"query": query} | ({"at": str(at)} if at is not None else {})
    found: dict[str, object] = client.get("/desk/settings/organisations/like/", asked).json()
    return found


def test_what_is_typed_at_the_caret_is_completed(client: Client, leyla: Person, elif_: Person, board, uni) -> None:
    client.force_login(leyla)
    offered = [{"text": board.name, "about": ""}]
    assert offers(client, "boa") == {"start": 0, "end": 3, "offers": offered}
    assert offers(client, "izmir; boa", 10) == {"start": 7, "end": 10, "offers": offered}
    assert offers(client, "boa; izmir", 2) == {"start": 0, "end": 3, "offers": offered}
    assert offers(client, "izmir; ")["offers"] == []
    client.force_login(elif_)
    assert client.get("/desk/settings/organisations/like/?query=boa").status_code == 403
