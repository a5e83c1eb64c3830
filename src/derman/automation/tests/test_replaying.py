"""The time machine: what a rule would have done, ticket by ticket, beside what happened; and nothing is changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from derman.automation import actions, replaying
from derman.automation.errors import NotAllowed, WrongInput
from derman.automation.given import Given
from derman.automation.models import Foretold, Happening, Ran, Replay
from derman.automation.replaying import go_on, replay
from derman.automation.tests.writing import HIGH, leaf
from derman.kernel import clock
from derman.tickets import actions as tickets
from derman.tickets.models import Event, Message, Ticket
from tests.cast import asks

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # ten o'clock in Istanbul


def tried(owner, when="opened", conditions=None, steps=None, **more) -> tuple[Replay, list[Foretold]]:
    given = Given(name="Tried", when=when, conditions=conditions or {}, steps=steps or HIGH, **more)
    made = replay(actor=owner, rule=actions.save(actor=owner, given=given).pk)
    go_on(replay=made.pk)
    made.refresh_from_db()
    assert made.state == "done"
    return made, list(made.foretold.order_by("at", "id"))


def test_what_it_would_have_done_stands_beside_what_happened(leyla, elif_, selin, front_line):
    with clock.frozen_at(MONDAY):
        by_hand, never, other = (asks(selin, f"Yazıcı {n}") for n in range(3))
        asks(selin, "Ekran")
    with clock.frozen_at(MONDAY + timedelta(minutes=40)):
        tickets.set_priority(actor=elif_, ticket=by_hand.pk, priority="high")
        tickets.set_priority(actor=elif_, ticket=other.pk, priority="low")
    with clock.frozen_at(MONDAY + timedelta(hours=2)):
        made, found = tried(leyla, conditions=leaf("words", "YAZICI"))
    assert (made.total, made.looked, made.matched, made.changed, made.same) == (4, 4, 3, 3, 1)
    assert made.busiest == 3
    told = {one.ticket_id: one.changes[0] for one in found}
    same = {"do": "priority", "from": "normal", "to": "high"}
    assert told == {
        by_hand.pk: {**same, "same": 2400, "now": "high"},
        never.pk: {**same, "same": None, "now": "normal"},
        other.pk: {**same, "same": None, "now": "low"},
    }
    assert found[0].because == [["words", "yazici"]]


def test_nothing_is_changed_and_nothing_leaves(leyla, selin, front_line):
    ticket = asks(selin)
    before = (Ticket.objects.values().get(pk=ticket.pk), Event.objects.count(), Message.objects.count())
    happenings = Happening.objects.count()
    steps = [*HIGH, {"do": "reply", "text": "x"}, {"do": "webhook", "to": "https://hooks.example/x"}]
    made, _found = tried(leyla, steps=steps)
    assert made.changed == 1
    assert before == (Ticket.objects.values().get(pk=ticket.pk), Event.objects.count(), Message.objects.count())
    assert (Ran.objects.count(), Happening.objects.count()) == (0, happenings)


def test_a_ticket_is_looked_at_as_it_stood_then_also_where_it_was_taken_back(leyla, elif_, selin, network, front_line):
    with clock.frozen_at(MONDAY):
        ticket = asks(selin)
        tickets.set_tags(actor=elif_, ticket=ticket.pk, tags=["a"])
    with clock.frozen_at(MONDAY + timedelta(minutes=1)):
        tickets.hand_over(actor=elif_, ticket=ticket.pk, team=network)
        act = Event.objects.filter(ticket=ticket, kind="team.changed").latest("seq").act
        tickets.undo(actor=elif_, ticket=ticket.pk, act=act)
    with clock.frozen_at(MONDAY + timedelta(minutes=2)):
        tickets.set_tags(actor=elif_, ticket=ticket.pk, tags=["a", "b"])
    with clock.frozen_at(MONDAY + timedelta(minutes=3)):
        tickets.resolve(actor=elif_, ticket=ticket.pk)
    there, tag = leaf("team", front_line.pk), [{"do": "tag", "to": "b"}]
    _made, found = tried(leyla, "tags", {"all": [there, leaf("is", "open")]}, tag)
    assert [(one.at - MONDAY, bool(one.changes)) for one in found] == [
        (timedelta(), True),
        (timedelta(minutes=2), False),
    ]
    _made, found = tried(leyla, "team", leaf("team", network.pk), tag)
    assert [one.at - MONDAY for one in found] == [timedelta(minutes=1)]
    _made, found = tried(leyla, "tags", {"all": [there]}, tag, once=True)
    assert [one.at - MONDAY for one in found] == [timedelta()]


@pytest.mark.parametrize("working, expected", [(False, 4), (True, 4)])
def test_time_that_passed_is_found_where_nobody_answered(leyla, elif_, selin, front_line, working, expected):
    with clock.frozen_at(MONDAY):
        waits, answered, late = (asks(selin, f"Ticket {n}") for n in range(3))
    with clock.frozen_at(MONDAY + timedelta(hours=1)):
        tickets.reply(actor=elif_, ticket=answered.pk, text="Done")
    with clock.frozen_at(MONDAY + timedelta(hours=6)):
        tickets.reply(actor=elif_, ticket=late.pk, text="At last")
    with clock.frozen_at(MONDAY + timedelta(hours=7)):
        _made, found = tried(leyla, "unanswered", hours=4, working=working, steps=[{"do": "reply", "text": "Soon"}])
    assert {one.ticket_id: one.at - MONDAY for one in found} == dict.fromkeys(
        [waits.pk, late.pk], timedelta(hours=expected)
    )
    assert {one.ticket_id: one.changes[0]["same"] for one in found} == {waits.pk: None, late.pk: 2 * 3600}


def test_silence_and_untouched_tickets_are_found_and_the_future_is_not(leyla, elif_, selin, vpn, front_line):
    with clock.frozen_at(MONDAY):
        ticket = asks(selin)
        tickets.reply(actor=elif_, ticket=ticket.pk, text="Does it work?", then="waiting")
    with clock.frozen_at(MONDAY + timedelta(days=1, hours=1)):
        _made, found = tried(leyla, "silent", hours=24, conditions=leaf("is", "waiting"))
        assert [(one.ticket_id, one.at - MONDAY) for one in found] == [(ticket.pk, timedelta(days=1))]
        _made, found = tried(leyla, "silent", hours=26)
        assert found == []
        _made, found = tried(leyla, "untouched", hours=25)
        assert ticket.pk in {one.ticket_id for one in found}


def test_only_leads_try_rules_and_only_on_what_they_may_see(leyla, elif_, aylin, selin, network, front_line):
    asks(selin)
    made = actions.save(actor=leyla, given=Given(name="x", when="opened", steps=HIGH))
    with pytest.raises(NotAllowed):
        replay(actor=elif_, rule=made.pk)
    with pytest.raises(WrongInput):
        replay(actor=leyla, rule=made.pk, days=0)
    inside = asks(selin, "Salaries")
    tickets.hand_over(actor=None, ticket=inside.pk, team=network)
    network.closed = True
    network.save()
    network.memberships.filter(person=leyla).delete()
    _made, found = tried(leyla)
    assert inside.pk not in {one.ticket_id for one in found}


def test_one_that_is_killed_goes_on_where_it_was(leyla, selin, front_line, monkeypatch):
    for number in range(5):
        asks(selin, f"Ticket {number}")
    monkeypatch.setattr("derman.automation.replaying.SLICE", 2)
    made = actions.save(actor=leyla, given=Given(name="x", when="opened", steps=HIGH))
    begun = replay(actor=leyla, rule=made.pk)
    replaying._some_more(begun.pk)
    begun.refresh_from_db()
    assert (begun.state, begun.looked) == ("running", 2)
    go_on(replay=begun.pk)
    go_on(replay=begun.pk)
    begun.refresh_from_db()
    assert (begun.looked, begun.matched, begun.foretold.count()) == (5, 5, 5)
