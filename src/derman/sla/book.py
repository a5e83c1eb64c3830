"""The policies in use, with the working time by which each counts: read together, in one statement."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from derman.desk.working import WorkingTime
from derman.kernel import sql
from derman.kernel.recalling import recall
from derman.sla.models import Target
from derman.tickets.models import PRIORITY_CODES

ALWAYS = WorkingTime.of(ZoneInfo("UTC"), {str(day): [["00:00", "24:00"]] for day in range(7)}, {})


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be announced when a clock has run for `seconds`: a warning, that it is late, or a later step."""

    seconds: int
    what: str  # soon, sooner, late, later
    tell: tuple[str, ...]  # assignee, team, lead, manager


@dataclass(frozen=True, slots=True)
class Promise:
    """What one policy promises for tickets of one priority by one target."""

    seconds: int
    always: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """A policy in use."""

    policy: int
    name: str
    since: datetime
    conditions: Mapping[str, frozenset[Any]]  # kinds, organisations, services, teams, categories; empty: all
    targets: Mapping[str, Mapping[str, int]]
    pauses: frozenset[str]
    warnings: tuple[int, ...]
    ladder: tuple[Mapping[str, Any], ...]
    working: WorkingTime
    stays: Mapping[int, int] = field(default_factory=dict)  # team → seconds
    of_teams: Mapping[int, WorkingTime] = field(
        default_factory=dict
    )  # of those of them that work by hours of their own

    def promises(self, priority: int, team: int | None = None) -> dict[str, Promise]:
        """What is promised at a priority (1 to 4), and among the desk's own by a team: target → promise."""
        given = self.targets.get(PRIORITY_CODES[priority], {})
        always = bool(given.get("always"))
        found = {target: Promise(seconds, always) for target, seconds in given.items() if target != "always"}
        if team is not None and team in self.stays:
            found[Target.TEAM.value] = Promise(self.stays[team], always)
        return found

    def time_of(self, always: bool, team: int | None = None) -> WorkingTime:
        """By what time a clock counts; `team`: whose time it is, where it counts a stay in a team.

        A team owes the others the hours in which it works, so a stay counts by those where the team has its own.
        """
        return ALWAYS if always else self.of_teams.get(team or 0, self.working)

    def steps(self, seconds: int) -> list[Step]:
        """What is to be announced of a clock of `seconds`, in order: each warning, then `late`, then what follows."""
        at = {"late": seconds}
        for name, percent in zip(("soon", "sooner"), self.warnings, strict=False):
            at[name] = seconds * percent // 100
        tell: dict[str, tuple[str, ...]] = dict.fromkeys(at, ())
        later: dict[int, tuple[str, ...]] = {}
        for rung in self.ladder:
            if rung["at"] not in at:
                continue
            if not rung["after"]:
                tell[rung["at"]] = (*tell[rung["at"]], *rung["tell"])
            else:
                moment = at[rung["at"]] + rung["after"]
                later[moment] = (*later.get(moment, ()), *rung["tell"])
        steps = [Step(moment, name, tell[name]) for name, moment in at.items()]
        steps += [Step(moment, "later", told) for moment, told in later.items()]
        return sorted(steps, key=lambda step: (step.seconds, step.what != "late"))


_BOOK = """
SELECT p.id, p.name, p.since, p.kinds, p.organisations, p.services, p.teams, p.categories, p.targets, p.pauses,
    p.warnings, p.ladder, p.stays, c.zone, c.weekly,
    (SELECT json_agg(json_build_array(h.day, h.closed_from) ORDER BY h.day)::text
     FROM desk_holiday h WHERE h.calendar_id = c.id AND NOT h.open),
    (SELECT json_agg(json_build_array(tc.team_id, own.zone, own.weekly::text,
        (SELECT json_agg(json_build_array(h.day, h.closed_from) ORDER BY h.day)::text
         FROM desk_holiday h WHERE h.calendar_id = own.id AND NOT h.open)) ORDER BY tc.team_id)::text
     FROM desk_teamcalendar tc JOIN desk_calendar own ON own.id = tc.calendar_id WHERE p.stays ? tc.team_id::text)
FROM sla_policy p LEFT JOIN desk_desk d ON d.id = 1
LEFT JOIN desk_calendar c ON c.id = COALESCE(p.calendar_id, d.calendar_id)
WHERE p.active ORDER BY p.position, p.id
"""
_HOURS = """
SELECT c.zone, c.weekly, (SELECT json_agg(json_build_array(h.day, h.closed_from) ORDER BY h.day)::text
    FROM desk_holiday h WHERE h.calendar_id = c.id AND NOT h.open)
FROM desk_calendar c WHERE c.id = COALESCE(%s, (SELECT calendar_id FROM desk_desk WHERE id = 1))
"""
_CONDITIONS = ("kinds", "organisations", "services", "teams", "categories")


def the_book() -> Sequence[Chapter]:
    """The policies in use, in their order. 1 statement; inside `recalling` once."""
    return recall("promises", _read_book)


def _read_book() -> Sequence[Chapter]:
    return [
        Chapter(
            policy=key,
            name=name,
            since=since,
            conditions={name: frozenset(row[place]) for place, name in enumerate(_CONDITIONS)},
            targets=json.loads(row[5]),
            pauses=frozenset(row[6]),
            warnings=tuple(row[7]),
            ladder=tuple(json.loads(row[8])),
            working=_working(row[10], row[11], row[12]) if row[10] else ALWAYS,
            stays={int(team): seconds for team, seconds in json.loads(row[9]).items()},
            of_teams={team: _working(*hours) for team, *hours in json.loads(row[13] or "[]")},
        )
        for key, name, since, *row in sql.rows(_BOOK)
    ]


def draft(columns: Mapping[str, Any], *, policy: int, since: datetime) -> Chapter:
    """A policy that is only being thought of, out of its checked columns. 1 statement."""
    calendar = columns["calendar"]
    found = sql.rows(_HOURS, [calendar.pk if calendar is not None else None])
    return Chapter(
        policy=policy,
        name=columns["name"],
        since=since,
        conditions={name: frozenset(columns[name]) for name in _CONDITIONS},
        targets=columns["targets"],
        pauses=frozenset(columns["pauses"]),
        warnings=tuple(columns["warnings"]),
        ladder=tuple(columns["ladder"]),
        working=_working(*found[0]) if found else ALWAYS,
    )


@lru_cache(maxsize=64)
def _working(zone: str, weekly: str, closed: str | None) -> WorkingTime:
    days = {date.fromisoformat(day): closed_from(hour) for day, hour in json.loads(closed or "[]")}
    return WorkingTime.of(ZoneInfo(zone), json.loads(weekly), days)


def closed_from(hour: str | None) -> timedelta:
    """From when on a holiday is closed: all day, or from an hour like `13:00:00`."""
    if not hour:
        return timedelta()
    hours, minutes = hour.split(":")[:2]
    return timedelta(hours=int(hours), minutes=int(minutes))


@dataclass(frozen=True, slots=True)
class About:
    """What of a ticket decides which policy holds for it."""

    kind: str
    organisation: int | None
    service: int | None
    team: int | None
    categories: frozenset[int]  # its own and those above it


def chapter_for(book: Sequence[Chapter], about: About, opened: datetime) -> Chapter | None:
    """The first policy that fits; None where nothing is promised, as for what was opened before there were promises."""
    have = {
        "kinds": frozenset((about.kind,)),
        "organisations": frozenset((about.organisation,)),
        "services": frozenset((about.service,)),
        "teams": frozenset((about.team,)),
        "categories": about.categories,
    }
    for chapter in book:
        if opened >= chapter.since and all(not want or want & have[name] for name, want in chapter.conditions.items()):
            return chapter
    return None
