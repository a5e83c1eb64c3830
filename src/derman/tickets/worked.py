"""Time that was spent on a ticket, and how people write it."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import models
from django.db.models import Q

from derman.kernel import clock

PERSON = settings.AUTH_USER_MODEL
LONGEST = 7 * 24 * 60  # minutes of one entry

_HOURS = r"(?:h|hr|hrs|hours?|s|sa|saat)"
_MINUTES = r"(?:m|min|mins|minutes?|d|dk|dak|dakika)"
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")
_BOTH = re.compile(rf"(\d{{1,3}})\s*{_HOURS}\s*(?:(\d{{1,2}})\s*{_MINUTES}?)?")
_PART = re.compile(rf"(\d{{1,3}})[.,](\d{{1,2}})\s*{_HOURS}")
_ALONE = re.compile(rf"(\d{{1,5}})\s*{_MINUTES}?")


def minutes_of(written: str) -> int | None:
    """Minutes of what somebody wrote: `1h 20`, `1 sa 20 dk`, `1:20`, `1,5 saat`, `80`, `80 dk`; None where unclear."""
    text = " ".join(written.split()).casefold()
    if found := _CLOCK.fullmatch(text):
        return int(found[1]) * 60 + int(found[2])
    if found := _PART.fullmatch(text):
        return round(float(f"{found[1]}.{found[2]}") * 60)
    if found := _BOTH.fullmatch(text):
        return int(found[1]) * 60 + int(found[2] or 0)
    if found := _ALONE.fullmatch(text):
        return int(found[1])
    return None


class TimeSpent(models.Model):
    """Minutes that somebody worked on a ticket."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="time_spent")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    minutes = models.PositiveSmallIntegerField()
    billable = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["person", "-created_at"], condition=Q(removed_at=None), name="time_of_person")]
        constraints = [models.CheckConstraint(condition=Q(minutes__range=(1, LONGEST)), name="time_some")]
