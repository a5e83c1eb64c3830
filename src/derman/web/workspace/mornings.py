"""The moments at which waiting tickets come back."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

MORNING = time(8, 30)


def morning(days: int) -> datetime:
    """The morning so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, MORNING))


def monday() -> datetime:
    """The morning of the next Monday."""
    return morning(7 - timezone.localdate().weekday())
