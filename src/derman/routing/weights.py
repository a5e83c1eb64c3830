"""How much work a ticket is reckoned as, in points: by its priority, times what its category usually takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from derman.routing.errors import WrongInput
from derman.tickets.models import PRIORITY_CODES, PRIORITY_OF

USUAL: Mapping[str, float] = {"critical": 4, "high": 2, "normal": 1, "low": 1}
MOST = 20


@dataclass(frozen=True, slots=True)
class Weights:
    """Points by priority, and by category (and what lies below it) how many times as much."""

    priorities: Mapping[str, float] = field(default_factory=lambda: dict(USUAL))
    categories: Mapping[int, float] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "priorities": dict(self.priorities),
            "categories": {str(key): value for key, value in sorted(self.categories.items())},
        }

    def of(self, priority: str, categories: frozenset[int], own: int | None, above: Mapping[int, int | None]) -> float:
        """The points of one ticket: what its category says, else the nearest above it."""
        points = self.priorities.get(priority, 1)
        at = own
        while at is not None and at in categories:
            if at in self.categories:
                return points * self.categories[at]
            at = above.get(at)
        return points

    def by_category(self, above: Mapping[int, int | None]) -> dict[int, float]:
        """For every category that differs from 1, how many times as much; of those below one, the nearest counts."""
        if not self.categories:
            return {}
        found = {}
        for category in above:
            at: int | None = category
            seen = set[int]()
            while at is not None and at not in seen:
                seen.add(at)
                if at in self.categories:
                    found[category] = self.categories[at]
                    break
                at = above.get(at)
        return found

    def by_priority(self) -> list[float]:
        """Of priority 1 to 4."""
        return [self.priorities.get(PRIORITY_CODES[one], 1) for one in range(1, 5)]


def weights_of(kept: Mapping[str, Any]) -> Weights:
    """From what is kept; nothing is the usual."""
    return Weights(
        {**USUAL, **kept.get("priorities", {})},
        {int(key): float(value) for key, value in kept.get("categories", {}).items()},
    )


def checked(given: Weights) -> Weights:
    """The same as it is kept. Raises WrongInput."""
    values = [*given.priorities.values(), *given.categories.values()]
    if any(not 0 < value <= MOST for value in values) or set(given.priorities) - set(PRIORITY_OF):
        raise WrongInput(_("Points are more than 0 and at most %(most)s.") % {"most": MOST}, field="weights")
    return Weights({**USUAL, **given.priorities}, {key: value for key, value in given.categories.items() if value != 1})
