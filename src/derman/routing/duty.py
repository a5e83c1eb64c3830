"""Who works at a moment: by their shifts, else by the desk's hours on the clock of their own zone.

Days away are not looked at here: whoever is away is never asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from derman.desk.hours import Hours, hours_of_all
from derman.kernel import sql

type Weekly = Mapping[str, Sequence[Sequence[str]]]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of work from a moment until another, in UTC."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class ShiftTime:
    """A shift as far as time goes."""

    pk: int
    name: str
    team: int | None
    people: frozenset[int]
    zone: ZoneInfo
    weekly: Weekly

    def span_at(self, moment: datetime) -> Span | None:
        """The piece of the shift in which a moment lies."""
        return span_at(self.weekly, self.zone, moment)

    def next_span(self, moment: datetime) -> Span | None:
        """The piece that begins next after a moment, within eight days."""
        today = moment.astimezone(self.zone).date()
        ahead = (span for days in range(9) for span in spans_of(self.weekly, self.zone, today + days * _DAY))
        return next((span for span in ahead if span.begins > moment), None)

    def is_for(self, person: int, teams: Iterable[int]) -> bool:
        """Is it the shift of a person who is in these teams?"""
        return person in self.people if self.people else self.team in set(teams)


def spans_of(weekly: Weekly, zone: ZoneInfo, day: date) -> list[Span]:
    """What begins on a day, by the clock on the wall: an hour that the clock leaves out becomes the one after it."""
    found = []
    for since, until in weekly.get(str(day.weekday()), ()):
        last = day + _DAY if until <= since else day
        found.append(Span(_moment(day, since, zone), _moment(last, until, zone)))
    return [span for span in found if span.begins < span.ends]


def span_at(weekly: Weekly, zone: ZoneInfo, moment: datetime) -> Span | None:
    """The piece in which a moment lies; what began yesterday may go on today."""
    today = moment.astimezone(zone).date()
    for day in (today, today - _DAY):
        for span in spans_of(weekly, zone, day):
            if span.begins <= moment < span.ends:
                return span
    return None


def _moment(day: date, text: str, zone: ZoneInfo) -> datetime:
    if text == "24:00":
        day, text = day + _DAY, "00:00"
    hour, minute = map(int, text.split(":"))
    return datetime.combine(day, time(hour, minute), zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody whose hours are asked for."""

    person: int
    zone: str  # their own, else the desk's
    teams: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All shifts in use, and the hours that hold for whoever has none: those of their teams, else the desk's."""

    shifts: Sequence[ShiftTime]
    hours: Hours | None  # None: always
    teams: Mapping[int, Hours] = field(default_factory=dict)  # that have hours of their own

    def shifts_of(self, worker: Worker) -> list[ShiftTime]:
        """Somebody's own shifts, else those of their teams."""
        own = [shift for shift in self.shifts if worker.person in shift.people]
        return own or [shift for shift in self.shifts if not shift.people and shift.team in worker.teams]

    def works(self, worker: Worker, moment: datetime) -> bool:
        """Is this one of the hours in which they work?"""
        shifts = self.shifts_of(worker)
        if shifts:
            return any(shift.span_at(moment) is not None for shift in shifts)
        hours = [self.teams[team] for team in worker.teams if team in self.teams]
        if not hours and self.hours is not None:
            hours = [self.hours]
        return not hours or any(_is_open(one, ZoneInfo(worker.zone), moment) for one in hours)

    def works_until(self, worker: Worker, moment: datetime) -> datetime | None:
        """When the shift ends in which they are; None outside of one."""
        spans = (shift.span_at(moment) for shift in self.shifts_of(worker))
        return max((span.ends for span in spans if span is not None), default=None)


def _is_open(hours: Hours, zone: ZoneInfo, moment: datetime) -> bool:
    today = moment.astimezone(zone).date()
    return span_at({str(today.weekday()): hours.spans_on(today)}, zone, moment) is not None


def the_plan() -> Plan:
    """As it is now. 2 statements."""
    hours = hours_of_all()
    return Plan(the_shifts(), hours.desk, hours.teams)


def the_shifts() -> list[ShiftTime]:
    """All shifts in use. 1 statement."""
    found = sql.rows(
        "SELECT id, name, team_id, people, zone, weekly::text FROM routing_shift WHERE active ORDER BY name, id"
    )
    return [
        ShiftTime(pk, name, team, frozenset(people), ZoneInfo(zone), _weekly(weekly))
        for pk, name, team, people, zone, weekly in found
    ]


@lru_cache(maxsize=256)
def _weekly(text: str) -> Weekly:
    kept: Weekly = json.loads(text)
    return kept
