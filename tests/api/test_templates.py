"""Templates over the API: written, paused, taken away, brought back, and tickets opened from them."""

from __future__ import annotations

import pytest

from derman.tickets.models import Task, Ticket

PATCHES = {
    "name": "Patch", "requester": "it@ege.example", "subject": "Patches of {{desk.name}}",
    "text": "Hello {{requester.first_name}}", "every": "weekday", "first": "2040-01-01", "zone": "Europe/Istanbul",
    "tags": ["patch"], "priority": "high", "tasks": [{"title": "Save first", "days": 2, "blocking": True}],
}  # fmt: skip


@pytest.fixture
def lead(program_of, leyla):
    return program_of(leyla)


@pytest.fixture
def agent(program_of, elif_):
    return program_of(elif_)


def test_one_is_written_read_changed_and_paused(lead, agent):
    made = lead.post("/templates", PATCHES)
    assert made.status == 201
    assert made.json["next_at"] == "2040-01-02T06:00:00Z"
    address = f"/templates/{made.json['id']}"
    assert [one["id"] for one in agent.get("/templates").json["items"]] == [made.json["id"]]
    read = agent.get(address)
    assert read.json["tasks"] == [{"title": "Save first", "team": None, "days": 2, "blocking": True}]
    changed = lead.patch(address, {"priority": "low", "at": "10:30"}, If_Match=read.headers["ETag"])
    assert (changed.json["priority"], changed.json["at"], changed.json["subject"]) == (
        "low",
        "10:30",
        PATCHES["subject"],
    )
    assert lead.patch(address, {"priority": "high"}, If_Match=read.headers["ETag"]).status == 412
    assert lead.patch(address, {"paused": True}).json["next_at"] is None
    assert lead.patch(address, {"paused": False}).json["next_at"] == "2040-01-02T07:30:00Z"


def test_a_ticket_is_opened_for_whom_the_template_names_or_for_somebody_else(lead, agent):
    address = f"/templates/{lead.post('/templates', PATCHES).json['id']}/tickets"
    first = agent.post(address, {})
    assert (first.status, first.json["channel"], first.json["priority"]) == (201, "template", "high")
    assert first.json["requester"]["name"] == "it"
    assert Task.objects.filter(ticket=first.json["number"]).count() == 1
    second = agent.post(address, {"requester": {"email": "yeni@ege.example", "name": "Yeni Biri"}})
    assert second.json["messages"][0]["text"] == "Hello Yeni"
    assert [one["ticket"] for one in agent.get(address).json["items"]] == [second.json["number"], first.json["number"]]
    found = agent.get("/tickets?channel=template").json["items"]
    assert {one["number"] for one in found} == set(Ticket.objects.values_list("pk", flat=True))
    assert len(agent.get("/tickets?query=channel:template").json["items"]) == 2
    assert len(agent.get("/tickets?query=kanal:şablon").json["items"]) == 2
    assert agent.get("/tickets?channel=api").json["items"] == []


def test_what_is_taken_away_opens_nothing_and_comes_back(lead, agent):
    address = f"/templates/{lead.post('/templates', PATCHES).json['id']}"
    assert lead.call("DELETE", address).status == 204
    assert agent.post(f"{address}/tickets", {}).status == 404
    assert lead.post(f"{address}/restore").json["next_at"] == "2040-01-02T06:00:00Z"
    assert agent.post(f"{address}/tickets", {}).status == 201


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "See {{invoice}}"}, "text"),
        ({"requester": "nobody"}, "requester"),
        ({"every": "often"}, "every"),
        ({"at": "25:00"}, "at"),
        ({"zone": "Mars"}, "zone"),
        ({"team": 999}, "team"),
        ({"category": 999}, "category"),
        ({"until": "2039-01-01"}, "until"),
        ({"tasks": [{"title": " "}]}, "tasks"),
        ({"invoice": 1}, "invoice"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(lead, wrong, field):
    answer = lead.post("/templates", {**PATCHES, **wrong})
    assert answer.status == 422
    assert field in answer.json["errors"]
    assert lead.get("/templates").json["items"] == []
