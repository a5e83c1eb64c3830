"""Categories of articles, and whether answers helped, through the API."""

from __future__ import annotations

from derman.knowledge.tests.writing import published
from derman.people.models import Person
from tests.api.conftest import Of


def test_categories_of_articles_are_a_tree_of_three_levels(program_of: Of, leyla: Person, mert: Person) -> None:
    lead, requester = program_of(leyla), program_of(mert)
    top = lead.post("/knowledge/categories", {"names": {"en": "Network", "tr": "Ağ"}, "icon": "wifi"}).json
    below = lead.post("/knowledge/categories", {"names": {"en": "VPN"}, "parent": top["id"]}).json
    third = lead.post("/knowledge/categories", {"names": {"en": "Abroad"}, "parent": below["id"]}).json
    deep = lead.post("/knowledge/categories", {"names": {"en": "Deeper"}, "parent": third["id"]})
    assert (deep.status, list(deep.json["errors"])) == (422, ["parent"])
    assert lead.patch(f"/knowledge/categories/{top['id']}", {"parent": third["id"]}).status == 422
    changed = lead.patch(f"/knowledge/categories/{top['id']}", {"names": {"en": "Networks"}}).json
    assert (changed["names"], changed["icon"]) == ({"en": "Networks", "tr": "Ağ"}, "wifi")

    # whoever is not of the desk hears of those alone in which there is something to read
    assert requester.get("/knowledge/categories").json["items"] == []
    published(leyla, "Abroad", category=third["id"])
    published(leyla, "Secret", category=None, audience="agents")
    names = [row["name"] for row in requester.get("/knowledge/categories").json["items"]]
    assert names == ["Networks", "VPN", "Abroad"]

    assert lead.call("DELETE", f"/knowledge/categories/{below['id']}").status == 204
    rows = {row["name"]: row["parent"] for row in lead.get("/knowledge/categories").json["items"]}
    assert rows == {"Networks": None, "Abroad": top["id"]}


def test_deflection_comes_with_its_counts_and_its_definition(program_of: Of, leyla: Person) -> None:
    got = program_of(leyla).get("/knowledge/deflection?days=7").json
    assert (got["days"], got["searches"], got["deflected"]) == (7, 0, 0)
    assert "does not prove" in got["definition"]
    assert program_of(leyla).get("/knowledge/deflection?days=91").status == 422
