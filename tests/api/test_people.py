"""People, teams, categories and the search through the API."""

from __future__ import annotations

import pytest

from derman.catalogue.actions import save_service
from derman.knowledge.tests.writing import published
from derman.people.models import Person, Team
from derman.runbooks.actions import install_starting_set
from derman.search.indexing import index_tickets
from derman.tickets import actions
from derman.tickets.models import Ticket
from tests.api.conftest import Of


def test_who_calls(program_of: Of, elif_: Person, front_line: Team) -> None:
    found = program_of(elif_).get("/me").json
    assert found["id"] == elif_.pk
    assert found["email"] == "elif@ege.example"
    assert found["role"] == "agent"
    assert found["teams"] == [{"id": front_line.pk, "name": "L1 Front line"}]


def test_an_agent_adds_a_requester(program_of: Of, elif_: Person) -> None:
    made = program_of(elif_).post("/people", {"email": "new@ege.example", "name": "New Person", "language": "tr"})
    assert made.status == 201
    assert made.json["role"] == "requester"
    assert program_of(elif_).get(f"/people/{made.json['id']}").json == made.json
    again = program_of(elif_).post("/people", {"email": "NEW@ege.example"})
    assert again.status == 409
    assert list(again.json["errors"]) == ["email"]
    assert program_of(elif_).post("/people", {"email": "nonsense"}).status == 422
    assert program_of(elif_).post("/people", {"email": "x@ege.example", "language": "xx"}).status == 422


def test_only_an_administrator_gives_rights(
    program_of: Of, aylin: Person, elif_: Person, leyla: Person, front_line: Team
) -> None:
    wanted = {"email": "agent@ege.example", "name": "Agent", "role": "agent", "teams": ["L1 Front line"]}
    for person in (elif_, leyla):
        assert program_of(person).post("/people", wanted).status == 403
    made = program_of(aylin).post("/people", wanted)
    assert made.status == 201
    assert made.json["teams"] == [{"id": front_line.pk, "name": "L1 Front line"}]
    assert program_of(aylin).post("/people", {"email": "r@ege.example", "teams": [front_line.pk]}).status == 422


def test_people_are_listed(program_of: Of, elif_: Person, mert: Person, selin: Person) -> None:
    def names(query: str) -> list[str]:
        return [person["name"] for person in program_of(elif_).get(f"/people?{query}").json["items"]]

    assert names("") == [elif_.name, mert.name, selin.name]
    assert names("role=requester") == [mert.name, selin.name]
    assert names("email=MERT@ege.example") == [mert.name]
    assert names("q=selin") == [selin.name]
    first = program_of(elif_).get("/people?limit=2").json
    assert names(f"limit=2&cursor={first['next']}") == [selin.name]


def test_a_requester_knows_only_themselves(
    program_of: Of, elif_: Person, mert: Person, selin: Person, vpn: Ticket
) -> None:
    program = program_of(mert)
    assert [person["id"] for person in program.get("/people").json["items"]] == [mert.pk]
    assert program.get(f"/people/{mert.pk}").status == 200
    assert program.get(f"/people/{selin.pk}").status == 404
    assert program.get("/search?q=selin&in=people").json["items"] == []
    assert program.get("/teams").json["items"] == []
    assert program.post("/people", {"email": "x@ege.example"}).status == 403


def test_teams_are_added_by_administrators(program_of: Of, aylin: Person, elif_: Person) -> None:
    wanted = {"name": "L3 Databases", "tier": 3, "members": [elif_.email], "placing": "push"}
    assert program_of(elif_).post("/teams", wanted).status == 403
    made = program_of(aylin).post("/teams", wanted)
    assert made.status == 201
    assert made.json["tier"] == 3
    assert [member["id"] for member in made.json["members"]] == [elif_.pk]
    assert program_of(aylin).post("/teams", wanted).status == 422
    assert program_of(aylin).post("/teams", {"name": "x", "tier": 9}).status == 422
    assert made.json in program_of(elif_).get("/teams").json["items"]


def test_a_closed_team_is_known_to_its_members(program_of: Of, elif_: Person, kaan: Person, security: Team) -> None:
    def teams(person: Person) -> set[str]:
        return {team["name"] for team in program_of(person).get("/teams").json["items"]}

    assert "Security" in teams(kaan)
    assert "Security" not in teams(elif_)


def test_categories_are_a_tree(program_of: Of, aylin: Person, elif_: Person, security: Team, mert: Person) -> None:
    program = program_of(aylin)
    top = program.post("/categories", {"names": {"en": "Plotters", "tr": "Çiziciler"}})
    assert top.status == 201
    below = program.post("/categories", {"name": "Pens", "parent": "ciziciler", "team": "Security"})
    assert below.json["parent"] == top.json["id"]
    assert below.json["team"] == {"id": security.pk, "name": "Security"}
    assert program_of(elif_).post("/categories", {"name": "x"}).status == 403
    assert program.post("/categories", {}).status == 422
    assert program.post("/categories", {"names": {"xx": "x"}}).status == 422
    for person in (elif_, mert):
        names = [(row["name"], row["team"]) for row in program_of(person).get("/categories").json["items"]]
        assert [pair for pair in names if pair[0] in ("Plotters", "Pens")] == [("Plotters", None), ("Pens", None)]
    first = program.get("/categories?limit=1").json
    assert len(program.get(f"/categories?cursor={first['next']}").json["items"]) >= 1


def test_a_category_leads_a_ticket_to_its_team(program_of: Of, aylin: Person, elif_: Person, network: Team) -> None:
    made = program_of(aylin).post("/categories", {"name": "Wi-Fi", "team": network.pk, "kind": "request"}).json
    ticket = program_of(elif_).post("/tickets", {"subject": "x", "text": "y", "category": "wi-fi"}).json
    assert ticket["category"] == {"id": made["id"], "name": "Wi-Fi"}
    assert ticket["team"]["id"] == network.pk
    assert ticket["kind"] == "request"


def test_a_ticket_that_goes_to_a_closed_team_is_answered_without_its_secrets(
    program_of: Of, aylin: Person, elif_: Person, security: Team
) -> None:
    program_of(aylin).post("/categories", {"name": "Theft", "team": security.pk})
    made = program_of(elif_).post(
        "/tickets", {"subject": "x", "text": "y", "category": "Theft", "requester": {"email": "v@ege.example"}}
    )
    assert made.status == 201
    assert made.json["team"] is None
    assert program_of(elif_).get(f"/tickets/{made.json['number']}").status == 404


@pytest.mark.parametrize("words", ["vpn", "VPN drops", "ten minutes", "#{number}"])
def test_tickets_are_found(program_of: Of, elif_: Person, mert: Person, vpn: Ticket, words: str) -> None:
    _index()
    query = words.format(number=vpn.pk).replace(" ", "%20").replace("#", "%23")
    for person in (elif_, mert):
        (hit,) = program_of(person).get(f"/search?q={query}&in=tickets").json["items"]
        assert hit["type"] == "ticket"
        assert hit["number"] == vpn.pk
        assert hit["title"] == "VPN drops"
        assert hit["score"] > 0
        listed = program_of(person).get(f"/tickets?q={query}").json["items"]
        assert [line["number"] for line in listed] == [vpn.pk]


def test_people_are_found_beside_tickets(program_of: Of, elif_: Person, mert: Person, vpn: Ticket) -> None:
    found = program_of(elif_).get("/search?q=mert").json
    assert {"type": "person", "id": mert.pk, "title": mert.name} in [
        {name: hit[name] for name in ("type", "id", "title")} for hit in found["items"]
    ]
    assert found["next"] is None


def test_articles_runbooks_and_services_are_found_where_one_asks_for_them(
    program_of: Of, aylin: Person, elif_: Person, mert: Person, vpn: Ticket
) -> None:
    install_starting_set(actor=aylin)
    published(elif_, "VPN at the hotel")
    save_service(actor=aylin, names={"en": "VPN access"}, published=True)
    for place, kind, slug in (
        ("articles", "article", "vpn-at-the-hotel"),
        ("runbooks", "runbook", "vpn"),
        ("services", "service", "vpn-access"),
    ):
        found = program_of(mert).get(f"/search?q=vpn&in={place}").json["items"]
        assert (kind, slug) in [(hit["type"], hit["slug"]) for hit in found]
        assert {hit["type"] for hit in found} == {kind}
    everything = program_of(mert).get("/search?q=vpn").json["items"]
    assert {hit["type"] for hit in everything} == {"ticket", "article", "runbook", "service"}
    assert program_of(mert).get("/search?q=vpn&in=runbooks,services&limit=1").json["items"][0]["score"] == 1.0


def test_a_search_needs_words_and_a_known_place(program_of: Of, elif_: Person) -> None:
    for query, field in (("", "q"), ("q=", "q"), ("q=%00", "q"), ("q=x&in=drawers", "in"), ("q=x&limit=0", "limit")):
        refused = program_of(elif_).get(f"/search?{query}")
        assert refused.status == 422
        assert list(refused.json["errors"]) == [field]


def test_a_note_is_not_found_by_requesters(program_of: Of, elif_: Person, mert: Person, vpn: Ticket) -> None:
    actions.note(actor=elif_, ticket=vpn.pk, text="troublemaker")
    _index()
    assert program_of(elif_).get("/search?q=troublemaker").json["items"]
    assert program_of(mert).get("/search?q=troublemaker").json["items"] == []
    assert program_of(mert).get("/tickets?q=troublemaker").json["items"] == []


def _index() -> None:
    index_tickets(Ticket.objects.values_list("pk", flat=True))
