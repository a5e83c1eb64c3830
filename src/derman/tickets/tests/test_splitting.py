"""Messages about something else become a ticket of their own, and go back."""

from __future__ import annotations

import pytest

from derman.search.queries import tickets as found
from derman.tickets import actions
from derman.tickets.errors import TooLateToUndo, WrongInput
from derman.tickets.models import Ticket
from derman.tickets.tests.conversing import answers, said, state


def test_messages_become_a_ticket_of_their_own(vpn, mert, elif_):
    stray = answers(mert, vpn, "And my printer jams.").message
    new = actions.split(actor=elif_, ticket=vpn.pk, messages=[stray.pk], subject="Printer jams")
    assert (new.subject, new.requester, new.team, new.status) == ("Printer jams", mert, vpn.team, "new")
    assert said(new, elif_) == ["And my printer jams."]
    assert said(vpn, elif_) == ["It drops every ten minutes."]
    assert new.links.get().kind == "split"
    assert Ticket.objects.get(pk=vpn.pk).excerpt == "It drops every ten minutes."
    assert [hit.number for hit in found(elif_, "printer jams")] == [new.pk]


def test_a_split_is_taken_back_unless_somebody_went_on(vpn, mert, elif_):
    stray = answers(mert, vpn, "And my printer jams.").message
    before = state(vpn)
    new = actions.split(actor=elif_, ticket=vpn.pk, messages=[stray.pk])
    act = actions.last_act(actor=elif_, ticket=vpn.pk).act
    actions.undo(actor=elif_, ticket=vpn.pk, act=act)
    assert state(vpn) == before
    assert Ticket.objects.get(pk=new.pk).merged_into_id == vpn.pk

    new = actions.split(actor=elif_, ticket=vpn.pk, messages=[stray.pk])
    answers(mert, new, "Also today.")
    act = actions.last_act(actor=elif_, ticket=vpn.pk).act
    with pytest.raises(TooLateToUndo, match="wrote"):
        actions.undo(actor=elif_, ticket=vpn.pk, act=act)


def test_nothing_is_cut_off_a_subject(vpn, mert, elif_):
    stray = answers(mert, vpn, "And my printer jams.").message
    with pytest.raises(WrongInput) as refused:
        actions.split(actor=elif_, ticket=vpn.pk, messages=[stray.pk], subject="x" * 301)
    assert refused.value.field == "subject"


def test_what_cannot_be_split(vpn, hers, elif_):
    first = vpn.messages.get()
    note = actions.note(actor=elif_, ticket=vpn.pk, text="Hm.")
    for chosen in ([], [first.pk, note.pk], [note.pk], [hers.messages.get().pk]):
        with pytest.raises(WrongInput):
            actions.split(actor=elif_, ticket=vpn.pk, messages=chosen)
