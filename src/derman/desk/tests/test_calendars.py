"""Calendars: hours that are checked, the holidays of a country, days of one's own, and who works by which."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from derman.desk.actions import DeskError
from derman.desk.calendars import Day, Given, given_of, remove_calendar, save_calendar
from derman.desk.countries import countries, country
from derman.desk.hours import hours_of_all, the_hours
from derman.desk.jobs import follow_countries, write_holidays
from derman.desk.models import AuditEntry, Calendar, TeamCalendar
from derman.desk.queries import calendar, closed_days, the_desk
from derman.kernel import clock
from derman.people.models import Person, Team

WEEK = {str(day): [["08:30", "18:00"]] for day in range(5)}
ANKARA = Given(name="Ankara", zone="Europe/Istanbul", weekly=WEEK, country="TR")
REPUBLIC = date(2026, 10, 29)


@pytest.fixture
def ankara(aylin: Person) -> Calendar:
    with clock.frozen_at(datetime(2026, 10, 1, tzinfo=UTC)):
        row = save_calendar(actor=aylin, given=ANKARA)
        write_holidays(calendar=row.pk)
    row.refresh_from_db()
    return row


def closed(row: Calendar) -> dict[date, time | None]:
    return {one.day: one.closed_from for one in row.holidays.all() if not one.open}


def test_the_holidays_of_turkey_are_there_with_its_feasts_and_half_days(ankara: Calendar) -> None:
    days = closed(ankara)
    assert days[REPUBLIC] is None
    assert days[date(2026, 10, 28)] == time(13)  # the eve of the day of the republic
    assert days[date(2026, 3, 19)] == time(13) and days[date(2026, 3, 20)] is None  # Ramazan Bayramı and its eve
    assert days[date(2027, 5, 15)] == time(13) and days[date(2027, 5, 19)] is None  # Kurban Bayramı
    assert {day.year for day in days} == set(range(2025, 2032))
    assert ankara.filled_at is not None


def test_the_desk_shows_the_next_ten_days_that_fall_into_its_week(ankara: Calendar) -> None:
    found = calendar(ankara.pk)
    assert found is not None
    with clock.frozen_at(datetime(2026, 10, 1, tzinfo=UTC)):
        coming = closed_days(found)
    assert len(coming) == 10
    assert [one.day for one in coming[:3]] == [date(2026, 10, 28), REPUBLIC, date(2027, 1, 1)]
    assert all(one.day.weekday() < 5 for one in coming)


def test_on_a_half_day_the_desk_closes_at_noon(aylin: Person, ankara: Calendar) -> None:
    save_calendar(actor=aylin, given=replace(given_of(ankara), is_desk=True), calendar=ankara.pk)
    hours = the_hours()
    assert hours is not None
    assert hours.is_open(datetime(2026, 10, 28, 9, 59, tzinfo=UTC))
    assert not hours.is_open(datetime(2026, 10, 28, 10, 0, tzinfo=UTC))
    assert hours.next_opening(datetime(2026, 10, 28, 10, 0, tzinfo=UTC)) == datetime(2026, 10, 30, 5, 30, tzinfo=UTC)


def test_what_people_say_of_a_day_stands_above_the_country(aylin: Person, ankara: Calendar) -> None:
    days = [
        Day(day=REPUBLIC, name="We work", open=True),
        Day(day=date(2026, 12, 31), name="Stocktaking", closed_from=time(15)),
    ]
    save_calendar(actor=aylin, given=replace(given_of(ankara), days=days), calendar=ankara.pk)
    write_holidays(calendar=ankara.pk)
    assert REPUBLIC not in closed(ankara) and closed(ankara)[date(2026, 12, 31)] == time(15)
    # taken away again: the country's day comes back
    save_calendar(actor=aylin, given=replace(given_of(ankara), days=[]), calendar=ankara.pk)
    write_holidays(calendar=ankara.pk)
    assert closed(ankara)[REPUBLIC] is None and date(2026, 12, 31) not in closed(ankara)


def test_another_country_another_days(aylin: Person, ankara: Calendar) -> None:
    given = replace(given_of(ankara), country="DE", region="BY", zone="Europe/Berlin")
    with clock.frozen_at(datetime(2026, 10, 1, tzinfo=UTC)):
        save_calendar(actor=aylin, given=given, calendar=ankara.pk)
        assert not closed(ankara)
        write_holidays(calendar=ankara.pk)
        follow_countries()
    assert date(2026, 1, 6) in closed(ankara) and REPUBLIC not in closed(ankara)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"weekly": {}}, "weekly"),
        ({"weekly": {"0": []}}, "weekly"),
        ({"weekly": {"7": [["08:00", "09:00"]]}}, "weekly"),
        ({"weekly": {"0": [["09:00", "08:00"]]}}, "day-0"),
        ({"weekly": {"0": [["09:00", "99:00"]]}}, "day-0"),
        ({"weekly": {"0": [["09:00"]]}}, "day-0"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"country": "XX"}, "country"),
        ({"region": "BY"}, "region"),
        ({"name": " "}, "name"),
        ({"name": "BUSINESS  HOURS"}, "name"),
        ({"teams": [987654]}, "teams"),
        ({"days": [Day(day=REPUBLIC, name="a"), Day(day=REPUBLIC, name="b")]}, "days"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(aylin: Person, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(DeskError) as refused:
        save_calendar(actor=aylin, given=replace(ANKARA, **wrong))
    assert refused.value.field == field
    assert Calendar.objects.count() == 1


def test_a_calendar_without_hours_says_what_to_do(aylin: Person) -> None:
    with pytest.raises(DeskError, match="Open at least one day"):
        save_calendar(actor=aylin, given=replace(ANKARA, weekly={}))


def test_a_team_has_one_calendar_and_moves_with_its_choice(aylin: Person, ankara: Calendar, front_line: Team) -> None:
    save_calendar(actor=aylin, given=replace(given_of(ankara), teams=[front_line.pk]), calendar=ankara.pk)
    assert hours_of_all().teams.keys() == {front_line.pk}
    save_calendar(actor=aylin, given=replace(ANKARA, name="Izmir", teams=[front_line.pk]))
    assert TeamCalendar.objects.get(team=front_line).calendar.name == "Izmir"


def test_only_what_nobody_needs_is_deleted(aylin: Person, elif_: Person, ankara: Calendar, front_line: Team) -> None:
    with pytest.raises(DeskError, match="The desk works by this calendar"):
        remove_calendar(actor=aylin, calendar=the_desk().calendar_id)
    save_calendar(actor=aylin, given=replace(given_of(ankara), teams=[front_line.pk]), calendar=ankara.pk)
    with pytest.raises(DeskError, match="L1 Front line"):
        remove_calendar(actor=aylin, calendar=ankara.pk)
    save_calendar(actor=aylin, given=replace(given_of(ankara), teams=[]), calendar=ankara.pk)
    with pytest.raises(DeskError, match="Only an administrator"):
        remove_calendar(actor=elif_, calendar=ankara.pk)
    remove_calendar(actor=aylin, calendar=ankara.pk)
    assert AuditEntry.objects.filter(kind="calendar.removed", details__name="Ankara").exists()


def test_every_country_of_the_library_has_its_name_and_its_regions() -> None:
    """Fails where the library was pinned anew: run packaging/countries.py."""
    known = subprocess.run(
        [sys.executable, "-c", _KNOWN], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    lines = (line.split(":") for line in known.split())
    regions = {code: sorted(filter(None, names.split("|"))) for code, names in lines}
    assert {one.code: sorted(name.replace(" ", "_") for name in one.regions) for one in countries("en")} == regions
    turkey = country("TR", "tr")
    assert turkey is not None and turkey.name == "Türkiye"


_KNOWN = """
import holidays
for code in sorted(holidays.list_supported_countries(include_aliases=False)):
    print(code + ":" + "|".join(holidays.country_holidays(code).subdivisions).replace(" ", "_"))
"""


def test_neither_web_nor_worker_loads_the_library() -> None:
    loaded = "import derman.desk.feasts, derman.desk.countries, sys; print([m for m in sys.modules if 'holidays' in m])"
    said = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
