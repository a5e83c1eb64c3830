"""Rules and macros begin guided fixes beside a ticket, and pin it; both are taken back with the rest."""

from __future__ import annotations

import pytest

from derman.automation import actions as rules
from derman.automation.errors import WrongInput
from derman.automation.jobs import follow
from derman.automation.macros import actions
from derman.automation.macros.actions import Given
from derman.automation.macros.meaning import meaning_of, wanted_of
from derman.automation.models import Rule
from derman.automation.tests.writing import rule
from derman.runbooks.actions import install_starting_set
from derman.runbooks.actions import remove as remove_runbook
from derman.runbooks.models import Runbook, Walk
from derman.tickets import actions as tickets
from derman.tickets.errors import TooLateToUndo
from derman.tickets.models import Pin, Ticket
from tests.cast import asks


@pytest.fixture
def vpn_fix(aylin):
    """A published guided fix: its id."""
    install_starting_set(actor=aylin)
    return Runbook.objects.get(slug="vpn").pk


def macro(actor, *steps):
    return actions.save(actor=actor, given=Given(name="Look", steps=list(steps)))


def pinned(person):
    return set(Pin.objects.filter(person=person).values_list("ticket", flat=True))


def test_a_rule_begins_a_guided_fix_and_pins_the_ticket_for_whoever_has_it(leyla, elif_, mert, front_line, vpn_fix):
    steps = [
        {"do": "assignee", "to": str(elif_.pk)}, {"do": "pin_assignee"}, {"do": "pin", "to": str(leyla.pk)},
        {"do": "runbook", "to": str(vpn_fix)},
    ]  # fmt: skip
    rule(leyla, steps=steps)
    ticket = asks(mert, "VPN drops")
    follow()
    walk = Walk.objects.get(ticket=ticket.pk)
    assert (walk.runbook_id, walk.by_desk) == (vpn_fix, True)
    assert pinned(elif_) == pinned(leyla) == {ticket.pk}
    ran = ticket.events.get(kind="rule.ran")
    assert ran.details["pinned"] == sorted([elif_.pk, leyla.pk])
    tickets.undo(actor=elif_, ticket=ticket.pk, act=ran.act)
    assert not Pin.objects.exists()
    assert not Walk.objects.exists()
    assert Ticket.objects.get(pk=ticket.pk).assignee is None


def test_what_was_pinned_before_stays_when_a_macro_is_taken_back(elif_, vpn):
    tickets.pin(actor=elif_, ticket=vpn.pk)
    actions.run(actor=elif_, pk=macro(elif_, {"do": "pin_self"}, {"do": "tag", "to": "x"}).pk, ticket=vpn.pk)
    tickets.undo(actor=elif_, ticket=vpn.pk, act=vpn.events.last().act)
    assert pinned(elif_) == {vpn.pk}


def test_a_macro_that_pins_alone_is_taken_back_as_well(elif_, vpn):
    found = macro(elif_, {"do": "pin_self"})
    act = actions.run(actor=elif_, pk=found.pk, ticket=vpn.pk)
    assert pinned(elif_) == {vpn.pk}
    assert actions.run(actor=elif_, pk=found.pk, ticket=vpn.pk) is None
    tickets.undo(actor=elif_, ticket=vpn.pk, act=act)
    assert pinned(elif_) == set()


def test_a_guided_fix_that_somebody_went_on_with_is_not_taken_back(elif_, vpn, vpn_fix):
    act = actions.run(actor=elif_, pk=macro(elif_, {"do": "runbook", "to": str(vpn_fix)}).pk, ticket=vpn.pk)
    walk = Walk.objects.get(ticket=vpn.pk)
    walk.way.update(answer="a1")
    with pytest.raises(TooLateToUndo):
        tickets.undo(actor=elif_, ticket=vpn.pk, act=act)


def test_it_stands_begun_once_however_often_a_rule_runs(leyla, elif_, vpn, vpn_fix):
    rule(leyla, when="priority", steps=[{"do": "runbook", "to": str(vpn_fix)}])
    for priority in ("high", "low"):
        tickets.set_priority(actor=elif_, ticket=vpn.pk, priority=priority)
        follow()
    assert Walk.objects.filter(ticket=vpn.pk).count() == 1


def test_one_that_is_gone_is_named_and_nothing_is_done(leyla, aylin, mert, front_line, vpn_fix):
    kept = rule(leyla, steps=[{"do": "runbook", "to": str(vpn_fix)}, {"do": "tag", "to": "x"}])
    exported = rules.export([kept])
    remove_runbook(actor=aylin, runbook=vpn_fix)
    ticket = asks(mert, "VPN drops")
    follow()
    ticket.refresh_from_db()
    assert ticket.tags == []
    with pytest.raises(WrongInput):
        rules.import_rules(actor=leyla, exported=exported)


def test_they_go_along_in_an_export(leyla, vpn_fix):
    kept = rule(leyla, steps=[{"do": "runbook", "to": str(vpn_fix)}, {"do": "pin", "to": str(leyla.pk)}])
    rules.import_rules(actor=leyla, exported=rules.export([kept]))
    assert [row.steps for row in Rule.objects.all()] == [kept.steps] * 2


def test_many_at_once_are_neither_pinned_nor_walked(elif_, vpn, vpn_fix):
    for step in ({"do": "pin_self"}, {"do": "runbook", "to": str(vpn_fix)}):
        with pytest.raises(WrongInput):
            wanted_of(elif_, macro(elif_, step))
    assert meaning_of(elif_, macro(elif_, {"do": "pin_self"}), vpn.pk).doing.pin == [elif_.pk]
