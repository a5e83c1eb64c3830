"""A whole is resolved with its parts: one answer to all, one way back."""

from datetime import timedelta

import pytest

from derman.channels.mail.models import OutgoingMail
from derman.kernel import clock
from derman.tickets import actions
from derman.tickets.errors import TooLateToUndo, WrongInput
from derman.tickets.models import Ticket
from derman.tickets.tests.test_undo import whole
from tests.cast import asks


@pytest.fixture
def outage(mert, selin, elif_, front_line):
    """The whole, and three parts of two people; one of them is solved already."""
    of_all = asks(mert, "The line is down")
    parts = [asks(selin, f"No network {number}") for number in range(3)]
    for part in parts:
        actions.link(actor=elif_, ticket=part.pk, other=of_all.pk, kind="parent")
    actions.resolve(actor=elif_, ticket=parts[2].pk)
    return of_all, parts


def states(*tickets):
    return [Ticket.objects.get(pk=ticket.pk).status for ticket in tickets]


def test_one_answer_to_all_and_all_are_resolved(outage, elif_):
    of_all, parts = outage
    _ticket, done = actions.resolve_with_parts(actor=elif_, ticket=of_all.pk, text="It is mended.")
    assert done == [parts[0].pk, parts[1].pk]
    assert states(of_all, *parts) == ["resolved"] * 4
    said = [part.messages.filter(staff=True, public=True).count() for part in (of_all, *parts)]
    assert said == [0, 1, 1, 0]
    assert OutgoingMail.objects.filter(kind="reply").count() == 2


@pytest.mark.parametrize(("text", "later"), [("", 0), ("", 5 * 3600), ("It is mended.", 0), ("It is mended.", 60)])
def test_all_goes_back_with_one_undo(outage, elif_, text, later):
    of_all, parts = outage
    before = [whole(ticket) for ticket in (of_all, *parts)]
    ticket, _done = actions.resolve_with_parts(actor=elif_, ticket=of_all.pk, text=text)
    with clock.frozen_at(clock.now() + timedelta(seconds=later)):
        actions.undo(actor=elif_, ticket=of_all.pk, act=ticket.events.last().act)
    left = bool(text) and later > 10  # an answer that has left stays said
    assert bool(parts[0].messages.filter(staff=True, withdrawn_at=None)) == left
    if not left:
        assert [whole(ticket) for ticket in (of_all, *parts)] == before
    else:
        assert states(of_all, parts[2]) == ["new", "resolved"]
        assert states(*parts[:2]) == ["open", "open"]


def test_what_builds_on_a_part_is_named_and_nothing_goes_back(outage, elif_, derya):
    of_all, parts = outage
    ticket, _done = actions.resolve_with_parts(actor=elif_, ticket=of_all.pk)
    act = ticket.events.last().act
    actions.reopen(actor=derya, ticket=parts[1].pk)
    with pytest.raises(TooLateToUndo, match=f"#{parts[1].pk}"):
        actions.undo(actor=elif_, ticket=of_all.pk, act=act)
    assert states(of_all, *parts[:2]) == ["resolved", "resolved", "open"]


def test_a_part_that_was_taken_back_alone_stays_so(outage, elif_):
    of_all, parts = outage
    ticket, _done = actions.resolve_with_parts(actor=elif_, ticket=of_all.pk)
    act = ticket.events.last().act
    actions.undo(actor=elif_, ticket=parts[0].pk, act=act)
    actions.undo(actor=elif_, ticket=of_all.pk, act=act)
    assert states(of_all, *parts[:2]) == ["new", "new", "new"]


def test_a_task_that_is_left_holds_all(outage, elif_):
    of_all, parts = outage
    actions.add_task(actor=elif_, ticket=parts[1].pk, title="Look", blocking=True)
    with pytest.raises(WrongInput, match=f"#{parts[1].pk}"):
        actions.resolve_with_parts(actor=elif_, ticket=of_all.pk, text="It is mended.")
    assert states(of_all, *parts[:2]) == ["new", "new", "new"]
    assert not OutgoingMail.objects.filter(kind="reply").exists()


def test_parts_that_one_may_not_see_stay(outage, elif_, secret, kaan):
    of_all, _parts = outage
    actions.link(actor=kaan, ticket=secret.pk, other=of_all.pk, kind="parent")
    _ticket, done = actions.resolve_with_parts(actor=elif_, ticket=of_all.pk)
    assert secret.pk not in done
    assert states(secret) == ["new"]
