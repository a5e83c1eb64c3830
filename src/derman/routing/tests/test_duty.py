"""Who works when: shifts over midnight and over the change of the clock, and hours in one's own zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from derman.desk.hours import Hours
from derman.kernel import clock
from derman.people import actions as people
from derman.people.models import Person
from derman.routing import actions
from derman.routing.actions import ShiftGiven
from derman.routing.choosing import Wish, choose
from derman.routing.cover import everybody, hand_on, hot
from derman.routing.duty import Plan, Worker, spans_of, the_shifts
from derman.routing.errors import NotAllowed, WrongInput
from derman.routing.weights import Weights
from derman.tickets import actions as tickets
from tests.cast import asks

BERLIN = ZoneInfo("Europe/Berlin")
NIGHTS = {"5": [["22:00", "06:00"]]}  # Saturday to Sunday


def test_a_night_over_the_change_of_the_clock_is_an_hour_shorter_or_longer():
    (spring,) = spans_of(NIGHTS, BERLIN, date(2026, 3, 28))
    (autumn,) = spans_of(NIGHTS, BERLIN, date(2026, 10, 24))
    assert spring.ends - spring.begins == timedelta(hours=7)
    assert autumn.ends - autumn.begins == timedelta(hours=9)


def test_an_hour_that_the_clock_leaves_out_is_no_shift():
    assert spans_of({"6": [["02:00", "03:00"]]}, BERLIN, date(2026, 3, 29)) == []


def test_whoever_has_no_shift_works_by_the_hours_on_the_clock_of_their_own_zone():
    hours = Hours(ZoneInfo("Europe/Istanbul"), {"4": [["08:00", "18:00"]]}, frozenset())
    plan = Plan((), hours)
    friday = datetime(2026, 11, 27, 6, tzinfo=UTC)  # 9.00 in Istanbul, 7.00 in Berlin, 15.00 in Tokyo
    works = {
        zone: plan.works(Worker(1, zone, ()), friday) for zone in ("Europe/Istanbul", "Europe/Berlin", "Asia/Tokyo")
    }
    assert works == {"Europe/Istanbul": True, "Europe/Berlin": False, "Asia/Tokyo": True}


def test_ones_own_shift_counts_before_that_of_the_team(leyla, network, derya, kaan):
    network.members.add(kaan)
    days = {str(day): [["08:00", "16:00"]] for day in range(7)}
    nights = {str(day): [["22:00", "06:00"]] for day in range(7)}
    actions.save_shift(actor=leyla, given=ShiftGiven(name="Day", zone="Europe/Istanbul", weekly=days, team=network.pk))
    actions.save_shift(
        actor=leyla,
        given=ShiftGiven(name="Night", zone="Europe/Istanbul", weekly=nights, team=network.pk, people=[kaan.pk]),
    )
    plan = Plan(the_shifts(), None)
    night = datetime(2026, 11, 27, 23, tzinfo=UTC)  # 2.00 in Istanbul
    workers = [Worker(one.pk, "Europe/Istanbul", (network.pk,)) for one in (derya, kaan)]
    assert [plan.works(one, night) for one in workers] == [False, True]
    with clock.frozen_at(night):
        assert choose(Wish(team=network.pk, working=True), Weights()).person == kaan.pk
    assert plan.works_until(workers[1], night) == datetime(2026, 11, 28, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"weekly": {}}, "day-0"),
        ({"weekly": {"1": [["08:00", "25:00"]]}}, "day-1"),
        ({"team": None}, "team"),
        ({"people": [987654]}, "people"),
    ],
)
def test_a_shift_that_cannot_be_is_refused_with_its_field(leyla, network, more, field):
    given = {"name": "Day", "zone": "UTC", "weekly": {"1": [["08:00", "16:00"]]}, "team": network.pk}
    with pytest.raises(WrongInput) as caught:
        actions.save_shift(actor=leyla, given=ShiftGiven(**{**given, **more}))
    assert caught.value.field == field


def test_a_capacity_of_ones_own_counts_before_that_of_the_row(leyla, elif_, network, derya):
    with pytest.raises(NotAllowed):
        actions.set_capacities(actor=elif_, points={derya.pk: 0})
    actions.set_capacities(actor=leyla, points={derya.pk: 0})
    assert choose(Wish(team=network.pk, capacity=50), Weights()) is None
    actions.set_capacities(actor=leyla, points={derya.pk: None})
    assert choose(Wish(team=network.pk, capacity=50), Weights()).person == derya.pk


def test_an_absence_that_begins_later_begins_then(network, derya):
    today = clock.now().date()
    people.set_absence(
        actor=derya, person=derya, since=today + timedelta(days=5), until=today + timedelta(days=9), stand_in=""
    )
    assert choose(Wish(team=network.pk), Weights()).person == derya.pk
    with clock.frozen_at(clock.now() + timedelta(days=6)):
        assert choose(Wish(team=network.pk), Weights()) is None


@pytest.fixture
def away(derya, elif_) -> Person:
    people.set_absence(actor=derya, person=derya, until=clock.now().date() + timedelta(days=3), stand_in=elif_.email)
    return derya


def test_what_somebody_has_who_is_away_stands_first_and_is_taken_over(mert, network, front_line, derya, elif_, away):
    ticket = tickets.assign(actor=derya, ticket=asks(mert).pk, assignee=derya)
    first = everybody(elif_)[0]
    assert (first.person, first.away, first.in_work, first.person.stand_in) == (derya, True, 1, elif_)
    assert [one.pk for one in hot(elif_, derya.pk)] == [ticket.pk]
    assert hand_on(actor=elif_, numbers=[ticket.pk], holder=derya.pk, to=elif_.pk) == (1, 0)
    ticket.refresh_from_db()
    assert ticket.assignee == elif_
    assert ticket.events.filter(kind="assignee.changed").last().details["why"] == "holder_away"


def test_one_hands_on_ones_own_and_a_lead_anybodys(mert, front_line, derya, elif_, leyla):
    ticket = tickets.assign(actor=elif_, ticket=asks(mert).pk, assignee=elif_)
    with pytest.raises(NotAllowed):
        hand_on(actor=derya, numbers=[ticket.pk], holder=elif_.pk, to=derya.pk)
    assert hand_on(actor=elif_, numbers=[ticket.pk], holder=elif_.pk, to=derya.pk) == (1, 0)
    assert hand_on(actor=leyla, numbers=[ticket.pk], holder=derya.pk, to=None) == (1, 0)
    assert hand_on(actor=leyla, numbers=[ticket.pk], holder=derya.pk, to=elif_.pk) == (0, 1), "not theirs any more"


def test_what_a_closed_team_has_is_handed_on_by_nobody_else(secret, kaan, leyla, elif_):
    tickets.assign(actor=kaan, ticket=secret.pk, assignee=kaan)
    assert hot(leyla, kaan.pk) == []
    assert hand_on(actor=leyla, numbers=[secret.pk], holder=kaan.pk, to=elif_.pk) == (0, 1)
