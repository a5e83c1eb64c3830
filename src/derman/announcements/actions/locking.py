"""An announcement that is being written on: who may, locked, and saved with what hears of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from derman.announcements.access import may_write, seen_at_desk
from derman.announcements.errors import NotAllowed, NotFound, Overtaken
from derman.announcements.facts import AnnouncementChanged
from derman.announcements.models import Announcement
from derman.kernel.facts import announce
from derman.people.models import Person

LARGEST = 2**63


def locked(actor: Person, pk: int, *, revision: int | None = None, removed: bool = False) -> Announcement:
    """One that `actor` may write on, until the transaction ends. Raises NotFound, NotAllowed, Overtaken."""
    rows = seen_at_desk(actor).filter(removed_at__isnull=not removed, pk=pk)
    found = rows.select_for_update(of=("self",)).first() if 0 < pk < LARGEST else None
    if found is None:
        raise NotFound(_("There is no such announcement."))
    if not may_write(actor, found):
        raise NotAllowed(_("Leads and administrators write on it, and whoever began an outage."))
    if revision is not None and revision != found.revision:
        raise Overtaken(_("Somebody else changed this in the meantime. Look at what they wrote."))
    return found


def save(row: Announcement, *fields: str) -> None:
    """Save what changed, and that it did."""
    row.revision += 1
    row.save(update_fields=[*fields, "revision"])
    announce(AnnouncementChanged(announcement=row.pk))
