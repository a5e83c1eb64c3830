from __future__ import annotations

import re

from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.models import ReadMark, Ticket

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


def test_a_ticket_costs_the_same_whatever_was_said_on_it(
    as_, elif_: Person, vpn: Ticket, django_assert_max_num_queries
) -> None:
    client = as_(elif_)
    actions.reply(actor=elif_, ticket=vpn.pk, text="Once")
    with django_assert_max_num_queries(25) as few:
        client.get(f"/desk/tickets/{vpn.pk}/")
    for number in range(8):
        actions.reply(actor=elif_, ticket=vpn.pk, text=f"Answer {number}")
        actions.note(actor=elif_, ticket=vpn.pk, text=f"Note {number}")
        actions.set_tags(actor=elif_, ticket=vpn.pk, tags=[f"tag {number}"])
    with django_assert_max_num_queries(25) as many:
        client.get(f"/desk/tickets/{vpn.pk}/")
    assert len(many) == len(few)


def test_a_reply_costs_the_same_whatever_was_said_before(
    as_, elif_: Person, vpn: Ticket, django_assert_max_num_queries
) -> None:
    client, there = as_(elif_), f"/desk/tickets/{vpn.pk}/messages/"
    client.post(there, {"mode": "reply", "text": "Once"})
    with django_assert_max_num_queries(21) as few:
        client.post(there, {"mode": "reply", "text": "Twice"})
    for number in range(8):
        actions.reply(actor=elif_, ticket=vpn.pk, text=f"Answer {number}")
        actions.note(actor=elif_, ticket=vpn.pk, text=f"Note {number}")
    with django_assert_max_num_queries(21) as many:
        client.post(there, {"mode": "reply", "text": "Once more"})
    assert len(many) <= len(few)  # the first has words to learn


def test_what_a_reply_promises_is_offered_beside_it_and_kept_with_one_press(
    as_, elif_: Person, vpn: Ticket, part
) -> None:
    client, there = as_(elif_), f"/desk/tickets/{vpn.pk}/"
    actions.reply(actor=elif_, ticket=vpn.pk, text="Yarın arayacağım.")
    page = client.get(there).content.decode()
    assert "“Yarın arayacağım.”" in page
    assert "Shall it be a promise until" in page
    (key,) = re.findall(r'name="key" value="(\d+)"', page)
    said = client.post("/desk/obligations/act/", {"verb": "keep", "key": key}, headers=part).content.decode()
    assert f"/desk/obligations/{key}/undo/" in said
    page = client.get(there).content.decode()
    assert "Shall it be a promise" not in page
    assert 'value="settle"' in page
    client.post("/desk/obligations/act/", {"verb": "settle", "key": key}, headers=part)
    assert "Promised in a reply" not in client.get(there).content.decode()


def test_a_part_brings_no_queue(as_, elif_: Person, vpn: Ticket, part) -> None:
    page = as_(elif_).get(f"/desk/tickets/{vpn.pk}/", headers=part | {"HX-Target": "main#desk-ticket"}).content.decode()
    assert 'id="timeline"' in page
    assert 'class="rail"' not in page


def test_who_has_a_ticket_open_that_goes_is_told_so(as_, elif_: Person, aylin: Person, vpn: Ticket, part) -> None:
    client, there = as_(elif_), f"/desk/tickets/{vpn.pk}/live/"
    actions.delete(actor=aylin, ticket=vpn.pk)
    gone = client.get(there, headers=part)
    assert gone.status_code == 200
    assert "is no longer here" in gone.content.decode()
    assert gone.content == client.get("/desk/tickets/987654/live/").content.replace(b"987654", b"%d" % vpn.pk)


def test_what_was_done_is_said_on_the_page_that_people_see(as_, aylin: Person, vpn: Ticket, part) -> None:
    """The next page is that of the queue; what was asked for meanwhile, of a ticket that is gone, is seen by nobody."""
    client = as_(aylin)
    client.post(f"/desk/tickets/{vpn.pk}/delete/", headers=part)
    for background in (part, {"Sec-Fetch-Mode": "cors"}):
        assert client.get(f"/desk/tickets/{vpn.pk}/", headers=background).status_code == 404
    assert "was deleted" in client.get("/desk/", headers={"Sec-Fetch-Mode": "navigate"}).content.decode()
    assert "was deleted" not in client.get("/desk/").content.decode()


def test_hostile_words_stay_words(as_, elif_: Person, mert: Person, front_line) -> None:
    Person.objects.filter(pk=mert.pk).update(name=HOSTILE)
    mert.refresh_from_db()
    from tests.cast import asks

    ticket = asks(mert, f"Subject {HOSTILE}", f"Text {HOSTILE}")
    actions.set_subject(actor=elif_, ticket=ticket.pk, subject=f"New {HOSTILE}")
    actions.set_tags(actor=elif_, ticket=ticket.pk, tags=[HOSTILE[:40]])
    for address in (f"/desk/tickets/{ticket.pk}/", "/desk/?view=all", f"/desk/tickets/{ticket.pk}/choices/assignee/"):
        page = as_(elif_).get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_no_page_needs_inline_script_or_style(as_, elif_: Person, vpn: Ticket) -> None:
    for address in ("/desk/", f"/desk/tickets/{vpn.pk}/", "/desk/tickets/new/", "/desk/search/?q=x", "/desk/none/"):
        page = as_(elif_).get(address).content.decode()
        assert not re.search(r"\sstyle=", page), address
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), address
        assert not re.search(r"\son\w+=", page), address
        assert "<style" not in page, address


def test_looking_at_a_ticket_marks_it_read_only_when_the_page_says_so(as_, elif_: Person, vpn: Ticket) -> None:
    client = as_(elif_)
    client.get(f"/desk/tickets/{vpn.pk}/")
    assert not ReadMark.objects.exists()
    assert client.post(f"/desk/tickets/{vpn.pk}/read/").status_code == 204
    assert ReadMark.objects.get().agent == elif_


def test_the_timeline_is_told_in_the_readers_language(as_, elif_: Person, derya: Person, network, vpn: Ticket) -> None:
    actions.hand_over(actor=elif_, ticket=vpn.pk, team=network)
    actions.set_priority(actor=elif_, ticket=vpn.pk, impact=1, urgency=1)
    english = as_(elif_).get(f"/desk/tickets/{vpn.pk}/").content.decode()
    turkish = as_(derya).get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert "Handed to <b>L2 Network</b> by <b>you</b>" in english
    assert "Devredildi · ekip <b>L2 Network</b> · <b>Elif Yıldız</b>" in turkish
    assert "Öncelik <b>Kritik</b>: etki <b>Yüksek</b>, aciliyet <b>Yüksek</b>" in turkish


def test_what_was_taken_back_is_one_line(as_, elif_: Person, vpn: Ticket) -> None:
    actions.set_tags(actor=elif_, ticket=vpn.pk, tags=["vpn"])
    event = actions.last_act(actor=elif_, ticket=vpn.pk)
    assert event is not None
    actions.undo(actor=elif_, ticket=vpn.pk, act=event.act)
    page = as_(elif_).get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert "Taken back by <b>you</b>: <b>tags</b>" in page
    assert "Tags added" not in page
