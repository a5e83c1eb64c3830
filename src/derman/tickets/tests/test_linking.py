"""Tickets that belong together are linked, seen from both sides by whoever may see both."""

from __future__ import annotations

import pytest

from derman.tickets import actions, queries
from derman.tickets.errors import TicketNotFound, WrongInput
from derman.tickets.incoming import Incoming, Proof


def test_linked_seen_from_both_sides_and_taken_back(vpn, again, elif_):
    actions.link(actor=elif_, ticket=vpn.pk, other=again.pk, kind="parent")
    for ticket in (vpn, again):
        (link,) = queries.conversation(elif_, ticket.pk).links
        assert (link.ticket.pk, link.other.pk, link.kind) == (vpn.pk, again.pk, "parent")
    actions.link(actor=elif_, ticket=vpn.pk, other=again.pk, kind="related")
    act = actions.last_act(actor=elif_, ticket=vpn.pk).act
    actions.undo(actor=elif_, ticket=vpn.pk, act=act)
    assert vpn.links.get().kind == "parent"
    actions.unlink(actor=elif_, ticket=again.pk, other=vpn.pk)
    assert not vpn.links.exists()


def test_no_circle_of_parts_and_no_link_to_what_one_may_not_see(vpn, again, hers, secret, elif_):
    actions.link(actor=elif_, ticket=vpn.pk, other=again.pk, kind="parent")
    actions.link(actor=elif_, ticket=again.pk, other=hers.pk, kind="parent")
    with pytest.raises(WrongInput, match="part of this one"):
        actions.link(actor=elif_, ticket=hers.pk, other=vpn.pk, kind="parent")
    with pytest.raises(WrongInput):
        actions.link(actor=elif_, ticket=vpn.pk, other=vpn.pk, kind="related")
    with pytest.raises(WrongInput):
        actions.link(actor=elif_, ticket=vpn.pk, other=hers.pk, kind="mentioned")
    with pytest.raises(TicketNotFound):
        actions.link(actor=elif_, ticket=vpn.pk, other=secret.pk, kind="related")


def test_a_link_into_a_closed_team_shows_nothing_to_others(vpn, secret, mert, elif_, kaan):
    stranger = Incoming(
        channel="email", sender=mert, subject=f"[#{secret.pk}]", text="?", mentions_ticket=secret.pk, proof=Proof.NONE
    )
    ticket = actions.receive(stranger).ticket
    assert not queries.conversation(elif_, ticket.pk).links
    assert len(queries.conversation(kaan, ticket.pk).links) == 1
