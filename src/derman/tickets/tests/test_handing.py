"""Moving up with a hand-over: it is accepted or sent back once, by who may, and nothing of it is lost."""

import pytest

from derman.people.actions import save_team
from derman.people.models import Tier
from derman.tickets import actions, queries
from derman.tickets.errors import NotAllowed, Overtaken, TicketNotFound, TooLateToUndo, WrongInput
from derman.tickets.models import HandOver, Ticket

PARTS = {"wrong": "It drops", "tried": "Restarted it", "asked": "Look at the gateway"}


def up(ticket, actor, team, **parts):
    return actions.escalate(actor=actor, ticket=ticket.pk, team=team, **(PARTS | parts))


def now(ticket):
    fresh = Ticket.objects.get(pk=ticket.pk)
    return fresh.team, fresh.tier, fresh.assignee


def last_act(ticket):
    return ticket.events.order_by("seq").last().act


def test_a_hand_over_takes_all_that_is_known_up_and_whoever_accepts_has_the_ticket(vpn, elif_, derya, network):
    message = vpn.messages.get()
    up(vpn, elif_, network, evidence=[message.pk])
    assert now(vpn)[:2] == (network, 2)
    row = actions.accept(actor=derya, ticket=vpn.pk)
    assert (row.state, row.wrong, row.evidence) == ("accepted", "It drops", [message.pk])
    assert now(vpn) == (network, 2, derya)
    assert list(queries.hand_overs(derya, vpn)) == [row]


def test_sent_back_it_goes_to_who_handed_it_up_and_the_third_time_to_a_lead(
    vpn, elif_, leyla, derya, network, front_line
):
    for bounces in (1, 2, 3):
        up(vpn, elif_, network)
        actions.send_back(actor=derya, ticket=vpn.pk, reason="Which router?")
        assert now(vpn) == (front_line, 1, leyla if bounces == 3 else elif_)
        assert vpn.events.filter(kind="handover.returned").last().details["bounces"] == bounces


@pytest.mark.parametrize("field", ["wrong", "tried", "asked"])
def test_nothing_is_left_out(vpn, elif_, network, front_line, field):
    for words in ("  ", "x" * 5001):
        with pytest.raises(WrongInput) as error:
            up(vpn, elif_, network, **{field: words})
        assert error.value.field == field
    assert now(vpn)[0] == front_line


def test_a_forged_hand_over_gets_a_clear_error_and_changes_nothing(
    vpn, secret, elif_, derya, network, front_line, security
):
    with pytest.raises(WrongInput, match="higher tier"):
        up(vpn, elif_, front_line)
    for unknown in (None, security):
        with pytest.raises(WrongInput, match="which team"):
            up(vpn, elif_, unknown)
    with pytest.raises(TicketNotFound):
        up(secret, elif_, security)
    with pytest.raises(WrongInput, match="messages of this ticket"):
        up(vpn, elif_, network, evidence=[secret.messages.get().pk])
    assert not HandOver.objects.exists()
    up(vpn, elif_, network)
    with pytest.raises(Overtaken, match="waits here already"):
        up(vpn, elif_, save_team(actor=None, name="L3 Experts", tier=Tier.L3))
    with pytest.raises(NotAllowed, match="Only the team"):
        actions.accept(actor=elif_, ticket=vpn.pk)
    actions.accept(actor=derya, ticket=vpn.pk)
    for again in (
        lambda: actions.accept(actor=derya, ticket=vpn.pk),
        lambda: actions.send_back(actor=derya, ticket=vpn.pk, reason="No"),
    ):
        with pytest.raises(Overtaken, match="answered already"):
            again()


def test_a_hand_over_that_the_ticket_left_behind_is_in_nobodys_way(vpn, elif_, derya, network, front_line):
    up(vpn, elif_, network)
    actions.hand_over(actor=elif_, ticket=vpn.pk, team=front_line)
    with pytest.raises(Overtaken):
        actions.accept(actor=derya, ticket=vpn.pk)
    up(vpn, elif_, network)
    assert [row.state for row in queries.hand_overs(derya, vpn)] == ["withdrawn", "waiting"]


def test_a_hand_over_is_taken_back_until_it_is_answered_and_so_are_answers(vpn, elif_, derya, network, front_line):
    up(vpn, elif_, network)
    actions.undo(actor=elif_, ticket=vpn.pk, act=last_act(vpn))
    assert now(vpn)[:2] == (front_line, 1)
    up(vpn, elif_, network)
    handed = last_act(vpn)
    actions.send_back(actor=derya, ticket=vpn.pk, reason="Which router?")
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=vpn.pk, act=handed)
    actions.undo(actor=derya, ticket=vpn.pk, act=last_act(vpn))
    assert now(vpn)[:2] == (network, 2)
    assert actions.accept(actor=derya, ticket=vpn.pk).state == "accepted"
