"""Two agents on one ticket: a menu that was opened before somebody else chose overwrites nothing."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from derman.tickets import actions
from derman.tickets.queries import values_of

PART = {"HX-Request": "true"}


def seen_in(client, address: str) -> str:
    page = client.get(address, headers=PART).content.decode()
    return page.partition('name="seen" value="')[2].partition('"')[0]


@pytest.fixture
def as_elif(client, elif_):
    client.force_login(elif_)
    return client


@pytest.mark.parametrize("at", ["ticket", "table"])
def test_the_second_of_two_is_told_and_nothing_is_overwritten(as_elif, derya, elif_, vpn, at):
    menu, form = {
        "ticket": (f"/desk/tickets/{vpn.pk}/choices/priority/", f"/desk/tickets/{vpn.pk}/change/"),
        "table": (f"/desk/table/{vpn.pk}/priority/", "/desk/table/change/"),
    }[at]
    seen = seen_in(as_elif, menu)
    actions.set_priority(actor=derya, ticket=vpn.pk, priority="critical")
    sent = {"number": vpn.pk, "priority": "low", "seen": seen}
    answer = as_elif.post(form, sent, headers=PART)
    assert answer.status_code == 409
    assert f"{derya.name} has changed this meanwhile" in unquote(answer.headers["X-Sentence"])
    vpn.refresh_from_db()
    assert vpn.priority == 1
    assert as_elif.post(form, {**sent, "seen": seen_in(as_elif, menu)}, headers=PART).status_code == 200
    vpn.refresh_from_db()
    assert vpn.priority == 4


def test_a_card_of_the_board_says_what_was_seen(as_elif, derya, vpn):
    actions.set_tags(actor=derya, ticket=vpn.pk, tags=["board"])
    board = as_elif.get("/desk/table/?q=tag:board&layout=board&group=priority").content.decode()
    seen = board.partition(f'data-number="{vpn.pk}" data-seen="')[2].partition('"')[0]
    actions.set_priority(actor=derya, ticket=vpn.pk, priority="critical")
    moved = {"number": vpn.pk, "priority": "low"}
    assert as_elif.post("/desk/table/change/", {**moved, "seen": seen}, headers=PART).status_code == 409
    vpn.refresh_from_db()
    assert as_elif.post("/desk/table/change/", {**moved, "seen": vpn.seq}, headers=PART).status_code == 200


def test_changes_of_different_things_and_ones_own_stand_side_by_side(as_elif, derya, elif_, vpn):
    seen = seen_in(as_elif, f"/desk/tickets/{vpn.pk}/choices/priority/")
    actions.set_kind(actor=derya, ticket=vpn.pk, kind="request")
    actions.set_priority(actor=elif_, ticket=vpn.pk, priority="high")
    answer = as_elif.post(f"/desk/tickets/{vpn.pk}/change/", {"priority": "low", "seen": seen}, headers=PART)
    assert answer.status_code == 200
    vpn.refresh_from_db()
    assert (vpn.priority, vpn.kind) == (4, "request")


def test_the_desks_own_fields_too_each_by_itself(as_elif, derya, vpn):
    for label in ("Floor", "Room"):
        actions.save_field(actor=None, labels={"en": label}, asks="text")
    form = f"/desk/tickets/{vpn.pk}/own/"
    sent = {"seen": seen_in(as_elif, form), "shown": '{"floor": null, "room": null}'}
    actions.set_own_fields(actor=derya, ticket=vpn.pk, values={"floor": "2"})
    refused = as_elif.post(form, {**sent, "own-floor": "3", "own-room": ""}, headers=PART)
    assert refused.status_code == 409
    assert as_elif.post(form, {**sent, "own-floor": "", "own-room": "B"}, headers=PART).status_code == 200
    assert values_of(vpn.pk) == {"floor": "2", "room": "B"}


def test_a_task_that_somebody_else_settled_is_told_and_not_overwritten(as_elif, derya, vpn):
    task = actions.add_task(actor=derya, ticket=vpn.pk, title="Look at the cable")
    page = as_elif.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    seen = page.partition(f"tasks/{task.pk}/")[2].partition('name="seen" value="')[2].partition('"')[0]
    assert seen == "open"
    actions.change_task(actor=derya, ticket=vpn.pk, task=task.pk, done=True)
    address = f"/desk/tickets/{vpn.pk}/tasks/{task.pk}/"
    assert as_elif.post(address, {"needed": "no", "seen": seen}, headers=PART).status_code == 409
    task.refresh_from_db()
    assert task.state == "done"
    assert as_elif.post(address, {"done": "yes", "seen": seen}, headers=PART).status_code == 200  # both say the same
    assert as_elif.post(address, {"needed": "no", "seen": "done"}, headers=PART).status_code == 200


def test_a_reply_that_is_taken_back_stands_before_what_was_typed_since(elif_, vpn):
    actions.reply(actor=elif_, ticket=vpn.pk, text="First words")
    actions.save_draft(actor=elif_, ticket=vpn.pk, public=True, html_body="<p>Second words</p>")
    actions.undo(actor=elif_, ticket=vpn.pk, act=vpn.events.last().act)
    html = vpn.drafts.get(agent=elif_).html
    assert "First words" in html.partition("<p>Second words")[0]
