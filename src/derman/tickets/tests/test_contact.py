"""Moving up keeps the requester informed, and the front line their contact where the desk wants it."""

import pytest

from derman.channels.mail.models import OutgoingMail
from derman.channels.mail.tests.conftest import helpdesk
from derman.notify.models import Notice
from derman.people.actions import save_team
from derman.people.errors import PeopleError
from derman.people.models import Role, Tier
from derman.tickets import actions, queries
from derman.tickets.errors import WrongInput
from derman.tickets.models import Ticket
from derman.tickets.tests.test_handing import last_act, now, up
from derman.web.portal.words import state_of
from tests.cast import asks

__all__ = ["helpdesk"]


def changed(team, **wanted):
    return save_team(actor=None, team=team, name=team.name, tier=team.tier, **wanted)


def words_for(person, ticket):
    (row,) = [one for one in queries.own_page(person).rows if one.ticket.pk == ticket.pk]
    found = Ticket.objects.select_related("assignee").get(pk=ticket.pk)
    state = state_of(found, contact=queries.contact_of(found))
    assert row.contact == queries.contact_of(found)
    return state.words, state.next


def test_the_requester_reads_in_plain_words_that_specialists_look_at_it(vpn, elif_, derya, mert, network, helpdesk):
    assert words_for(mert, vpn)[0] == "We have it"
    row = up(vpn, elif_, network, tell="Our specialists look at this now.")
    said = vpn.messages.get(public=True, staff=True)
    assert (said.author, said.text) == (elif_, "Our specialists look at this now.")
    assert OutgoingMail.objects.filter(message=said).exists()
    assert now(vpn)[0] == network and row.state == "waiting"
    actions.accept(actor=derya, ticket=vpn.pk)
    state, following = words_for(mert, vpn)
    assert state == "Derya is working on it"
    assert "It is with our specialists" in following


def test_told_and_moved_up_is_one_act_and_taken_back_as_one(vpn, elif_, mert, network, front_line, helpdesk):
    changed(front_line, keeps_contact=True)
    up(vpn, elif_, network, tell="Our specialists look at this now.")
    actions.undo(actor=elif_, ticket=vpn.pk, act=last_act(vpn))
    assert not vpn.messages.filter(staff=True, withdrawn_at=None).exists()
    assert not OutgoingMail.objects.filter(ticket=vpn, kind="reply").exclude(state="cancelled").exists()
    found = Ticket.objects.get(pk=vpn.pk)
    assert (found.team, found.tier, found.status, found.watchers) == (front_line, 1, "new", [])
    assert words_for(mert, vpn)[0] == "We have it"


def test_whoever_moves_it_up_stays_the_contact_where_the_team_wants_it(
    vpn, elif_, derya, kaan, mert, network, front_line
):
    changed(front_line, keeps_contact=True)
    experts = save_team(actor=None, name="L3 Gateway", tier=Tier.L3, members=[kaan.pk])
    up(vpn, elif_, network)
    actions.accept(actor=derya, ticket=vpn.pk)
    actions.reply(actor=derya, ticket=vpn.pk, text="The gateway is being looked at.")
    state, following = words_for(mert, vpn)
    assert state == "Elif is working on it"
    assert "Elif has our specialists look at it, and stays the one you talk to." in following
    # what is said there she hears
    assert Notice.objects.filter(person=elif_, kind="watched", ticket=vpn).exists()
    # a further team does not change whom they know
    up(vpn, derya, experts)
    assert words_for(mert, vpn)[0].startswith("Elif")
    # back at the front line it is as ever
    actions.send_back(actor=kaan, ticket=vpn.pk, reason="It is the router")
    actions.hand_over(actor=derya, ticket=vpn.pk, team=front_line)
    assert "Elif has our specialists" not in words_for(mert, vpn)[1]


def test_the_agent_decides_otherwise_for_one_ticket(vpn, elif_, network, front_line):
    changed(front_line, keeps_contact=True)
    assert up(vpn, elif_, network, keep_contact=False).keeps_contact is False
    assert Ticket.objects.get(pk=vpn.pk).watchers == []


def test_what_the_team_wants_to_know_is_answered_or_nothing_moves(vpn, elif_, network, front_line):
    changed(network, questions=["  Which router? ", "", "Which router?", "Since when?"])
    network.refresh_from_db()
    assert network.questions == ["Which router?", "Since when?"]
    for answers in ((), ("A Fritzbox",), ("A Fritzbox", "  "), ("A Fritzbox", "Monday", "and more")):
        with pytest.raises(WrongInput) as error:
            up(vpn, elif_, network, answers=answers)
        assert error.value.field == "answers"
    assert now(vpn)[0] == front_line
    row = up(vpn, elif_, network, answers=("A Fritzbox", "Monday"))
    assert row.answers == [["Which router?", "A Fritzbox"], ["Since when?", "Monday"]]
    # what was asked then stays readable
    changed(network, questions=[])
    assert queries.hand_overs(elif_, vpn)[0].answers[0] == ["Which router?", "A Fritzbox"]


def test_a_team_asks_no_more_than_a_form_can_hold(network):
    with pytest.raises(PeopleError):
        changed(network, questions=[f"Question {number}?" for number in range(11)])
    with pytest.raises(PeopleError):
        changed(network, questions=["x" * 201])


def test_the_third_time_it_goes_to_a_lead_before_an_administrator_who_helps_out(
    vpn, elif_, derya, leyla, aylin, network, front_line
):
    save_team(actor=None, team=front_line, name=front_line.name, tier=1, members=[aylin.pk, elif_.pk, leyla.pk])
    assert (aylin.role == Role.ADMINISTRATOR and aylin.pk < leyla.pk) or leyla.role == Role.LEAD
    for _bounce in range(3):
        up(vpn, elif_, network)
        actions.send_back(actor=derya, ticket=vpn.pk, reason="Which router?")
    assert now(vpn)[2] == leyla


def test_a_ticket_of_the_front_line_costs_no_statement_more(mert, django_assert_num_queries):
    ticket = asks(mert, "Printer")
    with django_assert_num_queries(0):
        assert queries.contact_of(ticket) == ""
