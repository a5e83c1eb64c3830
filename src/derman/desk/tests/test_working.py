"""Working time is right to the second: the same as counting minute by minute with an eye on the clock on the wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derman.desk.working import WorkingTime

ISTANBUL, BERLIN = ZoneInfo("Europe/Istanbul"), ZoneInfo("Europe/Berlin")
OFFICE = {str(day): [["08:30", "12:00"], ["13:00", "18:00"]] for day in range(5)}
ALWAYS = {str(day): [["00:00", "24:00"]] for day in range(7)}
NOTHING, HOUR, MINUTE = timedelta(), timedelta(hours=1), timedelta(minutes=1)

# summer time of both halves of the earth, of half an hour, that ends at midnight, that is given up; a day that was left
# out; quarters of an hour; a month of fasting without it
ODD = [
    *("Europe/Istanbul", "Europe/Berlin", "America/New_York", "America/Havana", "America/Santiago", "Asia/Beirut"),
    *("Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Asia/Kathmandu", "Africa/Casablanca", "Asia/Tehran"),
]


def _at(text: str, zone: ZoneInfo = ISTANBUL) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


class Counted:
    """The same, told by looking at the clock on the wall every minute."""

    def __init__(self, zone: ZoneInfo, weekly: dict[str, list[list[str]]], closed: dict[date, timedelta]) -> None:
        self.zone, self.weekly, self.closed = zone, weekly, closed

    def is_open(self, moment: datetime) -> bool:
        wall = moment.astimezone(self.zone)
        if timedelta(hours=wall.hour, minutes=wall.minute) >= self.closed.get(wall.date(), timedelta(days=1)):
            return False
        return any(a <= f"{wall:%H:%M}" < b for a, b in self.weekly.get(str(wall.weekday()), ()))

    def between(self, start: datetime, end: datetime) -> timedelta:
        counted, minute = NOTHING, start.replace(second=0, microsecond=0)
        while minute < end:
            if self.is_open(minute):
                counted += min(minute + MINUTE, end) - max(minute, start)
            minute += MINUTE
        return counted


@st.composite
def weeks(draw: st.DrawFn) -> dict[str, list[list[str]]]:
    weekly = {}
    for day in range(7):
        marks = sorted(draw(st.sets(st.integers(0, 96), max_size=4)))
        if len(marks) % 2:
            marks.pop()
        shown = [f"{quarter // 4:02d}:{quarter % 4 * 15:02d}" for quarter in marks]
        weekly[str(day)] = [shown[place : place + 2] for place in range(0, len(shown), 2)]
    return weekly


@st.composite
def moments(draw: st.DrawFn, zone: ZoneInfo) -> datetime:
    """Any second of 60 years, rather often just before the clock is changed."""
    moment = datetime(1975, 1, 1, tzinfo=UTC) + timedelta(seconds=draw(st.integers(0, 60 * 365 * 86400)))
    if draw(st.booleans()):
        for ahead in range(400):
            night = moment + timedelta(days=ahead)
            if night.astimezone(zone).utcoffset() != (night + timedelta(days=2)).astimezone(zone).utcoffset():
                return night
    return moment


CASES = st.sampled_from(ODD) | st.sampled_from(sorted(available_timezones()))


@settings(deadline=None, max_examples=60)
@given(data=st.data(), name=CASES, weekly=weeks() | st.just(OFFICE), lasts=st.integers(0, 4 * 86400))
def test_as_counted_minute_by_minute(data: st.DataObject, name: str, weekly, lasts: int) -> None:
    zone = ZoneInfo(name)
    start = data.draw(moments(zone))
    days = [start.astimezone(zone).date() + timedelta(days=ahead) for ahead in range(4)]
    hours = st.none() | st.integers(0, 23).map(lambda hour: timedelta(hours=hour))
    drawn = zip(days, data.draw(st.tuples(hours, hours, hours, hours)), strict=True)
    closed = {day: hour for day, hour in drawn if hour is not None}
    counted, working = Counted(zone, weekly, closed), WorkingTime.of(zone, weekly, closed)

    end = start + timedelta(seconds=lasts)
    passed = working.between(start, end)
    assert passed == counted.between(start, end)
    if passed:
        back = working.after(start, passed)
        assert back is not None and back <= end
        assert counted.between(start, back) == passed  # not too early
        assert counted.between(start, back - timedelta(seconds=1)) < passed  # nor a second too late


@settings(deadline=None, max_examples=60)
@given(data=st.data(), name=CASES, weekly=weeks())
def test_the_whole_is_its_parts(data: st.DataObject, name: str, weekly) -> None:
    """Years at once, which counting would take too long for."""
    zone = ZoneInfo(name)
    first, second, third = sorted(data.draw(moments(zone)) for _turn in range(3))
    working = WorkingTime.of(zone, weekly, {})
    assert working.between(first, second) + working.between(second, third) == working.between(first, third)
    assert WorkingTime.of(zone, ALWAYS, {}).between(first, third) == third - first


def test_over_lunch_a_weekend_and_a_holiday() -> None:
    working = WorkingTime.of(ISTANBUL, OFFICE, {date(2026, 11, 30): NOTHING})
    friday = _at("2026-11-27T11:59:59")
    assert working.between(friday, _at("2026-11-27T13:00:01")) == timedelta(seconds=2)
    assert working.between(friday, _at("2026-12-01T08:30")) == timedelta(hours=5, seconds=1)
    assert working.after(friday, timedelta(hours=5, seconds=2)) == _at("2026-12-01T08:30:01")


def test_half_a_day_before_the_feast() -> None:
    working = WorkingTime.of(ISTANBUL, OFFICE, {date(2026, 10, 28): timedelta(hours=13), date(2026, 10, 29): NOTHING})
    morning = _at("2026-10-28T08:30")
    assert working.between(morning, _at("2026-10-30T08:30")) == timedelta(hours=3, minutes=30)
    assert working.after(morning, 4 * HOUR) == _at("2026-10-30T09:00")

    whole = {str(day): [["08:30", "18:00"]] for day in range(5)}
    through = WorkingTime.of(ISTANBUL, whole, {date(2026, 10, 28): timedelta(hours=13)})  # no lunch to hide behind
    assert through.between(morning, _at("2026-10-28T18:00")) == timedelta(hours=4, minutes=30)


def test_the_end_of_a_day_rather_than_the_beginning_of_the_next() -> None:
    working = WorkingTime.of(ISTANBUL, OFFICE, {})
    assert working.after(_at("2026-11-27T17:00"), HOUR) == _at("2026-11-27T18:00")
    assert working.after(_at("2026-11-28T10:00"), NOTHING) == _at("2026-11-28T10:00")


@pytest.mark.parametrize(
    ("start", "passed"),
    [("2026-03-29T00:00", 23), ("2026-10-25T00:00", 25), ("2026-11-01T00:00", 24)],
)
def test_a_day_is_as_long_as_the_clock_makes_it(start: str, passed: int) -> None:
    begin = _at(start, BERLIN)
    end = (begin.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=BERLIN)
    assert WorkingTime.of(BERLIN, ALWAYS, {}).between(begin, end) == passed * HOUR


def test_an_hour_that_comes_twice_counts_twice_and_one_left_out_not_at_all() -> None:
    nights = WorkingTime.of(BERLIN, {"6": [["02:15", "02:45"]]}, {})
    twice = nights.between(_at("2026-10-24T12:00", BERLIN), _at("2026-10-26T12:00", BERLIN))
    assert twice == HOUR
    assert nights.between(_at("2026-03-28T12:00", BERLIN), _at("2026-03-30T12:00", BERLIN)) == NOTHING


def test_a_calendar_without_hours_never_gets_there() -> None:
    for weekly in ({}, {"0": []}):
        working = WorkingTime.of(ISTANBUL, weekly, {})
        assert working.after(_at("2026-11-27T10:00"), MINUTE) is None
        assert working.between(_at("2020-01-01T00:00"), _at("2026-01-01T00:00")) == NOTHING
    seldom = WorkingTime.of(ISTANBUL, {"0": [["09:00", "09:01"]]}, {})
    assert seldom.after(_at("2026-11-27T10:00"), 40 * HOUR) is None


def test_back_to_front_is_nothing_and_what_overlaps_counts_once() -> None:
    working = WorkingTime.of(ISTANBUL, {"4": [["10:00", "14:00"], ["09:00", "12:00"]]}, {})
    assert working.between(_at("2026-11-27T18:00"), _at("2026-11-27T08:00")) == NOTHING
    assert working.between(_at("2026-11-27T00:00"), _at("2026-11-28T00:00")) == 5 * HOUR
