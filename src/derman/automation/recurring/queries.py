"""Questions about templates: which there are, when each comes next, and what each opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from derman.automation.errors import TemplateNotFound
from derman.automation.models import FromTemplate, Template
from derman.automation.recurring.access import usable_by, visible_to
from derman.automation.recurring.rhythm import Rhythm, moment
from derman.desk.hours import the_hours
from derman.kernel import clock
from derman.people.models import Person
from derman.tickets.access import visible_to as tickets_visible_to

SHOWN = 5  # dates that are foretold


def templates(asker: Person) -> QuerySet[Template]:
    """All that `asker` sees, by name. 1 statement."""
    return visible_to(asker).select_related("team", "requester", "category")


def template(asker: Person, pk: int) -> Template:
    """One of them. 1 statement. Raises TemplateNotFound."""
    found = templates(asker).filter(pk=pk).first() if 0 < pk < 2**63 else None
    if found is None:
        raise TemplateNotFound(_("There is no such template."))
    return found


def usable(asker: Person) -> QuerySet[Template]:
    """Those from which `asker` may open a ticket, by name. 1 statement."""
    return usable_by(asker).select_related("team", "requester", "category")


def usable_one(asker: Person, pk: int) -> Template:
    """One of them. 1 statement. Raises TemplateNotFound."""
    found = usable(asker).filter(pk=pk).first() if 0 < pk < 2**63 else None
    if found is None:
        raise TemplateNotFound(_("There is no such template."))
    return found


def opened_by(asker: Person, found: Template, *, most: int = 20) -> list[FromTemplate]:
    """The tickets that it opened lately, those that `asker` may see. 1 statement."""
    rows = FromTemplate.objects.filter(template=found, ticket__in=tickets_visible_to(asker)).select_related("ticket")
    return list(rows[:most])


def rhythm_of(found: Template) -> Rhythm | None:
    """When it comes again; None where it is opened by hand alone."""
    if not found.every or found.first is None:
        return None
    return Rhythm(
        every=found.every,
        number=found.number,
        first=found.first,
        until=found.until,
        nth=found.nth,
        weekday=found.weekday,
        closed=found.closed,
    )


def working_days() -> Callable[[date], bool]:
    """On which days the desk is open at all; on all where it has no hours. 1 statement at most."""
    hours = the_hours()
    if hours is None:
        return lambda day: True
    return lambda day: day not in hours.holidays and bool(hours.weekly.get(str(day.weekday())))


def next_of(rhythm: Rhythm, at: time, zone: str, *, after: datetime | None = None) -> list[tuple[date, datetime]]:
    """The next SHOWN dates after a moment (now), each with its moment in UTC."""
    begin, place = after or clock.now(), ZoneInfo(zone)
    since = begin.astimezone(place).date()
    coming = ((day, moment(day, at, place)) for day in rhythm.dates(working_days(), since))
    return list(islice(((day, when) for day, when in coming if when > begin), SHOWN))


def due_of(found: Template, now: datetime) -> list[date]:
    """The days, in order, for which it should have been opened since the one that was next, until now."""
    rhythm = rhythm_of(found)
    if rhythm is None or found.next_on is None:
        return []
    zone, days = ZoneInfo(found.zone), []
    for day in rhythm.dates(working_days(), found.next_on):
        if day < found.next_on:
            continue
        if moment(day, found.at, zone) > now:
            break
        days.append(day)
    return days


def set_next(found: Template, *, after: datetime | None = None) -> None:
    """Reckon when it comes next; to be saved by whoever asks."""
    rhythm = rhythm_of(found)
    coming = next_of(rhythm, found.at, found.zone, after=after) if rhythm is not None else []
    found.next_on, found.next_at = coming[0] if coming else (None, None)
