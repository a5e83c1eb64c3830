"""The desk's own fields through the API."""

from __future__ import annotations

from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.models import Ticket
from tests.api.conftest import Of


def test_fields_are_defined_set_and_asked_for(
    program_of: Of, aylin: Person, elif_: Person, mert: Person, vpn: Ticket
) -> None:
    desk, agent = program_of(aylin), program_of(elif_)
    choices = [{"labels": {"en": "Red"}}, {"labels": {"en": "Blue"}}]
    made = desk.post("/fields", {"type": "many", "labels": {"en": "Colour"}, "choices": choices})
    assert made.status == 201
    assert desk.post("/fields", {"type": "number", "labels": {"en": "Amount"}, "key": "sum"}).json["key"] == "sum"
    assert desk.post("/fields", {"type": "choice", "labels": {"en": "Empty"}}).status == 422
    ticket = f"/tickets/{vpn.pk}"
    changed = agent.patch(ticket, {"fields": {"colour": ["c2"], "sum": 7}, "priority": "high"})
    assert changed.json["fields"] == {"colour": ["c2"], "sum": 7}
    wrong = agent.patch(ticket, {"fields": {"sum": "seven"}, "priority": "low"})
    assert (wrong.status, list(wrong.json["errors"])) == (422, ["sum"])
    assert agent.get(ticket).json["priority"] == "high", "all of a change or none"
    assert agent.patch(ticket, {"fields": {"sum": None}}).json["fields"] == {"colour": ["c2"]}
    assert program_of(mert).get(ticket).json["fields"] == {}, "they are the desk's own"
    for query, count in (("colour:blue", 1), ("colour:red", 0), ("sum:none", 1), ("sum>=7", 0)):
        assert len(agent.get(f"/tickets?field={query}").json["items"]) == count, query
    for query in ("colour", "nothing:x", "colour<c1"):
        assert agent.get(f"/tickets?field={query}").status == 422, query


def test_a_field_is_undone_unless_it_was_set_again(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    for name in ("First", "Second"):
        actions.save_field(actor=None, labels={"en": name}, asks="text")
    agent, ticket = program_of(elif_), f"/tickets/{vpn.pk}"
    agent.patch(ticket, {"fields": {"first": "a"}})
    event = next(e["id"] for e in agent.get(f"{ticket}/events").json["items"] if e["kind"] == "field.changed")
    agent.patch(ticket, {"fields": {"second": "b"}})
    agent.patch(ticket, {"fields": {"first": "c"}})
    refused = agent.post(f"{ticket}/events/{event}/undo", {})
    assert refused.status == 409
    assert len(refused.json["builds_on"]) == 1, "the other field does not stand on it"
