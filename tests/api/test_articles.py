"""Articles by the API, as the contract has them."""

from __future__ import annotations

import pytest

from derman.knowledge.actions import set_practice
from derman.people.models import Person
from tests.api.conftest import Of, Program

VPN = {
    "lang": "en",
    "title": "VPN drops",
    "body": "## Set the clock\n\n1. Open the **settings**.",
    "audience": "everyone",
    "status": "published",
}


@pytest.fixture
def agent(program_of: Of, elif_: Person) -> Program:
    return program_of(elif_)


@pytest.fixture
def requester(program_of: Of, mert: Person) -> Program:
    return program_of(mert)


def test_an_article_in_markdown_is_read_as_html(agent: Program, requester: Program) -> None:
    made = agent.post("/articles", VPN)
    assert made.status == 201
    assert made.json["slug"] == "vpn-drops"
    assert (made.json["status"], made.json["audience"], made.json["lang"]) == ("published", "everyone", "en")
    seen = requester.get("/articles/vpn-drops").json
    assert seen["body"] == "<h2>Set the clock</h2>\n<ol>\n<li>Open the <strong>settings</strong>.</li>\n</ol>\n"
    assert seen["owner"] is None


def test_html_is_cleaned(agent: Program) -> None:
    made = agent.post("/articles", {**VPN, "body": "<p onclick='x'>Hi</p><script>alert(1)</script>"})
    assert made.json["body"] == "<p>Hi</p>"


def test_requesters_see_the_published_text_and_no_draft(agent: Program, requester: Program) -> None:
    agent.post("/articles", VPN)
    agent.post("/articles", {**VPN, "title": "In the making", "status": "draft"})
    agent.patch("/articles/vpn-drops", {"title": "VPN drops again", "status": "draft"})
    assert requester.get("/articles").json["items"] == []
    agent.patch("/articles/vpn-drops", {"status": "published"})
    assert [item["title"] for item in requester.get("/articles").json["items"]] == ["VPN drops again"]
    assert len(agent.get("/articles").json["items"]) == 2
    assert len(agent.get("/articles?status=draft").json["items"]) == 1
    assert requester.get("/articles?status=draft").json["items"] == []
    assert [item["slug"] for item in agent.get("/articles?q=MAKING").json["items"]] == ["in-the-making"]


def test_what_is_published_stays_so_with_its_new_text(agent: Program, requester: Program) -> None:
    agent.post("/articles", VPN)
    changed = agent.patch("/articles/vpn-drops", {"body": "<p>New</p>"})
    assert (changed.status, changed.json["status"]) == (200, "published")
    assert requester.get("/articles/vpn-drops").json["body"] == "<p>New</p>"


def test_who_is_overtaken_is_told(agent: Program) -> None:
    etag = agent.post("/articles", VPN).headers["ETag"]
    assert agent.get("/articles/vpn-drops", If_None_Match=etag).status == 304
    assert agent.patch("/articles/vpn-drops", {"title": "One"}, If_Match=etag).status == 200
    assert agent.patch("/articles/vpn-drops", {"title": "Two"}, If_Match=etag).status == 412
    assert agent.get("/articles/vpn-drops").json["title"] == "One"


def test_a_translation_belongs_to_its_article(agent: Program) -> None:
    first = agent.post("/articles", VPN).json
    turkish = {**VPN, "lang": "tr", "title": "VPN kopuyor", "article": first["article"]}
    second = agent.post("/articles", turkish)
    assert (second.status, second.json["slug"], second.json["article"]) == (201, "vpn-kopuyor", first["article"])
    assert agent.post("/articles", turkish).status == 422


def test_where_the_desk_wants_a_review_an_agent_asks_for_it(agent: Program, program_of: Of, aylin: Person) -> None:
    set_practice(actor=aylin, review_needed=True)
    assert agent.post("/articles", VPN).status == 403
    assert agent.get("/articles").json["items"] == []
    assert agent.post("/articles", {**VPN, "status": "review"}).json["status"] == "review"
    assert program_of(aylin).patch("/articles/vpn-drops", {"status": "published"}).json["status"] == "published"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lang": "xx"}, "lang"),
        ({"title": ""}, "title"),
        ({"audience": "nobody"}, "audience"),
        ({"audience": "team"}, "team"),
        ({"audience": "organisations"}, "organisations"),
        ({"category": "Nowhere"}, "category"),
        ({"body": ""}, "body"),
        ({"status": "gone"}, "status"),
    ],
)
def test_a_wrong_field_is_named(agent: Program, change: dict[str, str], field: str) -> None:
    answer = agent.post("/articles", {**VPN, **change})
    assert answer.status == 422
    assert field in answer.json["errors"]
    assert agent.get("/articles").json["items"] == []


def test_the_list_goes_on_page_by_page(agent: Program) -> None:
    for number in range(3):
        agent.post("/articles", {**VPN, "title": f"Article {number}"})
    first = agent.get("/articles?limit=2").json
    second = agent.get(f"/articles?limit=2&cursor={first['next']}").json
    assert [item["title"] for item in first["items"] + second["items"]] == ["Article 0", "Article 1", "Article 2"]
    assert second["next"] is None
