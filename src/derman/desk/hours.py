"""Business hours: is the desk open at a moment, and when does it open again?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from derman.desk.working import WorkingTime
from derman.kernel import sql
from derman.kernel.recalling import recall

FARTHEST = 400  # days that are looked at for the next opening


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekly hours as a calendar keeps them, in its time zone; on `holidays` it is closed all day."""

    zone: ZoneInfo
    weekly: Mapping[str, Sequence[Sequence[str]]]  # {"0": [["08:30", "18:00"]], …}, Monday is 0
    holidays: frozenset[date]

    def is_holiday(self, moment: datetime) -> bool:
        """Does `moment` (aware) fall on a holiday, where the desk is?"""
        return moment.astimezone(self.zone).date() in self.holidays

    def is_open(self, moment: datetime) -> bool:
        """Is the desk open at `moment` (aware), by the clock on its wall?"""
        local = moment.astimezone(self.zone)
        shown = local.strftime("%H:%M")
        return any(start <= shown < end for start, end in self._spans(local.date()))

    def next_opening(self, moment: datetime) -> datetime | None:
        """The first opening after `moment` (aware), in the desk's zone; None where none is to be seen."""
        today = moment.astimezone(self.zone).date()
        for day in (today + timedelta(days=ahead) for ahead in range(FARTHEST)):
            for start, _end in self._spans(day):
                hour, minute = map(int, start.split(":"))
                # by way of UTC: an hour that the change of the clock leaves out becomes the one after it
                opening = datetime.combine(day, time(hour, minute), self.zone).astimezone(UTC).astimezone(self.zone)
                if opening.astimezone(UTC) > moment:
                    return opening
        return None

    def after(self, moment: datetime, working: timedelta) -> datetime | None:
        """When `working` time of open hours has passed since `moment` (aware); None where that is not to be seen."""
        whole_days = dict.fromkeys(self.holidays, timedelta())
        passed = WorkingTime.of(self.zone, self.weekly, whole_days).after(moment, working)
        return passed.astimezone(self.zone) if passed is not None else None

    def _spans(self, day: date) -> Sequence[Sequence[str]]:
        return () if day in self.holidays else self.weekly.get(str(day.weekday()), ())


def the_hours() -> Hours | None:
    """The desk's business hours; None where it has none and is always open. 1 statement."""
    return recall("hours", _read_hours)


def _read_hours() -> Hours | None:
    found = sql.rows(
        "SELECT c.zone, c.weekly, ARRAY(SELECT h.day FROM desk_holiday h WHERE h.calendar_id = c.id)"
        " FROM desk_desk d JOIN desk_calendar c ON c.id = d.calendar_id WHERE d.id = 1"
    )
    for zone, weekly, holidays in found:
        return Hours(ZoneInfo(zone), json.loads(weekly), frozenset(holidays))
    return None


def the_zone() -> ZoneInfo:
    """The desk's time zone. 1 statement."""
    found = sql.rows("SELECT zone FROM desk_desk WHERE id = 1")
    return ZoneInfo(found[0][0] if found else "UTC")
