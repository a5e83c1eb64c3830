"""Open or closed, and until when: over weekends, holidays, zones and changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from derman.desk.hours import Hours, the_hours
from derman.desk.models import Desk
from derman.people.models import Person
from tests.cast import works_by

ISTANBUL = ZoneInfo("Europe/Istanbul")
WEEK = {str(day): [["08:30", "12:00"], ["13:00", "18:00"]] for day in range(5)}


def _hours(zone: str = "Europe/Istanbul", weekly=WEEK, *holidays: date) -> Hours:
    return Hours(ZoneInfo(zone), weekly, frozenset(holidays))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),  # a Tuesday; Istanbul is three hours ahead
    [
        ("2026-11-24T05:29", False),
        ("2026-11-24T05:30", True),
        ("2026-11-24T08:59:59", True),
        ("2026-11-24T09:00", False),  # lunch
        ("2026-11-24T10:00", True),
        ("2026-11-24T15:00", False),
        ("2026-11-28T10:00", False),  # a Saturday
    ],
)
def test_open_by_the_clock_on_the_desks_wall(moment: str, expected: bool) -> None:
    assert _hours().is_open(_at(moment)) is expected


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-24T02:00", "2026-11-24T08:30"),  # the same morning
        ("2026-11-24T09:10", "2026-11-24T13:00"),  # after lunch
        ("2026-11-27T16:00", "2026-11-30T08:30"),  # over the weekend
        ("2026-11-29T22:30", "2026-11-30T08:30"),  # Sunday in UTC, Monday in Istanbul
    ],
)
def test_the_next_opening(moment: str, opens: str) -> None:
    opening = _hours().next_opening(_at(moment))
    assert opening is not None and opening.replace(tzinfo=None).isoformat(timespec="minutes") == opens


def test_holidays_are_closed_all_day_and_passed_over() -> None:
    hours = _hours("Europe/Istanbul", WEEK, date(2026, 11, 30), date(2026, 12, 1))
    assert hours.is_holiday(_at("2026-11-29T21:30")) and not hours.is_holiday(_at("2026-11-29T20:30"))
    assert not hours.is_open(_at("2026-11-30T10:00"))
    opening = hours.next_opening(_at("2026-11-27T16:00"))
    assert opening is not None and opening.isoformat() == "2026-12-02T08:30:00+03:00"


def test_the_change_of_the_clock() -> None:
    berlin = _hours("Europe/Berlin", {"0": [["08:30", "18:00"]]})
    # the clock went back on Sunday, 25 October 2026, and forward on 29 March
    before, after = berlin.next_opening(_at("2026-10-18T10:00")), berlin.next_opening(_at("2026-10-24T10:00"))
    assert before is not None and before.isoformat() == "2026-10-19T08:30:00+02:00"
    assert after is not None and after.isoformat() == "2026-10-26T08:30:00+01:00"
    assert berlin.is_open(_at("2026-10-19T06:30")) and not berlin.is_open(_at("2026-10-26T06:30"))

    night = _hours("Europe/Berlin", {"6": [["02:30", "04:00"]]})
    skipped = night.next_opening(_at("2026-03-28T20:00"))
    assert skipped is not None and skipped.isoformat() == "2026-03-29T03:30:00+02:00"
    # half past two comes twice: both times the clock on the wall says that it is open
    assert night.is_open(_at("2026-10-25T00:40")) and night.is_open(_at("2026-10-25T01:40"))


def test_over_midnight_and_round_the_clock() -> None:
    always = _hours("Europe/Istanbul", {str(day): [["00:00", "24:00"]] for day in range(7)})
    assert always.is_open(_at("2026-11-24T20:59:59")) and always.is_open(_at("2026-11-24T21:00"))
    assert _hours("UTC", {}).next_opening(_at("2026-11-24T10:00")) is None


@pytest.mark.django_db
def test_the_desks_own_hours_take_one_statement(aylin: Person, django_assert_num_queries) -> None:
    assert the_hours() is None or Desk.objects.get().calendar is not None
    works_by(aylin, zone="Europe/Berlin", weekly={"0": [["09:00", "17:00"]]}, holidays=[(date(2026, 12, 25), "Noel")])
    with django_assert_num_queries(1):
        hours = the_hours()
    assert hours == Hours(ZoneInfo("Europe/Berlin"), {"0": [["09:00", "17:00"]]}, frozenset({date(2026, 12, 25)}))


def test_working_time_passes_in_open_hours_only() -> None:
    hours = _hours()
    friday = datetime(2026, 11, 27, 16, 30, tzinfo=ISTANBUL)
    assert hours.after(friday, timedelta(hours=1)) == datetime(2026, 11, 27, 17, 30, tzinfo=ISTANBUL)
    assert hours.after(friday, timedelta(hours=4)) == datetime(2026, 11, 30, 11, 0, tzinfo=ISTANBUL)
    assert hours.after(friday, timedelta(hours=6)) == datetime(2026, 11, 30, 14, 0, tzinfo=ISTANBUL)
    assert _hours(weekly={}).after(friday, timedelta(hours=1)) is None


def test_a_day_open_until_midnight_goes_on_with_the_next() -> None:
    hours = _hours(weekly={str(day): [["00:00", "24:00"]] for day in range(7)})
    evening = datetime(2026, 11, 27, 23, 0, tzinfo=ISTANBUL)
    assert hours.after(evening, timedelta(hours=3)) == datetime(2026, 11, 28, 2, 0, tzinfo=ISTANBUL)
