"""What the room `catalogue` announces."""

from __future__ import annotations

from dataclasses import dataclass

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceChanged(Fact):
    """A service was added, changed, published or withdrawn."""

    service: int
