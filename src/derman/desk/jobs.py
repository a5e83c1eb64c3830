"""Work for the worker: the holidays of a calendar's country are written into it, years ahead. Safe to run twice."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from derman.desk.facts import CalendarChanged
from derman.desk.feasts import Feast, feasts
from derman.desk.models import Calendar, Holiday
from derman.desk.queries import the_desk
from derman.kernel import clock, jobs
from derman.kernel.facts import announce

BEFORE, AHEAD = 1, 6  # years: last year's, so that what was promised then can be reckoned again


@jobs.job("desk.write_holidays")
def write_holidays(*, calendar: int) -> None:
    """Write the days of one calendar's country."""
    row = Calendar.objects.filter(pk=calendar).exclude(country="").first()
    if row is None:
        return
    this = clock.now().year
    years = range(this - BEFORE, this + AHEAD)
    found = feasts(row.country, row.region, years, the_desk().language)
    with transaction.atomic():
        now = Calendar.objects.select_for_update().get(pk=row.pk)
        if (now.country, now.region) != (row.country, row.region):  # another job is on its way for that
            return
        if _write(now, found, since=date(years[0], 1, 1)):
            announce(CalendarChanged(calendar=now.pk))
        Calendar.objects.filter(pk=now.pk).update(filled_at=clock.now())


@jobs.job("desk.follow_countries", every="23 3 * * 1", priority=jobs.IDLE)
def follow_countries() -> None:
    """Once a week: another year comes into sight, and a country may have decided something else."""
    jobs.enqueue_many(
        (write_holidays, {"calendar": pk}) for pk in Calendar.objects.exclude(country="").values_list("pk", flat=True)
    )


def _write(row: Calendar, found: list[Feast], *, since: date) -> bool:
    """Have these days stand in a calendar beside what people named; gives whether anything is different now."""
    before = {one.day: one for one in row.holidays.filter(day__gte=since)}
    own = {day for day, one in before.items() if not one.of_country}
    wanted = {
        one.day: Holiday(
            calendar=row,
            day=one.day,
            name=one.name[:80],
            closed_from=row.half_day_from if one.half else None,
            of_country=True,
        )
        for one in found
        if one.day not in own
    }
    stood = {day: (one.name, one.closed_from) for day, one in before.items() if one.of_country}
    if stood == {day: (one.name, one.closed_from) for day, one in wanted.items()}:
        return False
    row.holidays.filter(day__gte=since, of_country=True).delete()
    Holiday.objects.bulk_create(wanted.values())
    return True
