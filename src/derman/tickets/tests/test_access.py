"""Who sees what: default deny, closed teams, requesters only their own public messages."""

import pytest
from django.contrib.auth.models import AnonymousUser

from derman.tickets import access, actions, queries
from derman.tickets.errors import NotAllowed, TicketNotFound


def test_agents_see_the_tickets_of_open_teams(vpn, elif_, derya, aylin):
    assert all(access.visible_to(person).filter(pk=vpn.pk).exists() for person in (elif_, derya, aylin))


def test_only_its_members_see_the_tickets_of_a_closed_team(secret, kaan, elif_, leyla, aylin):
    assert access.visible_to(kaan).filter(pk=secret.pk).exists()
    for person in (elif_, leyla, aylin):
        assert not access.visible_to(person).filter(pk=secret.pk).exists()
        assert secret.pk not in [row.ticket.pk for row in queries.page(person, "all").rows]
        assert queries.counts(person)["all"] == 0
        with pytest.raises(TicketNotFound):
            actions.note(actor=person, ticket=secret.pk, text="I should not be here")


def test_requesters_see_their_own_tickets_and_no_others(vpn, mert, selin):
    assert access.visible_to(mert).get() == vpn
    assert not access.visible_to(selin).exists()


def test_nobody_sees_nothing(vpn):
    assert not access.visible_to(AnonymousUser()).exists()
    assert not access.messages_visible_to(None).exists()
    assert not access.events_visible_to(None).exists()


def test_requesters_never_see_notes(vpn, elif_, mert):
    actions.note(actor=elif_, ticket=vpn.pk, text="He is in a hurry.")
    assert access.messages_visible_to(mert).count() == 1
    assert access.messages_visible_to(elif_).count() == 2
    assert not access.events_visible_to(mert).exists()


def test_a_requester_cannot_act_as_an_agent(vpn, mert):
    with pytest.raises(NotAllowed):
        actions.resolve(actor=mert, ticket=vpn.pk)


def test_a_requester_closes_their_own_ticket(vpn, mert, selin):
    assert actions.resolve_own(actor=mert, ticket=vpn.pk).status == "resolved"
    with pytest.raises(TicketNotFound):
        actions.reopen_own(actor=selin, ticket=vpn.pk)


def test_an_agents_own_request_in_a_closed_team_is_theirs_in_the_portal_only(secret, security, elif_):
    from tests.cast import asks

    ticket = asks(elif_, "Harassment", "Please help.")
    actions.note(actor=None or elif_, ticket=ticket.pk, text="mine")
    actions.hand_over(actor=None, ticket=ticket.pk, team=security)
    assert not access.visible_to(elif_).filter(pk=ticket.pk).exists()
    assert queries.find_own(elif_, ticket.pk) == ticket
    assert access.messages_visible_to(elif_).filter(ticket=ticket).count() == 1
