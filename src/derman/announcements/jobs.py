"""Work for the worker: whom an outage affects hears how it goes on. Safe to run twice."""

from __future__ import annotations

from django.db import transaction

from derman.announcements.actions.going_on import UNDO
from derman.announcements.facts import AffectedToTell
from derman.announcements.models import Affected, Announcement, Update
from derman.kernel import clock
from derman.kernel.facts import announce
from derman.kernel.jobs import job

AT_ONCE = 50  # people in one transaction


@job("announcements.tell", every="* * * * *")
def tell() -> None:
    """Tell of each update in its order, each person once; killed half way, it goes on where it was."""
    due = Update.objects.filter(told_at=None, at__lte=clock.now() - UNDO).order_by("pk")
    for pk, announcement in due.values_list("pk", "announcement"):
        while _tell_some(pk, announcement):
            pass


def _tell_some(update: int, announcement: int) -> bool:
    """Is there more to tell of this update?"""
    with transaction.atomic():
        # whoever takes an update back, or deletes the outage, waits for this, or was first
        row = Announcement.objects.select_for_update().filter(pk=announcement).first()
        news = Update.objects.filter(pk=update, told_at=None).first()
        if row is None or news is None:
            return False
        rows = Affected.objects.filter(announcement=announcement, person__isnull=False, told__lt=update).order_by("pk")
        some = list(rows.select_for_update()[:AT_ONCE])
        if not some:
            news.told_at = clock.now()
            news.save(update_fields=["told_at"])
            return False
        Affected.objects.filter(pk__in=[one.pk for one in some]).update(told=update)
        if row.removed_at is None and row.published_at is not None:
            for person in [one.person_id for one in some if one.person_id is not None]:
                announce(AffectedToTell(announcement=announcement, update=update, person=person))
    return True
