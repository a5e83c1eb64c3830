"""Questions about the desk."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from derman.desk.models import AuditEntry, Calendar, Desk, Holiday, Rota, TeamCalendar, weekdays
from derman.kernel import clock, sql
from derman.kernel.recalling import recall
from derman.people.models import Person, Team


def the_desk() -> Desk:
    """The desk. 1 statement; made with defaults where none exists."""
    return recall("desk", _read_desk)


def _read_desk() -> Desk:
    desk = next(iter(sql.read(Desk, "WHERE t.id = 1")), None)
    return desk or Desk.objects.get_or_create(pk=1, defaults={"languages": ["en", "tr"]})[0]


def calendars() -> list[Calendar]:
    """The calendars that there are, in the order in which they were made. 1 statement."""
    return list(Calendar.objects.order_by("pk"))


def calendar(key: int) -> Calendar | None:
    """One of them, with its days. 2 statements."""
    return Calendar.objects.prefetch_related("holidays").filter(pk=key).first()


def usual_week() -> dict[str, list[list[str]]]:
    """The hours with which a calendar begins."""
    return weekdays()


def own_days(calendar: Calendar) -> list[Holiday]:
    """The days that people named in a calendar that was read with its days, in order."""
    return [row for row in calendar.holidays.all() if not row.of_country]


def closed_days(calendar: Calendar, *, most: int = 10) -> list[Holiday]:
    """The next days on which a calendar (read with its days) is closed though its week says open, in order."""
    today = clock.now().astimezone(ZoneInfo(calendar.zone)).date()
    coming = (row for row in calendar.holidays.all() if row.day >= today and not row.open)
    return [row for row in coming if calendar.weekly.get(str(row.day.weekday()))][:most]


def teams_of_calendars() -> dict[int, list[Team]]:
    """The teams that have a calendar of their own, by calendar. 1 statement."""
    found: dict[int, list[Team]] = {}
    for row in TeamCalendar.objects.select_related("team").order_by("team__tier", "team__name"):
        found.setdefault(row.calendar_id, []).append(row.team)
    return found


def rota(team: int) -> Rota | None:
    """The rota of a team, with its swaps. 2 statements."""
    return Rota.objects.prefetch_related("swaps").filter(team=team).first()


def audit_log(asker: Person, *, before: int = 0, limit: int = 100) -> list[AuditEntry]:
    """The latest changes of settings, from behind the entry `before`; for administrators only. 1 statement."""
    if not asker.is_administrator:
        return []
    found = AuditEntry.objects.select_related("actor").order_by("-id")
    return list((found.filter(pk__lt=before) if before else found)[:limit])
