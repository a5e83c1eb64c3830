"""Who hears that a ticket changed: of what agents do among themselves its requester does not even hear that it was."""

import pytest

from derman.kernel import live
from derman.tickets import actions


@pytest.fixture
def heard(monkeypatch):
    """The audience of each signal, in their order."""
    told, to_signal = [], live.to_signal

    def listening(what, number, *, audience):
        told.append(set(audience))
        return to_signal(what, number, audience=audience)

    monkeypatch.setattr(live, "to_signal", listening)
    return told


def test_a_note_in_a_closed_team_is_heard_by_its_members_alone(secret, security, kaan, selin, heard):
    assert secret.requester_id == selin.pk
    actions.note(actor=kaan, ticket=secret.pk, text="Ask nobody in her office.")
    assert heard == [{f"team:{security.pk}"}]


def test_neither_is_heard_that_a_note_is_taken_back(vpn, elif_, heard):
    actions.note(actor=elif_, ticket=vpn.pk, text="He is in a hurry.")
    actions.undo(actor=elif_, ticket=vpn.pk, act=vpn.events.last().act)
    assert heard == [{"agents"}, {"agents"}]


def test_who_asked_hears_what_they_can_see(vpn, mert, elif_, heard):
    actions.reply(actor=elif_, ticket=vpn.pk, text="Is it better?", cc=["selin@musteri.example"])
    actions.resolve(actor=elif_, ticket=vpn.pk)
    follower = vpn.followers.get().person_id
    assert heard == [{"agents", f"person:{mert.pk}", f"person:{follower}"}] * 2


def test_who_waits_hears_that_the_ticket_of_a_closed_team_is_resolved(secret, security, kaan, selin, heard):
    actions.resolve(actor=kaan, ticket=secret.pk)
    assert heard == [{f"team:{security.pk}", f"person:{selin.pk}"}]
