"""Tickets through the API: opened, read, listed, changed."""

from __future__ import annotations

import pytest

from derman.people.models import Person, Team
from derman.tickets import actions
from derman.tickets.models import Ticket
from tests.api.conftest import Of
from tests.cast import asks

SHAPE = {
    *("number", "subject", "kind", "status", "priority", "category", "tier", "team", "assignee", "requester"),
    *("channel", "created_at", "updated_at", "first_response_at", "resolved_at", "messages", "clocks", "tags"),
}


def test_an_agent_opens_a_ticket_for_somebody_new(program_of: Of, elif_: Person) -> None:
    made = program_of(elif_).post(
        "/tickets",
        {
            "subject": "Printer jams",
            "text": "Every second page.",
            "requester": {"email": "Yeni@ege.example", "name": "Yeni Kişi"},
            "priority": "high",
            "kind": "incident",
        },
    )
    assert made.status == 201
    assert made.json.keys() >= SHAPE
    assert made.json["subject"] == "Printer jams"
    assert made.json["status"] == "new"
    assert made.json["priority"] == "high"
    assert made.json["channel"] == "api"
    assert made.json["requester"]["name"] == "Yeni Kişi"
    assert made.json["requester"]["email"] == "Yeni@ege.example"
    assert made.json["team"]["name"] == "L1 Front line"
    assert made.json["messages"][0]["text"] == "Every second page."
    assert made.json["clocks"] == []
    assert made.json["created_at"].endswith("Z")
    read = program_of(elif_).get(f"/tickets/{made.json['number']}")
    assert read.json == made.json
    assert read.headers["ETag"] == made.headers["ETag"]


def test_a_requester_opens_only_for_themselves(program_of: Of, mert: Person, selin: Person) -> None:
    program = program_of(mert)
    assert program.post("/tickets", {"subject": "Mine", "text": "x"}).json["requester"]["id"] == mert.pk
    own = program.post("/tickets", {"subject": "Mine", "text": "x", "requester": {"email": "MERT@ege.example"}})
    assert own.status == 201
    for address in (selin.email, "nobody@ege.example"):
        refused = program.post("/tickets", {"subject": "Theirs", "text": "x", "requester": {"email": address}})
        assert refused.status == 403
        assert "requester" in refused.json["errors"]
    assert program.post("/tickets", {"subject": "Loud", "text": "x", "priority": "critical"}).status == 403


def test_a_ticket_goes_to_the_team_and_person_that_are_named(
    program_of: Of, elif_: Person, derya: Person, network: Team
) -> None:
    made = program_of(elif_).post(
        "/tickets",
        {
            "subject": "Switch",
            "html": "<p>It <b>smokes</b></p>",
            "team": "l2 network",
            "assignee": derya.email,
            "tags": ["fire"],
        },
    )
    assert made.json["team"] == {"id": network.pk, "name": "L2 Network"}
    assert made.json["assignee"]["id"] == derya.pk
    assert made.json["tags"] == ["fire"]
    assert made.json["messages"][0]["html"] == "<p>It <b>smokes</b></p>"


def test_a_ticket_is_changed_all_at_once(program_of: Of, elif_: Person, network: Team, vpn: Ticket) -> None:
    changed = program_of(elif_).patch(
        f"/tickets/{vpn.pk}",
        {
            "status": "waiting",
            "waiting_for": "vendor",
            "priority": "critical",
            "team": network.pk,
            "tags": ["vpn"],
            "subject": "VPN",
        },
    )
    assert changed.status == 200
    assert {name: changed.json[name] for name in ("status", "waiting_for", "priority", "tags", "subject")} == {
        "status": "waiting", "waiting_for": "vendor", "priority": "critical", "tags": ["vpn"], "subject": "VPN",
    }  # fmt: skip
    wrong = program_of(elif_).patch(f"/tickets/{vpn.pk}", {"priority": "low", "assignee": "nobody@ege.example"})
    assert wrong.status == 422
    assert list(wrong.json["errors"]) == ["assignee"]
    vpn.refresh_from_db()
    assert vpn.priority == 1


def test_nothing_about_what_is_left_out_changes(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    before = program_of(elif_).get(f"/tickets/{vpn.pk}").json
    after = program_of(elif_).patch(f"/tickets/{vpn.pk}", {"assignee": elif_.name}).json
    assert {name for name in before if before[name] != after[name]} == {"assignee", "updated_at"}
    assert program_of(elif_).patch(f"/tickets/{vpn.pk}", {"assignee": None}).json["assignee"] is None


def test_who_was_slower_hears_so(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    program = program_of(elif_)
    seen = program.get(f"/tickets/{vpn.pk}").headers["ETag"]
    assert program.get(f"/tickets/{vpn.pk}", If_None_Match=seen).status == 304
    assert program.patch(f"/tickets/{vpn.pk}", {"priority": "high"}, If_Match=seen).status == 200
    late = program.patch(f"/tickets/{vpn.pk}", {"priority": "low"}, If_Match=seen)
    assert late.status == 412
    assert late.headers["Content-Type"] == "application/problem+json"
    assert program.get(f"/tickets/{vpn.pk}", If_None_Match=seen).status == 200
    assert program.patch(f"/tickets/{vpn.pk}", {"priority": "low"}, If_Match=late.headers["ETag"]).status == 200
    assert program.patch(f"/tickets/{vpn.pk}", {"priority": "high"}, If_Match="*").status == 200


def test_a_requester_resolves_and_reopens_their_own(program_of: Of, mert: Person, vpn: Ticket) -> None:
    program = program_of(mert)
    assert program.patch(f"/tickets/{vpn.pk}", {"status": "resolved"}).json["status"] == "resolved"
    assert program.patch(f"/tickets/{vpn.pk}", {"status": "open"}).json["status"] == "open"
    assert program.patch(f"/tickets/{vpn.pk}", {"priority": "critical"}).status == 403


def test_a_requester_does_not_see_how_the_desk_sorts_its_work(
    program_of: Of, mert: Person, elif_: Person, vpn: Ticket
) -> None:
    actions.change_fields(actor=elif_, ticket=vpn.pk, changes=actions.FieldChanges(tags=["liar"], assignee=elif_))
    seen = program_of(mert).get(f"/tickets/{vpn.pk}").json
    assert seen["tags"] == []
    assert seen["team"] is None
    assert seen["assignee"] == {"id": elif_.pk, "name": elif_.name, "email": None}


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ("status=open", {"second"}),
        ("status=new,open", {"first", "second", "third"}),
        ("status=resolved", set()),
        ("team=L2 Network", {"third"}),
        ("team=none", set()),
        ("assignee=elif@ege.example", {"second"}),
        ("assignee=none&status=new", {"first", "third"}),
        ("requester=selin@ege.example", {"third"}),
        ("requester=nobody@ege.example", set()),
        ("priority=high,critical", {"first"}),
        ("channel=portal", {"first", "second", "third"}),
        ("channel=email", set()),
        ("updated_after=2100-01-01T00:00:00Z", set()),
        ("updated_after=2001-01-01T00:00:00Z", {"first", "second", "third"}),
    ],
)
def test_lists_are_narrowed(
    program_of: Of, elif_: Person, network: Team, mert: Person, selin: Person, narrowed: str, expected: set[str]
) -> None:
    first, second, third = asks(mert, "first"), asks(mert, "second"), asks(selin, "third")
    actions.set_priority(actor=elif_, ticket=first.pk, priority="high")
    actions.take(actor=elif_, ticket=second.pk)
    actions.hand_over(actor=elif_, ticket=third.pk, team=network)
    found = program_of(elif_).get(f"/tickets?{narrowed.replace(' ', '%20')}")
    assert {line["subject"] for line in found.json["items"]} == expected


def test_lists_are_paged_by_cursor(program_of: Of, elif_: Person, mert: Person) -> None:
    numbers = [asks(mert, f"ticket {i}").pk for i in range(5)]
    seen, cursor = [], ""
    for _page in range(3):
        page = program_of(elif_).get(f"/tickets?limit=2&cursor={cursor}").json
        seen += [line["number"] for line in page["items"]]
        cursor = page["next"]
    assert seen == sorted(numbers, reverse=True)
    assert cursor is None


def test_a_requesters_list_holds_their_own_and_what_they_are_in_copy_of(
    program_of: Of, elif_: Person, mert: Person, selin: Person, vpn: Ticket
) -> None:
    other = asks(selin, "Screen flickers")
    assert [line["number"] for line in program_of(mert).get("/tickets").json["items"]] == [vpn.pk]
    actions.set_followers(actor=elif_, ticket=other.pk, followers=[mert.pk])
    assert {line["number"] for line in program_of(mert).get("/tickets").json["items"]} == {vpn.pk, other.pk}
