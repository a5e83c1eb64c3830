"""The radar sees what the season does not explain, once; and is measured on made-up months."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.notify.models import Notice
from derman.people.actions import find_or_add_requester
from derman.problems.models import Incident
from derman.radar import actions, looking, queries
from derman.radar.errors import SurgeNotFound, SurgeOver
from derman.radar.models import Count, Surge
from derman.radar.signs import signs_of
from derman.radar.tests.months import lived, measured
from derman.tickets import actions as tickets
from derman.tickets.models import Ticket
from tests.cast import asks


def _many(subject: str, count: int, *, first: int = 0) -> list[Ticket]:
    people = [find_or_add_requester(email=f"p{first + place}@ege.example") for place in range(count)]
    return [asks(person, subject) for person in people]


@pytest.fixture
def surge(front_line, leyla, elif_, kaan) -> Surge:
    _many("Gateway SRV-09 drops me", 5)
    assert looking.look() == 1
    return Surge.objects.get()


def test_five_people_with_one_trouble_are_a_surge_that_is_announced_once(surge, leyla, elif_, kaan):
    assert surge.tickets == 5
    told = Notice.objects.filter(kind="surge")
    # a lead, and Kaan who is of L3; not the front line
    assert {one.person for one in told} == {leyla, kaan}
    _many("Gateway SRV-09 drops me too", 2, first=10)
    assert looking.look() == 0
    surge.refresh_from_db()
    assert surge.tickets == 7
    assert told.count() == 2


def test_one_person_who_writes_five_times_is_none(front_line, mert):
    for _once in range(6):
        asks(mert, "Gateway drops me")
    assert looking.look() == 0


def test_what_is_usual_at_this_hour_is_none(front_line):
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    usual = [
        Count(sign=sign, hour=now - timedelta(weeks=week), tickets=12 if sign == "*" else 9)
        for week in range(1, 9)
        for sign in ("*", *signs_of("Payslip is missing"))
    ]
    Count.objects.bulk_create(usual)
    _many("Payslip is missing", 7)
    assert looking.look() == 0
    _many("Gateway drops me", 5, first=20)
    assert looking.look() == 1


def test_dismissed_stays_dismissed_while_it_goes_on_and_can_be_brought_back(surge, elif_):
    actions.dismiss(actor=elif_, surge=surge.pk)
    _many("Gateway SRV-09 drops me", 6, first=30)
    assert looking.look() == 0
    assert queries.current(elif_) == []
    actions.bring_back(actor=elif_, surge=surge.pk)
    assert [one.row for one in queries.current(elif_)] == [surge]


def test_one_key_makes_a_problem_of_it_and_the_second_press_leads_to_the_same(surge, elif_):
    made = actions.make_problem(actor=elif_, surge=surge.pk)
    assert actions.make_problem(actor=elif_, surge=surge.pk) == made
    assert made.incidents == 5
    assert set(Incident.objects.values_list("way", flat=True)) == {"surge"}
    with pytest.raises(SurgeOver):
        actions.dismiss(actor=elif_, surge=surge.pk)


def test_closed_teams_and_requesters_have_no_part_in_it(security, front_line, elif_, kaan, mert):
    for ticket in _many("Gate jams again", 6):
        tickets.hand_over(actor=None, ticket=ticket.pk, team=security)
    assert looking.look() == 0
    found = _many("Gateway drops me", 5, first=40)
    assert looking.look() == 1
    for ticket in found:
        tickets.hand_over(actor=None, ticket=ticket.pk, team=security)
    surge = Surge.objects.get()
    assert queries.current(elif_) == queries.current(mert) == []
    assert len(queries.current(kaan)) == 1
    for stranger in (elif_, mert):
        with pytest.raises(SurgeNotFound):
            actions.make_problem(actor=stranger, surge=surge.pk)


def test_looking_costs_the_same_for_few_and_many(front_line, django_assert_max_num_queries):
    _many("Gateway drops me", 12)
    with django_assert_max_num_queries(25):
        looking.look()
    _many("Gateway drops me", 40, first=50)
    with django_assert_max_num_queries(25):
        looking.look()


def test_over_made_up_weeks_nearly_all_it_announces_is_true_and_soon():
    result = measured(lived(1, weeks=10, per_day=40, outages_per_week=3, quiet_weeks=7), from_week=8)
    soon = [delay for delay in result.delays if delay <= 10]
    print(
        f"precision {result.precision:.2f}, recall {result.recall:.2f}, within ten minutes {len(soon)} of"
        f" {len(result.delays)}, false a week {(result.announced - result.right) / result.weeks:.2f}"
    )
    assert result.causes >= 4
    assert result.precision >= 0.9
    assert result.recall >= 0.8
    assert len(soon) >= 0.75 * len(result.delays)
