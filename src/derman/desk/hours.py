"""Business hours: is the desk open at a moment, and when does it open again?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from derman.desk.working import WorkingTime
from derman.kernel import sql
from derman.kernel.recalling import recall

FARTHEST = 400  # days that are looked at for the next opening

_HOURS = """
SELECT w.who, c.zone, c.weekly, (SELECT json_agg(json_build_array(h.day, h.closed_from))::text
    FROM desk_holiday h WHERE h.calendar_id = c.id AND NOT h.open)
FROM ({whose}) AS w (who, calendar) JOIN desk_calendar c ON c.id = w.calendar
"""


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekly hours as a calendar keeps them, in its time zone; closed on `holidays`, on `half_days` from an hour on."""

    zone: ZoneInfo
    weekly: Mapping[str, Sequence[Sequence[str]]]  # {"0": [["08:30", "18:00"]], …}, Monday is 0
    holidays: frozenset[date]
    half_days: Mapping[date, str] = field(default_factory=dict)  # {29 October: "13:00"}

    def is_holiday(self, moment: datetime) -> bool:
        """Does `moment` (aware) fall on a holiday, where the desk is?"""
        return moment.astimezone(self.zone).date() in self.holidays

    def is_open(self, moment: datetime) -> bool:
        """Is the desk open at `moment` (aware), by the clock on its wall?"""
        local = moment.astimezone(self.zone)
        shown = local.strftime("%H:%M")
        return any(start <= shown < end for start, end in self.spans_on(local.date()))

    def next_opening(self, moment: datetime) -> datetime | None:
        """The first opening after `moment` (aware), in the desk's zone; None where none is to be seen."""
        today = moment.astimezone(self.zone).date()
        for day in (today + timedelta(days=ahead) for ahead in range(FARTHEST)):
            for start, _end in self.spans_on(day):
                hour, minute = map(int, start.split(":"))
                # by way of UTC: an hour that the change of the clock leaves out becomes the one after it
                opening = datetime.combine(day, time(hour, minute), self.zone).astimezone(UTC).astimezone(self.zone)
                if opening.astimezone(UTC) > moment:
                    return opening
        return None

    def after(self, moment: datetime, working: timedelta) -> datetime | None:
        """When `working` time of open hours has passed since `moment` (aware); None where that is not to be seen."""
        passed = self.working_time().after(moment, working)
        return passed.astimezone(self.zone) if passed is not None else None

    def working_time(self) -> WorkingTime:
        """The same, for counting by."""
        closed = dict.fromkeys(self.holidays, timedelta())
        for day, hour in self.half_days.items():
            hours, minutes = map(int, hour.split(":"))
            closed[day] = timedelta(hours=hours, minutes=minutes)
        return WorkingTime.of(self.zone, self.weekly, closed)

    def spans_on(self, day: date) -> Sequence[Sequence[str]]:
        """What is open on a day, as the calendar writes it."""
        if day in self.holidays:
            return ()
        spans, end = self.weekly.get(str(day.weekday()), ()), self.half_days.get(day)
        if end is None:
            return spans
        return [(start, min(until, end)) for start, until in spans if start < end]


def the_hours() -> Hours | None:
    """The desk's business hours; None where it has none and is always open. 1 statement."""
    return recall("hours", lambda: _read("SELECT id, calendar_id FROM desk_desk WHERE id = 1").get(1))


@dataclass(frozen=True, slots=True)
class HoursOfAll:
    """The desk's hours (None: always open), and those of the teams (ids) that have their own."""

    desk: Hours | None
    teams: Mapping[int, Hours]


def hours_of_calendar(calendar: int) -> Hours | None:
    """The hours of one calendar; None where there is none of this id. 1 statement; inside `recalling` once."""
    return recall(("hours", calendar), lambda: _read("SELECT 1, %s::bigint", [calendar]).get(1))


def hours_of_all() -> HoursOfAll:
    """1 statement; inside `recalling` once."""
    return recall("hours of all", _read_all)


def _read_all() -> HoursOfAll:
    found = _read(
        "SELECT 0, calendar_id FROM desk_desk WHERE id = 1 UNION ALL SELECT team_id, calendar_id FROM desk_teamcalendar"
    )
    return HoursOfAll(found.pop(0, None), found)


def _read(whose: str, parameters: Sequence[int] = ()) -> dict[int, Hours]:
    """`whose`: a statement that gives who, and the calendar by which they work."""
    found = {}
    for who, zone, weekly, closed in sql.rows(_HOURS.format(whose=whose), parameters):
        days = {date.fromisoformat(day): hour and hour[:5] for day, hour in json.loads(closed or "[]")}
        whole = frozenset(day for day, hour in days.items() if not hour)
        half = {day: hour for day, hour in days.items() if hour}
        found[who] = Hours(ZoneInfo(zone), json.loads(weekly), whole, half)
    return found


def the_zone() -> ZoneInfo:
    """The desk's time zone. 1 statement."""
    found = sql.rows("SELECT zone FROM desk_desk WHERE id = 1")
    return ZoneInfo(found[0][0] if found else "UTC")
