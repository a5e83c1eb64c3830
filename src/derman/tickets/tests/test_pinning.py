"""What an agent pins stands at the top of their own lists, once, and nowhere else."""

import pytest

from derman.tickets import actions, queries
from derman.tickets.actions import pinning
from derman.tickets.errors import NotAllowed, TicketNotFound, WrongInput
from tests.cast import asks


def listed(person, view="all", size=40):
    """The numbers of a view, page after page, with those that are pinned."""
    numbers, pinned, key = [], [], ""
    while True:
        page = queries.page(person, view, key=key, size=size)
        numbers += [row.ticket.pk for row in page.rows]
        pinned += [row.ticket.pk for row in page.rows if row.ticket.pinned]
        key = page.next
        if not key:
            return numbers, pinned


@pytest.fixture
def five(mert, front_line):
    return [asks(mert, f"Printer {number}").pk for number in range(5)]


@pytest.mark.parametrize("view", ["all", "unassigned", "my_teams"])
@pytest.mark.parametrize("size", [3, 40])
def test_first_and_once_on_whatever_page(five, elif_, derya, view, size):
    latest = list(reversed(five))
    assert listed(elif_, view, size) == (latest, [])
    assert actions.pin(actor=elif_, ticket=five[0])
    assert listed(elif_, view, size) == ([five[0], *latest[:-1]], [five[0]])
    assert listed(derya, "all", size) == (latest, [])
    assert not actions.pin(actor=elif_, ticket=five[0])
    assert listed(elif_, view, size) == (latest, [])


def test_only_in_lists_to_which_it_belongs(five, elif_, leyla):
    actions.pin(actor=elif_, ticket=five[0])
    actions.resolve(actor=elif_, ticket=five[0])
    assert five[0] not in listed(elif_)[0]
    assert listed(elif_, "resolved") == ([five[0]], [five[0]])
    actions.delete(actor=leyla, ticket=five[0])
    assert listed(elif_, "resolved") == ([], [])


def test_what_one_may_not_see_any_more_is_not_listed(five, elif_, kaan, secret, security):
    with pytest.raises(TicketNotFound):
        actions.pin(actor=elif_, ticket=secret.pk)
    actions.pin(actor=elif_, ticket=five[0])
    actions.hand_over(actor=None, ticket=five[0], team=security)
    assert five[0] not in listed(elif_)[0]


def test_twenty_and_only_by_agents(five, elif_, mert, monkeypatch):
    monkeypatch.setattr(pinning, "MOST", 2)
    for number in five[:2]:
        actions.pin(actor=elif_, ticket=number, keep=True)
        actions.pin(actor=elif_, ticket=number, keep=True)
    with pytest.raises(WrongInput):
        actions.pin(actor=elif_, ticket=five[2])
    actions.pin(actor=elif_, ticket=five[0], keep=False)
    assert actions.pin(actor=elif_, ticket=five[2])
    with pytest.raises(NotAllowed):
        actions.pin(actor=mert, ticket=five[0])
