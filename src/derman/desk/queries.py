"""Questions about the desk."""

from __future__ import annotations

from derman.desk.models import AuditEntry, Desk
from derman.people.models import Person


def the_desk() -> Desk:
    """The desk with its calendar and logo. 1 statement; made with defaults where none exists."""
    desk = Desk.objects.select_related("calendar", "logo").filter(pk=1).first()
    return desk or Desk.objects.get_or_create(pk=1, defaults={"languages": ["en", "tr"]})[0]


def audit_log(asker: Person, *, limit: int = 100) -> list[AuditEntry]:
    """The latest changes of settings; for administrators only. 1 statement."""
    if not asker.is_administrator:
        return []
    return list(AuditEntry.objects.select_related("actor")[:limit])
