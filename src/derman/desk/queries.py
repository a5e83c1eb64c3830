"""Questions about the desk."""

from __future__ import annotations

from derman.desk.models import AuditEntry, Calendar, Desk, Holiday
from derman.kernel import sql
from derman.kernel.recalling import recall
from derman.people.models import Person


def the_desk() -> Desk:
    """The desk. 1 statement; made with defaults where none exists."""
    return recall("desk", _read_desk)


def _read_desk() -> Desk:
    desk = next(iter(sql.read(Desk, "WHERE t.id = 1")), None)
    return desk or Desk.objects.get_or_create(pk=1, defaults={"languages": ["en", "tr"]})[0]


def holidays(desk: Desk) -> list[Holiday]:
    """The days on which the desk is closed, in order. 1 statement."""
    return list(desk.calendar.holidays.all()) if desk.calendar else []


def calendars() -> list[Calendar]:
    """The calendars that there are, the desk's own first. 1 statement."""
    return list(Calendar.objects.order_by("pk"))


def audit_log(asker: Person, *, before: int = 0, limit: int = 100) -> list[AuditEntry]:
    """The latest changes of settings, from behind the entry `before`; for administrators only. 1 statement."""
    if not asker.is_administrator:
        return []
    found = AuditEntry.objects.select_related("actor").order_by("-id")
    return list((found.filter(pk__lt=before) if before else found)[:limit])
