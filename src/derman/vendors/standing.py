"""Where a case stands, as the timeline keeps it, and how it is put back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from derman.vendors.models import Case

_CODES = ("state", "ended_why", "reopened", "reminded")
_MOMENTS = ("solved_at", "ended_at", "remind_at", "reminded_at")


def of(case: Case) -> dict[str, Any]:
    """All that ending it, or asking for it again, changes."""
    moments = {name: getattr(case, name) for name in _MOMENTS}
    codes = {name: getattr(case, name) for name in _CODES}
    return {**codes, **{name: moment.isoformat() if moment else None for name, moment in moments.items()}}


def put_back(case: Case, before: dict[str, Any]) -> None:
    """As it stood, and saved."""
    for name in _CODES:
        setattr(case, name, before[name])
    for name in _MOMENTS:
        setattr(case, name, datetime.fromisoformat(before[name]) if before[name] else None)
    case.save(update_fields=[*_CODES, *_MOMENTS])
