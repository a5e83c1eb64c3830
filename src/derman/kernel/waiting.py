"""How long to wait before the next try, so that many who wait do not all come back in the same second."""

from __future__ import annotations

import random

_SPREAD = 0.1  # to either side


def spread(seconds: float) -> float:
    """About as many seconds: a tenth more or less."""
    return seconds * random.uniform(1 - _SPREAD, 1 + _SPREAD)  # noqa: S311 - spreads load, keeps no secret
