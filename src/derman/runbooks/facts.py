"""What the room `runbooks` announces. Who hears it asks `queries.indexed` for the rest."""

from __future__ import annotations

from dataclasses import dataclass

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookPublished(Fact):
    """A runbook can be walked, for the first time or with new steps."""

    runbook: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookChanged(Fact):
    """A published runbook has another audience or address."""

    runbook: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookWithdrawn(Fact):
    """A runbook can no longer be walked: it was withdrawn or deleted."""

    runbook: int
