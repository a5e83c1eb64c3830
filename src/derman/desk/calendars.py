"""What can be done with calendars: make one, change it, say who works by it, delete one that nobody needs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from derman.desk.actions import DeskError, audit
from derman.desk.countries import country as country_of
from derman.desk.facts import CalendarChanged
from derman.desk.jobs import write_holidays
from derman.desk.models import Calendar, Desk, Holiday, TeamCalendar
from derman.desk.queries import the_desk
from derman.kernel import jobs
from derman.kernel.facts import announce
from derman.kernel.folding import fold
from derman.people.models import Person, Team

MOST = 50  # calendars
MOST_DAYS = 200  # that people typed, in one of them
SPANS = 6  # on a day

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day that a person named: closed, closed from an hour on, or `open` whatever the country does."""

    day: date
    name: str
    closed_from: time | None = None
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A calendar as a person or a program gives it. `weekly`: {"0": [["08:30", "18:00"]], …}, Monday is 0."""

    name: str
    zone: str
    weekly: Mapping[str, Sequence[Sequence[str]]]
    country: str = ""
    region: str = ""
    half_day_from: time = time(13)
    days: Sequence[Day] = field(default_factory=list)
    teams: Sequence[int] = ()  # that work by it and not by the desk's
    is_desk: bool = False  # the whole desk works by it


def given_of(calendar: Calendar) -> Given:
    """What a calendar says now, to change a part of it. 3 statements."""
    return Given(
        name=calendar.name,
        zone=calendar.zone,
        weekly=calendar.weekly,
        country=calendar.country,
        region=calendar.region,
        half_day_from=calendar.half_day_from,
        days=[
            Day(day=row.day, name=row.name, closed_from=row.closed_from, open=row.open)
            for row in calendar.holidays.all()
            if not row.of_country
        ],
        teams=list(TeamCalendar.objects.filter(calendar=calendar).values_list("team", flat=True)),
        is_desk=the_desk().calendar_id == calendar.pk,
    )


def save_calendar(*, actor: Person, given: Given, calendar: int | None = None) -> Calendar:
    """Make a calendar, or change one. The days of its country follow in the background. Raises DeskError."""
    _administrator(actor)
    _check(given)
    with transaction.atomic():
        if calendar is None:
            if Calendar.objects.count() >= MOST:
                raise DeskError(_("At most %(most)s calendars.") % {"most": MOST}, field="name")
            row = Calendar()
        else:
            row = _locked(calendar)
        name = " ".join(given.name.split())
        if any(fold(name) == fold(one.name) for one in Calendar.objects.exclude(pk=row.pk)):
            raise DeskError(_("Another calendar has this name already."), field="name")
        desk = the_desk()
        if desk.calendar_id == row.pk and row.pk and not given.is_desk:
            raise DeskError(
                _("The desk works by this calendar. Choose another one for the desk first."), field="is_desk"
            )
        place = (row.country, row.region, row.half_day_from)
        row.name, row.zone, row.weekly = name, given.zone, {day: list(spans) for day, spans in given.weekly.items()}
        row.country, row.region, row.half_day_from = given.country, given.region, given.half_day_from
        moved = place != (row.country, row.region, row.half_day_from)
        row.save()
        uncovered = _keep_days(row, given.days, with_country=not moved)
        if row.country and (moved or uncovered):
            row.filled_at = None
            row.save(update_fields=["filled_at"])
            jobs.enqueue(write_holidays, priority=jobs.URGENT, calendar=row.pk)
        _keep_teams(row, given.teams)
        if given.is_desk:
            Desk.objects.filter(pk=desk.pk).update(calendar=row)
        kind = "calendar.added" if calendar is None else "calendar.changed"
        audit(
            actor=actor,
            kind=kind,
            calendar=row.pk,
            name=row.name,
            zone=row.zone,
            country=row.country,
            region=row.region,
            teams=list(given.teams),
            is_desk=given.is_desk,
        )
        announce(CalendarChanged(calendar=row.pk))
    return row


def remove_calendar(*, actor: Person, calendar: int) -> None:
    """Delete a calendar by which nobody counts any more. Raises DeskError."""
    _administrator(actor)
    with transaction.atomic():
        row = _locked(calendar)
        if the_desk().calendar_id == row.pk:
            raise DeskError(_("The desk works by this calendar. Choose another one for the desk first."))
        try:
            row.delete()
        except ProtectedError as error:
            users = sorted({_said(one) for one in error.protected_objects})
            said = _("Something counts by this calendar still: %(users)s. Choose another calendar there first.")
            raise DeskError(said % {"users": ", ".join(users[:5])}) from None
        audit(actor=actor, kind="calendar.removed", calendar=calendar, name=row.name)


def _said(user: object) -> str:
    return user.team.name if isinstance(user, TeamCalendar) else str(user)


def _administrator(actor: Person) -> None:
    if not actor.is_administrator:
        raise DeskError(_("Only an administrator can do this."))


def _locked(calendar: int) -> Calendar:
    row = Calendar.objects.select_for_update().filter(pk=calendar).first()
    if row is None:
        raise DeskError(_("There is no such calendar."), field="calendar")
    return row


def _keep_days(row: Calendar, days: Sequence[Day], *, with_country: bool) -> bool:
    """Write the days that people named; gives whether days of the country may have come to light by it.

    `with_country`: the days of the country stay where nothing stands in their place.
    """
    before = {one.day: one for one in row.holidays.all()}
    own = {one.day for one in before.values() if not one.of_country}
    named = {one.day: one for one in days}
    gone = [one.pk for one in before.values() if not one.of_country or one.day in named or not with_country]
    Holiday.objects.filter(pk__in=gone).delete()
    Holiday.objects.bulk_create(
        [
            Holiday(
                calendar=row,
                day=one.day,
                name=one.name.strip()[:80],
                closed_from=None if one.open else one.closed_from,
                open=one.open,
            )
            for one in named.values()
        ]
    )
    return bool(own - named.keys())


def _keep_teams(row: Calendar, teams: Sequence[int]) -> None:
    """Have these teams, and no others, work by a calendar; whoever had another one moves."""
    wanted = set(teams)
    if Team.objects.filter(pk__in=wanted).count() != len(wanted):
        raise DeskError(_("There is no such team."), field="teams")
    TeamCalendar.objects.filter(calendar=row).exclude(team__in=wanted).delete()
    for team in sorted(wanted):
        TeamCalendar.objects.update_or_create(team_id=team, defaults={"calendar": row})


def _check(given: Given) -> None:
    name = " ".join(given.name.split())
    if not name:
        raise DeskError(_("Give the calendar a name."), field="name")
    if len(name) > 80:
        raise DeskError(_("At most %(most)s letters.") % {"most": 80}, field="name")
    if given.zone not in available_timezones():
        raise DeskError(_("Choose a time zone like Europe/Istanbul."), field="zone")
    if not any(given.weekly.values()):
        raise DeskError(
            _("A calendar needs hours, else nothing would ever be due. Open at least one day."), field="weekly"
        )
    for day, spans in given.weekly.items():
        _check_day(day, spans)
    if given.country:
        found = country_of(given.country)
        if found is None:
            raise DeskError(_("No holidays are known of this country."), field="country")
        if given.region and given.region not in found.regions:
            raise DeskError(_("Choose one of the regions of this country."), field="region")
    elif given.region:
        raise DeskError(_("Choose the country first."), field="region")
    if len(given.days) > MOST_DAYS:
        raise DeskError(_("At most %(most)s days of your own.") % {"most": MOST_DAYS}, field="days")
    if len({one.day for one in given.days}) < len(given.days):
        raise DeskError(_("Each day can stand here once."), field="days")
    if any(not one.name.strip() for one in given.days):
        raise DeskError(_("What is this day called?"), field="days")


def _check_day(day: str, spans: Sequence[Sequence[str]]) -> None:
    if day not in set("0123456"):
        raise DeskError(_("A day of the week is written as 0 (Monday) to 6 (Sunday)."), field="weekly")
    if len(spans) > SPANS:
        raise DeskError(_("At most %(most)s spans on a day.") % {"most": SPANS}, field=f"day-{day}")
    end_before = ""
    for span in spans:
        right = len(span) == 2 and all(_CLOCK.fullmatch(text) for text in span)
        if not right or not end_before <= span[0] < span[1]:
            raise DeskError(_("From must be before until, written like 08:30."), field=f"day-{day}")
        end_before = span[1]
