"""The clock of the next update: by when people are to hear again, and when that is announced at the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from derman.majors.models import MajorIncident

SOON_PART = 5  # it is due soon when a fifth of the interval is left
SOON_LEAST = timedelta(minutes=2)
SAID = 3  # soon, late, and once more when a whole interval has passed


def begin(row: MajorIncident, moment: datetime) -> None:
    """It runs anew from `moment`."""
    row.update_due_at = moment + timedelta(minutes=row.update_every)
    row.stage = 0
    row.step_at = step_of(row)


def stop(row: MajorIncident) -> None:
    """Nobody waits for an update any more."""
    row.update_due_at, row.step_at, row.stage = None, None, 0


def step_of(row: MajorIncident) -> datetime | None:
    """When the next step is announced; None where all was."""
    if row.update_due_at is None:
        return None
    interval = timedelta(minutes=row.update_every)
    match row.stage:
        case 0:
            return row.update_due_at - max(interval / SOON_PART, SOON_LEAST)
        case 1:
            return row.update_due_at
        case 2:
            return row.update_due_at + interval
    return None
