"""Search over everything that the caller may see."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["Search"])
