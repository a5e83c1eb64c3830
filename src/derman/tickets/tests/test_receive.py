"""A message of a requester becomes a ticket, or part of the one it answers."""

from datetime import timedelta

from derman.kernel import clock
from derman.tickets import actions
from derman.tickets.incoming import Incoming, Proof
from tests.cast import asks


def answers(sender, ticket, proof=Proof.TOKEN, **more):
    return actions.receive(
        Incoming(channel="email", sender=sender, subject="Re", text="More.", answers=ticket.pk, proof=proof, **more)
    )


def test_a_message_opens_a_ticket_in_the_default_team(mert, front_line):
    ticket = asks(mert)
    assert (ticket.status, ticket.team, ticket.requester) == ("new", front_line, mert)
    assert list(ticket.events.values_list("kind", flat=True))[:2] == ["ticket.opened", "team.changed"]
    assert ticket.events.get(kind="team.changed").details["why"] == "default"


def test_numbers_can_be_said_on_the_phone(vpn):
    assert vpn.pk >= 10001


def test_an_answer_with_a_token_continues_the_ticket(vpn, mert):
    received = answers(mert, vpn)
    assert not received.opened
    assert received.ticket.pk == vpn.pk


def test_a_stranger_cannot_continue_a_thread(vpn, selin):
    received = answers(selin, vpn)
    assert received.opened
    assert received.ticket.links.get().other == vpn


def test_a_number_in_the_subject_proves_nothing(vpn, mert):
    received = answers(mert, vpn, proof=Proof.NONE)
    assert received.opened
    assert received.linked_to == vpn.pk


def test_an_answer_reopens_a_resolved_ticket(vpn, elif_, mert):
    actions.resolve(actor=elif_, ticket=vpn.pk)
    assert answers(mert, vpn).ticket.status == "open"


def test_an_automatic_answer_reopens_nothing(vpn, elif_, mert):
    actions.resolve(actor=elif_, ticket=vpn.pk)
    assert answers(mert, vpn, automatic=True).ticket.status == "resolved"


def test_an_answer_to_a_ticket_closed_for_long_opens_a_follow_up(vpn, elif_, mert):
    actions.close(actor=elif_, ticket=vpn.pk)
    assert not answers(mert, vpn).opened
    actions.close(actor=elif_, ticket=vpn.pk)
    with clock.frozen_at(clock.now() + timedelta(days=15)):
        received = answers(mert, vpn)
    assert received.opened
    assert received.ticket.links.get().kind == "follow_up"


def test_people_in_copy_may_answer_from_then_on(vpn, mert, selin):
    answers(mert, vpn, cc=[selin])
    assert not answers(selin, vpn).opened


def test_an_agent_outside_the_thread_writes_a_note(vpn, elif_):
    message = answers(elif_, vpn).message
    assert not message.public
