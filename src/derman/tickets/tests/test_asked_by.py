"""One requester at a glance: their tickets, what was said, and what they tried."""

from derman.people.access import lens_of
from derman.tickets import actions
from derman.tickets.models import Ticket
from derman.tickets.queries import asked_by, requester
from tests.cast import asks


def test_the_open_ones_stand_first_and_all_are_counted(elif_, mert):
    solved, still = asks(mert, "Printer jams"), asks(mert, "VPN drops")
    actions.reply(actor=elif_, ticket=solved.pk, text="Open the lid")
    actions.resolve(actor=elif_, ticket=solved.pk)
    found = asked_by(elif_, mert.pk)
    assert [ticket.pk for ticket in found.tickets] == [still.pk, solved.pk]
    assert (found.open, found.all, found.more, found.channels) == (1, 2, False, {"portal": 2})
    assert found.said[0].text == "Open the lid"


def test_nothing_of_closed_teams_of_notes_and_of_other_people_gets_in(elif_, kaan, selin, mert, secret, vpn):
    actions.note(actor=elif_, ticket=vpn.pk, text="He is on holiday")
    seen, hers = asked_by(elif_, selin.pk), asked_by(kaan, selin.pk)
    assert (seen.tickets, seen.all, seen.said, seen.tried) == ([], 0, [], [])
    assert [ticket.pk for ticket in hers.tickets] == [secret.pk]
    assert {message.text for message in asked_by(elif_, mert.pk).said} == {"It drops every ten minutes."}
    assert asked_by(selin, selin.pk).tickets == []


def test_of_whoever_asks_without_end_only_the_latest_are_looked_at(elif_, mert, monkeypatch):
    monkeypatch.setattr(requester, "COUNTED", 2)
    tickets = [asks(mert, f"Alarm {number}") for number in range(3)]
    Ticket.objects.filter(pk=tickets[0].pk).update(updated_at=tickets[0].created_at)
    found = asked_by(elif_, mert.pk)
    assert (found.open, found.all, found.more) == (2, 2, True)
    assert [ticket.pk for ticket in found.tickets] == [tickets[2].pk, tickets[1].pk]


def test_it_takes_four_statements_whatever_there_is(elif_, mert, django_assert_num_queries):
    for number in range(5):
        asks(mert, f"Alarm {number}")
    lens = lens_of(elif_)
    with django_assert_num_queries(4):
        asked_by(elif_, mert.pk, lens=lens)
