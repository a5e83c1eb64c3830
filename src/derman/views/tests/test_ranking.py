"""What an agent had best do now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from derman.kernel import clock
from derman.tickets.models import Ticket
from derman.views.errors import NotAllowed, WrongInput
from derman.views.ranking import Weights, now_for, set_weights, weights_now
from tests.cast import asks

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def four(mert, front_line):
    """Late, due in two hours, critical without a promise, and just there."""
    made = [asks(mert, f"Ticket {number}").pk for number in range(4)]
    Ticket.objects.update(due_at=None, updated_at=NOW, minutes=0, priority=3)
    for number, changes in zip(
        made,
        [{"due_at": NOW - timedelta(hours=6)}, {"due_at": NOW + timedelta(hours=2)}, {"priority": 1}, {}],
        strict=True,
    ):
        Ticket.objects.filter(pk=number).update(**changes)
    return made


def ranked(person, weights=None):
    with clock.frozen_at(NOW):
        return now_for(person, weights=weights)


def test_what_is_late_stands_before_what_is_due_and_each_says_why(four, elif_):
    found = ranked(elif_)
    assert [one.line.pk for one in found] == four
    assert [reason.code for reason in found[0].reasons] == ["late", "priority"]
    assert found[0].reasons[0].seconds == 6 * 3600
    assert found[1].reasons[0].code == "due"
    assert [(reason.code, reason.amount) for reason in found[2].reasons] == [("priority", 1)]


def test_weights_turn_the_order(four, elif_):
    found = ranked(elif_, Weights(promise=0, priority=10, waiting=0, effort=0))
    assert found[0].line.pk == four[2]
    Ticket.objects.filter(pk=four[3]).update(minutes=90)
    Ticket.objects.filter(pk=four[1]).update(updated_at=NOW - timedelta(days=9))
    assert ranked(elif_, Weights(0, 0, 0, 9))[0].line.pk == four[3]
    found = ranked(elif_, Weights(0, 0, 9, 0))
    assert (found[0].line.pk, found[0].reasons[0].code) == (four[1], "waiting")


def test_a_lead_sets_what_counts_for_all(four, elif_, leyla):
    assert set_weights(actor=leyla, promise=0, priority=9) == Weights(0, 9, 2, 1) == weights_now()
    assert ranked(elif_)[0].line.pk == four[2]
    for actor, given, error in ((elif_, {"effort": 3}, NotAllowed), (leyla, {"effort": 11}, WrongInput),
                                (leyla, {"id": 1}, WrongInput)):  # fmt: skip
        with pytest.raises(error):
            set_weights(actor=actor, **given)


def test_only_what_one_can_work_on(four, elif_, derya, kaan, secret, mert):
    Ticket.objects.filter(pk=four[0]).update(assignee=derya)
    Ticket.objects.filter(pk=four[1]).update(status="waiting", waiting_for="vendor")
    Ticket.objects.filter(pk=four[2]).update(assignee=elif_)
    assert {one.line.pk for one in ranked(elif_)} == {four[2], four[3]}
    assert secret.pk in {one.line.pk for one in ranked(kaan)}
    assert ranked(mert) == []
