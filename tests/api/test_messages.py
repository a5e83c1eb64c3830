"""Messages and the timeline through the API."""

from __future__ import annotations

import base64
from datetime import timedelta

from django.test import Client

from derman.api.shapes import message_shape
from derman.kernel import clock
from derman.people.actions import save_team
from derman.people.models import Person, Team, Tier
from derman.tickets import actions
from derman.tickets.models import Ticket
from tests.api.conftest import Of


def test_an_agent_replies(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    made = program_of(elif_).post(
        f"/tickets/{vpn.pk}/messages", {"text": "Which building?", "cc": ["boss@ege.example"], "status": "waiting"}
    )
    assert made.status == 201
    assert made.json["public"] is True
    assert made.json["author"]["email"] == elif_.email
    assert made.json["html"] == "<p>Which building?</p>"
    ticket = program_of(elif_).get(f"/tickets/{vpn.pk}").json
    assert ticket["status"] == "waiting"
    assert ticket["first_response_at"] is not None
    assert [person["email"] for person in ticket["cc"]] == ["boss@ege.example"]
    assert ticket["messages"][-1] == made.json


def test_a_reply_without_a_status_puts_the_ticket_in_progress(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    program_of(elif_).post(f"/tickets/{vpn.pk}/messages", {"html": "<p>On it</p>"})
    assert program_of(elif_).get(f"/tickets/{vpn.pk}").json["status"] == "open"


def test_a_note_is_for_agents_only(program_of: Of, elif_: Person, mert: Person, vpn: Ticket) -> None:
    note = program_of(elif_).post(f"/tickets/{vpn.pk}/messages", {"text": "He unplugs it.", "public": False})
    assert note.status == 201
    assert note.json["public"] is False
    for address in (f"/tickets/{vpn.pk}", f"/tickets/{vpn.pk}/messages"):
        assert "unplugs" in str(program_of(elif_).get(address).json)
        assert "unplugs" not in str(program_of(mert).get(address).json)


def test_a_requester_writes_to_the_desk(program_of: Of, elif_: Person, mert: Person, vpn: Ticket) -> None:
    program_of(elif_).post(f"/tickets/{vpn.pk}/messages", {"text": "Better?", "status": "resolved"})
    made = program_of(mert).post(f"/tickets/{vpn.pk}/messages", {"text": "Still broken."})
    assert made.status == 201
    assert made.json["staff"] is False
    assert program_of(mert).get(f"/tickets/{vpn.pk}").json["status"] == "open"
    for reserved in ({"public": False}, {"status": "resolved"}):
        assert program_of(mert).post(f"/tickets/{vpn.pk}/messages", {"text": "x", **reserved}).status == 403


def test_files_come_and_go(program_of: Of, elif_: Person, mert: Person, selin: Person, vpn: Ticket) -> None:
    content = base64.b64encode(b"line one\n").decode()
    made = program_of(mert).post(
        f"/tickets/{vpn.pk}/messages",
        {"text": "See log", "attachments": [{"name": "vpn.log", "content_base64": content}]},
    )
    (file,) = made.json["attachments"]
    assert file["name"] == "vpn.log"
    assert file["size"] == 9
    assert file["type"] == "text/plain"
    assert file["url"].startswith("/files/")
    assert program_of(elif_).get(f"/tickets/{vpn.pk}").json["messages"][-1]["attachments"] == [file]
    got = program_of(elif_).raw(file["url"].rstrip("/"))
    assert b"".join(got.streaming_content) == b"line one\n"
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert program_of(selin).raw(file["url"].rstrip("/")).status_code == 404
    wrong = program_of(mert).post(
        f"/tickets/{vpn.pk}/messages", {"text": "x", "attachments": [{"name": "a", "content_base64": "%%%"}]}
    )
    assert wrong.status == 422
    assert list(wrong.json["errors"]) == ["attachments.0.content_base64"]


def test_messages_are_paged(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    for word in ("one", "two", "three"):
        program_of(elif_).post(f"/tickets/{vpn.pk}/messages", {"text": word, "public": False})
    first = program_of(elif_).get(f"/tickets/{vpn.pk}/messages?limit=3").json
    assert [message["text"] for message in first["items"]][1:] == ["one", "two"]
    second = program_of(elif_).get(f"/tickets/{vpn.pk}/messages?limit=3&cursor={first['next']}").json
    assert [message["text"] for message in second["items"]] == ["three"]
    assert second["next"] is None


def test_an_empty_message_is_refused(program_of: Of, elif_: Person, mert: Person, vpn: Ticket) -> None:
    for person in (elif_, mert):
        for body in ({}, {"text": "  \n"}, {"html": "<p> </p>"}):
            refused = program_of(person).post(f"/tickets/{vpn.pk}/messages", body)
            assert refused.status == 422, body
            assert list(refused.json["errors"]) == ["text"]


def test_script_in_a_message_is_gone(program_of: Of, mert: Person, vpn: Ticket) -> None:
    made = program_of(mert).post(f"/tickets/{vpn.pk}/messages", {"html": "<p onclick=x()>hi<script>x()</script></p>"})
    assert made.json["html"] == "<p>hi</p>"


def test_the_timeline_has_codes_and_ids(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    program_of(elif_).patch(f"/tickets/{vpn.pk}", {"priority": "high"})
    events = program_of(elif_).get(f"/tickets/{vpn.pk}/events").json["items"]
    assert [event["seq"] for event in events] == sorted(event["seq"] for event in events)
    last = events[-1]
    assert last.keys() == {"id", "seq", "kind", "actor", "at", "details"}
    assert last["kind"] == "priority.changed"
    assert last["actor"]["id"] == elif_.pk
    assert last["details"]["after"]["priority"] == "high"
    paged = program_of(elif_).get(f"/tickets/{vpn.pk}/events?limit=1").json
    assert paged["items"] == events[:1]
    assert program_of(elif_).get(f"/tickets/{vpn.pk}/events?cursor={paged['next']}").json["items"] == events[1:]


def _last_event(program_of: Of, person: Person, ticket: Ticket) -> int:
    return program_of(person).get(f"/tickets/{ticket.pk}/events").json["items"][-1]["id"]


def test_one_thing_is_taken_back(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    program_of(elif_).patch(f"/tickets/{vpn.pk}", {"priority": "high"})
    undone = program_of(elif_).post(f"/tickets/{vpn.pk}/events/{_last_event(program_of, elif_, vpn)}/undo")
    assert undone.status == 200
    assert undone.json["priority"] == "normal"


def test_what_something_builds_on_is_not_taken_back(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    program_of(elif_).patch(f"/tickets/{vpn.pk}", {"priority": "high"})
    first = _last_event(program_of, elif_, vpn)
    program_of(elif_).patch(f"/tickets/{vpn.pk}", {"priority": "low"})
    refused = program_of(elif_).post(f"/tickets/{vpn.pk}/events/{first}/undo")
    assert refused.status == 409
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert [event["details"]["after"]["priority"] for event in refused.json["builds_on"]] == ["low"]


def test_it_can_be_too_late_to_take_back(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    with clock.frozen_at(clock.now() - timedelta(minutes=1)):
        actions.note(actor=elif_, ticket=vpn.pk, text="Ask Derya")
    refused = program_of(elif_).post(f"/tickets/{vpn.pk}/events/{_last_event(program_of, elif_, vpn)}/undo")
    assert refused.status == 409
    assert refused.json["builds_on"] == []


def test_an_event_of_another_ticket_is_not_taken_back(
    program_of: Of, elif_: Person, kaan: Person, vpn: Ticket, secret: Ticket
) -> None:
    event = secret.events.last()
    assert event is not None
    assert program_of(elif_).post(f"/tickets/{vpn.pk}/events/{event.pk}/undo").status == 404
    assert program_of(elif_).post(f"/tickets/{secret.pk}/events/{event.pk}/undo").status == 404


def test_a_browser_needs_the_csrf_header(elif_: Person, vpn: Ticket) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(elif_)
    address = f"/api/v1/tickets/{vpn.pk}/messages"
    assert browser.get(f"/api/v1/tickets/{vpn.pk}").status_code == 200
    assert browser.post(address, {"text": "x"}, content_type="application/json").status_code == 403
    browser.cookies["derman_csrf"] = "a" * 32
    sent = browser.post(address, {"text": "x"}, content_type="application/json", headers={"X-CSRFToken": "a" * 32})
    assert sent.status_code == 201


def test_an_answer_goes_to_further_people(program_of: Of, elif_: Person, mert: Person, vpn: Ticket) -> None:
    given = {"text": "Hi", "to": ["boss@ege.example"], "bcc": ["law@firm.example"]}
    made = program_of(elif_).post(f"/tickets/{vpn.pk}/messages", given)
    assert (made.status, made.json["to"], made.json["bcc"]) == (201, ["boss@ege.example"], ["law@firm.example"])
    boss = Person.objects.get(email="boss@ege.example")
    assert list(vpn.followers.values_list("person_id", flat=True)) == [boss.pk]
    again = program_of(elif_).post(f"/tickets/{vpn.pk}/messages", {"text": "Only you", "left_out": [boss.pk]})
    assert again.status == 201
    with clock.frozen_at(clock.now() + timedelta(minutes=1)):
        for reader in (mert, boss):
            for address in (f"/tickets/{vpn.pk}", f"/tickets/{vpn.pk}/messages"):
                seen = program_of(reader).get(address)
                assert "Hi" in str(seen.json)
                assert "law@firm.example" not in str(seen.json)
    assert program_of(elif_).post(f"/tickets/{vpn.pk}/messages", {"text": "x", "bcc": ["nobody"]}).status == 422
    assert program_of(mert).post(f"/tickets/{vpn.pk}/messages", given).status == 403


def test_an_agent_who_takes_part_sees_no_blind_copies(program_of: Of, elif_: Person, mert: Person, vpn: Ticket) -> None:
    program_of(elif_).post(f"/tickets/{vpn.pk}/messages", {"text": "Hi", "bcc": ["law@firm.example"]})
    message = vpn.messages.get(staff=True)
    assert message_shape(message, elif_).bcc == ["law@firm.example"]
    assert message_shape(message, elif_, as_requester=True).bcc == []


def test_an_answer_for_later_goes_to_further_people(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    at = (clock.now() + timedelta(days=1)).isoformat()
    given = {"text": "Hi", "send_at": at, "to": ["boss@ege.example"], "bcc": ["law@firm.example"]}
    made = program_of(elif_).post(f"/tickets/{vpn.pk}/later", given)
    assert (made.status, made.json["to"], made.json["bcc"]) == (201, ["boss@ege.example"], ["law@firm.example"])


def test_a_reply_that_can_still_be_taken_back_is_the_desks_alone(
    program_of: Of, elif_: Person, mert: Person, vpn: Ticket
) -> None:
    program_of(elif_).post(f"/tickets/{vpn.pk}/messages", {"text": "Too early"})
    early = program_of(mert).get(f"/tickets/{vpn.pk}")
    for address in (f"/tickets/{vpn.pk}", f"/tickets/{vpn.pk}/messages"):
        assert "Too early" in str(program_of(elif_).get(address).json)
        assert "Too early" not in str(program_of(mert).get(address).json)
    with clock.frozen_at(clock.now() + timedelta(minutes=1)):
        later = program_of(mert).get(f"/tickets/{vpn.pk}", If_None_Match=early.headers["ETag"])
        assert later.status == 200
        assert "Too early" in str(later.json)


def test_a_second_hand_over_does_not_fit_while_one_waits(
    program_of: Of, elif_: Person, vpn: Ticket, network: Team
) -> None:
    third = save_team(actor=None, name="L3 Systems", tier=Tier.L3)
    handed = {"wrong": "It drops", "tried": "Nothing", "asked": "Look"}
    program = program_of(elif_)
    assert program.post(f"/tickets/{vpn.pk}/escalate", {"team": network.name, "handover": handed}).status == 201
    refused = program.post(f"/tickets/{vpn.pk}/escalate", {"team": third.name, "handover": handed})
    assert (refused.status, "waits here already" in refused.json["detail"]) == (409, True)
