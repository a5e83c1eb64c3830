"""What recurs is seen although no hour of it was a surge, announced once, and measured on made-up months."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from derman.kernel import clock
from derman.notify.models import Notice
from derman.people.actions import find_or_add_requester
from derman.problems.models import Incident
from derman.radar import actions, looking, looking_back, queries
from derman.radar.models import Count, Surge
from derman.radar.seasons import ALL
from derman.radar.tests.slow_months import looked_back
from tests.cast import asks

MORNING = datetime(2026, 11, 25, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def weeks_before(front_line) -> None:
    """Six weeks of other things: what is usual is known."""
    hours = [MORNING.replace(minute=0) - timedelta(days=15 + back) for back in range(40)]
    Count.objects.bulk_create(Count(sign=ALL, hour=hour, tickets=12) for hour in hours)


def broken(subject: str, *, each: int = 1, days: int = 7, people: int = 5) -> None:
    """So many tickets on each of so many days, the last one yesterday."""
    for back in range(days, 0, -1):
        for place in range(each):
            with clock.frozen_at(MORNING - back * DAY + timedelta(hours=place)):
                person = find_or_add_requester(email=f"p{(back + place) % people}@ege.example")
                asks(person, f"{subject}, {back}")
    with clock.frozen_at(MORNING - timedelta(minutes=1)):
        looking.look()


def looks_back(at: datetime = MORNING) -> int:
    with clock.frozen_at(at):
        return looking_back.look_back()


def test_what_breaks_every_day_is_announced_once_and_becomes_a_problem_with_one_key(weeks_before, leyla, elif_, kaan):
    broken("Docking station loses the screen")
    assert looks_back() == 1
    row = Surge.objects.get()
    assert (row.slow, row.tickets) == (True, 7)
    assert {one.person for one in Notice.objects.filter(kind="surge")} == {leyla, kaan}
    assert looks_back(MORNING + DAY) == 0
    with clock.frozen_at(MORNING + 3 * DAY):  # it stays on the page until it is two weeks old
        assert [one.row for one in queries.current(elif_)] == [row]
        made = actions.make_problem(actor=elif_, surge=row.pk)
    assert made.incidents == 7
    assert set(Incident.objects.values_list("way", flat=True)) == {"surge"}
    assert looks_back(MORNING + 4 * DAY) == 0
    with clock.frozen_at(MORNING + 16 * DAY):
        assert queries.current(elif_) == []


def test_a_surge_of_the_same_words_is_told_at_once_all_the_same(weeks_before, leyla, kaan):
    broken("Docking station loses the screen")
    looks_back()
    with clock.frozen_at(MORNING + timedelta(hours=5)):
        for number in range(6):
            asks(find_or_add_requester(email=f"q{number}@ege.example"), "Docking station loses the screen")
        assert looking.look() == 1


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"people": 1}, "one person who writes again and again"),
        ({"days": 3, "each": 3}, "three days are a fault and no recurrence"),
    ],
)
def test_what_is_no_recurrence(weeks_before, how, why):
    broken("Docking station loses the screen", **how)
    assert looks_back() == 0, why


def test_what_was_as_frequent_before_is_none_and_a_new_desk_waits_until_it_knows(front_line):
    broken("Docking station loses the screen")
    assert looks_back() == 0  # nothing is known of the weeks before
    signs = Count.objects.exclude(sign=ALL).values_list("sign", flat=True).distinct()
    before = [MORNING.replace(minute=0) - timedelta(days=15 + back) for back in range(40)]
    Count.objects.bulk_create(
        Count(sign=sign, hour=hour, tickets=12 if sign == ALL else 2) for hour in before for sign in (ALL, *signs)
    )
    assert looks_back() == 0


def test_over_made_up_months_nearly_all_that_is_said_to_recur_does():
    results = [looked_back(seed, weeks=14, per_day=30, causes=2) for seed in (1, 2)]
    announced, right = sum(one.announced for one in results), sum(one.right for one in results)
    found, causes = sum(one.found for one in results), sum(one.causes for one in results)
    print(f"announced {announced}, right {right}, found {found} of {causes}, days {[one.days for one in results]}")
    assert announced - right <= 1
    assert found >= causes - 1
    assert all(days <= 21 for one in results for days in one.days)
