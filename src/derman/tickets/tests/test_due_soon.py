"""The list of what is due soon: of one's teams, the most urgent first, page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.tickets import queries
from derman.tickets.models import Ticket
from tests.cast import asks


@pytest.fixture
def five(mert, front_line):
    """Late, and due in one hour, two, three and five."""
    made = [asks(mert, f"Printer {number}").pk for number in range(5)]
    for number, hours in zip(made, (2, -1, 5, 1, 3), strict=True):
        Ticket.objects.filter(pk=number).update(due_at=clock.now() + timedelta(hours=hours))
    return [made[place] for place in (1, 3, 0, 4, 2)]


def listed(person, size=40):
    numbers, key = [], ""
    while True:
        page = queries.page(person, "due", size=size, key=key)
        numbers += [row.ticket.pk for row in page.rows]
        if not page.next:
            return numbers
        key = page.next


@pytest.mark.parametrize("size", [1, 3, 40])
def test_the_most_urgent_first_and_each_once_on_whatever_page(five, elif_, size):
    assert listed(elif_, size) == five[:4]


def test_only_of_ones_teams_and_only_what_can_be_due(five, elif_, derya):
    Ticket.objects.filter(pk=five[0]).update(due_at=None)  # its clock stands still
    assert listed(elif_) == queries.numbers_in(elif_, "due", most=9) == five[1:4]
    assert queries.counts(elif_)["due"] == 3
    assert listed(derya) == []
