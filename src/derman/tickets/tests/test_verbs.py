"""The verbs: each changes what it says, writes the timeline, and refuses what makes no sense."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from derman.kernel import clock
from derman.tickets import actions
from derman.tickets.errors import NotAllowed, Overtaken, WrongInput
from derman.tickets.jobs import close_resolved, wake
from derman.tickets.models import Event, Ticket


def test_the_first_answer_is_remembered_and_takes_the_ticket(vpn, elif_):
    message = actions.reply(actor=elif_, ticket=vpn.pk, text="On it.", then="waiting")
    vpn.refresh_from_db()
    assert (vpn.status, vpn.waiting_for, vpn.assignee) == ("waiting", "requester", elif_)
    assert vpn.first_response_at == message.created_at


def test_an_empty_answer_is_refused(vpn, elif_):
    with pytest.raises(WrongInput):
        actions.reply(actor=elif_, ticket=vpn.pk, text="  ", html_body="<p></p>")


def test_a_bad_address_in_copy_is_refused_and_nothing_is_written(vpn, elif_):
    with pytest.raises(WrongInput) as caught:
        actions.reply(actor=elif_, ticket=vpn.pk, text="Hello", cc=["not an address"])
    assert caught.value.field == "cc"
    assert vpn.messages.count() == 1


def test_two_agents_cannot_take_the_same_ticket(vpn, elif_, derya):
    actions.take(actor=elif_, ticket=vpn.pk)
    with pytest.raises(NotAllowed):
        actions.take(actor=derya, ticket=vpn.pk)


def test_next_takes_the_most_urgent_free_ticket_of_my_teams(vpn, mert, elif_, derya):
    from tests.cast import asks

    urgent = asks(mert, "Server room is on fire")
    actions.set_priority(actor=elif_, ticket=urgent.pk, priority="critical")
    assert actions.take_next(actor=derya) is None
    assert actions.take_next(actor=elif_).pk == urgent.pk
    assert actions.take_next(actor=elif_).pk == vpn.pk
    assert actions.take_next(actor=elif_) is None


def test_next_asks_priority_then_age_across_all_of_ones_teams(mert, elif_, network, front_line):
    from tests.cast import asks

    elif_.memberships.get_or_create(team=network)
    old, young, urgent = (asks(mert, subject) for subject in ("Old", "Young", "Urgent"))
    actions.set_priority(actor=elif_, ticket=urgent.pk, priority="high")
    for ticket, team in ((old, network), (young, front_line), (urgent, network)):
        Ticket.objects.filter(pk=ticket.pk).update(team=team, assignee=None)
    assert [actions.take_next(actor=elif_).pk for _ in range(3)] == [urgent.pk, old.pk, young.pk]


def test_priority_comes_from_impact_and_urgency(vpn, elif_):
    assert actions.set_priority(actor=elif_, ticket=vpn.pk, impact=1, urgency=1).priority == 1
    assert actions.set_priority(actor=elif_, ticket=vpn.pk, impact=3, urgency=3).priority == 4
    with pytest.raises(WrongInput):
        actions.set_priority(actor=elif_, ticket=vpn.pk, priority="very")


def test_what_somebody_else_changed_first_is_not_overwritten(vpn, elif_):
    with pytest.raises(Overtaken):
        actions.resolve(actor=elif_, ticket=vpn.pk, expected_seq=vpn.seq - 1)


def test_a_ticket_of_a_closed_team_can_only_be_given_to_its_members(secret, kaan, elif_):
    with pytest.raises(WrongInput):
        actions.assign(actor=kaan, ticket=secret.pk, assignee=elif_)
    assert actions.assign(actor=kaan, ticket=secret.pk, assignee=kaan).assignee == kaan


def test_who_is_not_in_the_new_team_loses_the_ticket(vpn, elif_, network):
    actions.take(actor=elif_, ticket=vpn.pk)
    ticket = actions.hand_over(actor=elif_, ticket=vpn.pk, team=network)
    assert (ticket.assignee, ticket.tier) == (None, 2)
    assert ticket.events.last().details["why"] == "left_team"


def test_a_ticket_that_waits_until_a_date_comes_back_then(vpn, elif_):
    actions.wait(actor=elif_, ticket=vpn.pk, waiting_for="date", until=clock.now() + timedelta(hours=1))
    wake()
    vpn.refresh_from_db()
    assert vpn.status == "waiting"
    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        wake()
    vpn.refresh_from_db()
    assert vpn.status == "open"
    assert vpn.events.last().details["why"] == "date_came"


def test_a_date_in_the_past_is_refused(vpn, elif_):
    with pytest.raises(WrongInput):
        actions.wait(actor=elif_, ticket=vpn.pk, waiting_for="date", until=clock.now() - timedelta(hours=1))


def test_a_resolved_ticket_closes_by_itself_and_says_why(vpn, elif_):
    actions.resolve(actor=elif_, ticket=vpn.pk)
    with clock.frozen_at(clock.now() + timedelta(days=8)):
        close_resolved()
        close_resolved()
    vpn.refresh_from_db()
    assert vpn.status == "closed"
    assert vpn.events.filter(details__why="resolved_long").count() == 1


@pytest.mark.parametrize("change", [{"kind": "lie"}, None])
def test_the_timeline_is_append_only(vpn, change):
    event = Event.objects.filter(ticket=vpn)
    with pytest.raises(DatabaseError), transaction.atomic():
        event.update(**change) if change else event.delete()


def test_a_subject_that_is_too_long_is_refused_and_nothing_of_it_is_lost_in_silence(elif_, vpn):
    actions.set_subject(actor=elif_, ticket=vpn.pk, subject="x" * 300)
    with pytest.raises(WrongInput, match="300 characters at most"):
        actions.set_subject(actor=elif_, ticket=vpn.pk, subject="y" * 301)
    vpn.refresh_from_db()
    assert vpn.subject == "x" * 300
