"""Questions about imports; leads and administrators see their own."""

from __future__ import annotations

from derman.knowledge.models import Import
from derman.people.models import Person


def latest(asker: Person, limit: int = 10) -> list[Import]:
    """The last ones. 1 statement."""
    return list(Import.objects.filter(actor=asker)[:limit]) if asker.is_lead else []


def one(asker: Person, pk: int) -> Import | None:
    """One of one's own. 1 statement."""
    return Import.objects.filter(actor=asker, pk=pk).first() if asker.is_lead and pk < 2**63 else None
