from __future__ import annotations

import re

import pytest

from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.models import Category, Ticket
from tests.cast import asks


def change(client, ticket: Ticket, part, **given: str):
    answer = client.post(f"/desk/tickets/{ticket.pk}/change/", given, headers=part)
    ticket.refresh_from_db()
    return answer


def test_taking_offers_the_way_back(as_, elif_: Person, vpn: Ticket, part) -> None:
    page = as_(elif_).post(f"/desk/tickets/{vpn.pk}/take/", headers=part).content.decode()
    vpn.refresh_from_db()
    assert vpn.assignee == elif_
    assert f"/desk/tickets/{vpn.pk}/undo/" in page


def test_resolving_and_reopening(as_, elif_: Person, vpn: Ticket, part) -> None:
    client = as_(elif_)
    client.post(f"/desk/tickets/{vpn.pk}/resolve/", headers=part)
    vpn.refresh_from_db()
    assert vpn.status == "resolved"
    client.post(f"/desk/tickets/{vpn.pk}/reopen/", headers=part)
    vpn.refresh_from_db()
    assert vpn.status == "open"


def test_a_whole_asks_what_becomes_of_its_parts(as_, elif_: Person, mert: Person, vpn: Ticket, part) -> None:
    piece = asks(mert, "Also here")
    actions.link(actor=elif_, ticket=piece.pk, other=vpn.pk, kind="parent")
    client = as_(elif_)
    assert "1 part is still open" in client.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert "still open" not in client.get(f"/desk/tickets/{piece.pk}/").content.decode()
    given = {"parts": "yes", "text": "It is mended."}
    page = client.post(f"/desk/tickets/{vpn.pk}/resolve/", given, headers=part).content.decode()
    assert f"#{vpn.pk} and 1 part resolved." in page
    assert "part was answered and resolved with it" in page
    piece.refresh_from_db()
    assert piece.status == "resolved"
    assert "of which it is a part" in client.get(f"/desk/tickets/{piece.pk}/").content.decode()


def test_a_ticket_is_copied_and_carried_on(as_, elif_: Person, vpn: Ticket, part) -> None:
    client = as_(elif_)
    form = client.get(f"/desk/tickets/{vpn.pk}/copy/offered/", headers=part).content.decode()
    assert "It drops every ten minutes." in form
    assert "It drops" not in client.get(f"/desk/tickets/{vpn.pk}/copy/offered/?follow_up=1").content.decode()
    client.post(f"/desk/tickets/{vpn.pk}/copy/", {"subject": "The same", "text": "It drops."}, headers=part)
    client.post(f"/desk/tickets/{vpn.pk}/copy/", {"text": "Once more.", "follow_up": "1"}, headers=part)
    empty = client.post(f"/desk/tickets/{vpn.pk}/copy/", {"text": " "}, headers=part)
    assert empty.status_code == 400
    copied, carried = Ticket.objects.filter(pk__gt=vpn.pk).order_by("pk")
    assert (copied.subject, carried.subject) == ("The same", vpn.subject)
    page = client.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert "Copied into" in page
    assert "Carried on in" in page
    assert "Opened by" in client.get(f"/desk/tickets/{carried.pk}/").content.decode()


def test_agents_watch_and_have_others_watch(as_, elif_: Person, leyla: Person, kaan: Person, vpn: Ticket, part) -> None:
    client = as_(elif_)
    page = change(client, vpn, part, watch="me").content.decode()
    assert vpn.watchers == [elif_.pk]
    assert "Stop watching" in page
    assert "Watching from now on" in page
    choices = client.get(f"/desk/tickets/{vpn.pk}/choices/watchers/", headers=part).content.decode()
    assert "Leyla Tan" in choices
    assert f'value="{elif_.pk}"' not in choices
    change(client, vpn, part, watch=str(leyla.pk))
    assert set(vpn.watchers) == {elif_.pk, leyla.pk}
    change(client, vpn, part, unwatch="me")
    change(client, vpn, part, unwatch=str(leyla.pk))
    assert vpn.watchers == []
    assert change(client, vpn, part, watch="999999").status_code == 400


def test_a_press_that_changes_nothing_offers_to_take_nothing_back(as_, elif_: Person, vpn: Ticket, part) -> None:
    client = as_(elif_)
    taken = client.post(f"/desk/tickets/{vpn.pk}/take/", headers=part).content.decode()
    offered = re.compile(r"<derman-toast[^>]*data-undo")
    assert offered.search(taken)
    same = change(client, vpn, part, priority="normal").content.decode()
    assert "derman-toast" in same
    assert "it was so already" in same
    assert not offered.search(same)


def test_a_get_changes_nothing(as_, elif_: Person, vpn: Ticket) -> None:
    for verb in ("take", "resolve", "reopen", "change", "messages", "draft", "files", "read"):
        assert as_(elif_).get(f"/desk/tickets/{vpn.pk}/{verb}/").status_code == 405, verb


def test_each_menu_sets_its_field(as_, elif_: Person, derya: Person, network, vpn: Ticket, part) -> None:
    client = as_(elif_)
    printers = Category.objects.create(names={"en": "Printers"})
    change(client, vpn, part, team=str(network.pk))
    assert vpn.team == network
    change(client, vpn, part, assignee=str(derya.pk))
    assert vpn.assignee == derya
    change(client, vpn, part, assignee="")
    assert vpn.assignee is None
    change(client, vpn, part, priority="critical")
    assert vpn.priority == 1
    change(client, vpn, part, matrix="3,3")
    assert (vpn.impact, vpn.urgency) == (3, 3)
    change(client, vpn, part, category=str(printers.pk))
    assert vpn.category == printers
    change(client, vpn, part, kind="request")
    assert vpn.kind == "request"
    change(client, vpn, part, tag="vpn")
    change(client, vpn, part, tag="gateway")
    assert vpn.tags == ["gateway", "vpn"]
    change(client, vpn, part, untag="vpn")
    assert vpn.tags == ["gateway"]
    change(client, vpn, part, subject="VPN keeps dropping")
    assert vpn.subject == "VPN keeps dropping"
    change(client, vpn, part, follower="ayse@ege.example")
    follower = vpn.followers.get().person
    change(client, vpn, part, unfollow=str(follower.pk))
    assert not vpn.followers.exists()
    change(client, vpn, part, wait="monday")
    assert vpn.waiting_until is not None
    change(client, vpn, part, wait="no")
    assert vpn.status == "open"
    change(client, vpn, part, spam="yes")
    assert vpn.status == "spam"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"assignee": "999999"},
        {"assignee": "x"},
        {"team": ""},
        {"category": "-1"},
        {"priority": "huge"},
        {"matrix": "9,9"},
        {"matrix": "1"},
        {"kind": "poem"},
        {"wait": "forever"},
        {"follower": "nobody"},
        {"unfollow": "x"},
        {"subject": ""},
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    as_, elif_: Person, vpn: Ticket, part, given: dict[str, str]
) -> None:
    before = vpn.seq
    answer = change(as_(elif_), vpn, part, **given)
    assert answer.status_code in (400, 403)
    assert answer["X-Sentence"]
    assert vpn.seq == before


@pytest.mark.parametrize("field", ["assignee", "team", "priority", "category", "kind", "tags", "followers"])
def test_each_menu_opens(as_, elif_: Person, vpn: Ticket, part, field: str) -> None:
    assert as_(elif_).get(f"/desk/tickets/{vpn.pk}/choices/{field}/", headers=part).status_code == 200


def test_too_late_to_take_back_is_said(as_, elif_: Person, derya: Person, vpn: Ticket, part) -> None:
    actions.resolve(actor=elif_, ticket=vpn.pk)
    event = actions.last_act(actor=elif_, ticket=vpn.pk)
    assert event is not None
    actions.reopen(actor=derya, ticket=vpn.pk)
    answer = as_(elif_).post(f"/desk/tickets/{vpn.pk}/undo/{event.act}/", headers=part)
    assert answer.status_code == 409
    assert "Derya" in answer.headers["X-Sentence"]


def test_the_timeline_offers_to_take_back_what_nothing_builds_on(as_, elif_: Person, derya: Person, vpn: Ticket):
    actions.set_priority(actor=elif_, ticket=vpn.pk, priority="high")
    actions.set_priority(actor=elif_, ticket=vpn.pk, priority="low")
    actions.set_tags(actor=elif_, ticket=vpn.pk, tags=["vip"])
    actions.note(actor=elif_, ticket=vpn.pk, text="Hm.")
    page = as_(derya).get(f"/desk/tickets/{vpn.pk}/").content.decode()
    offered = set(re.findall(rf"/desk/tickets/{vpn.pk}/undo/([0-9a-f-]+)/", page))
    by_kind = {event.kind: str(event.act) for event in vpn.events.order_by("seq")}
    assert offered == {by_kind["priority.changed"], by_kind["tags.changed"]}


def test_an_agent_writes_down_a_call(as_, elif_: Person, front_line) -> None:
    given = {
        "email": "yeni@ege.example",
        "name": "Yeni Biri",
        "subject": "Phone is dead",
        "text": "No sound",
        "channel": "phone",
        "kind": "incident",
        "category": "",
        "priority": "high",
        "take": "on",
    }
    answer = as_(elif_).post("/desk/tickets/new/", given)
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/desk/tickets/{ticket.pk}/"
    assert (ticket.requester.name, ticket.channel, ticket.priority) == ("Yeni Biri", "phone", 2)
    assert ticket.assignee == elif_


def test_a_bad_form_loses_nothing_typed(as_, elif_: Person, front_line) -> None:
    answer = as_(elif_).post("/desk/tickets/new/", {"email": "nobody", "text": "a long story"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "a long story" in page
    assert 'id="id_email-wrong"' in page
    assert not Ticket.objects.exists()
