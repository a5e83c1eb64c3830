"""What the room announces."""

from __future__ import annotations

from dataclasses import dataclass

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementChanged(Fact):
    """An announcement says something else, is for others, or is gone."""

    announcement: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedToTell(Fact):
    """Somebody whom an outage affects is to hear of an update of it, once."""

    announcement: int
    update: int
    person: int
