"""How long walks are kept."""

from __future__ import annotations

from datetime import timedelta

KEPT = timedelta(days=90)
