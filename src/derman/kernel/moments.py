"""Moments in full where there is no page: in mails and on paper."""

from __future__ import annotations

from datetime import datetime, tzinfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language


def in_full(moment: datetime, zone: tzinfo | None = None) -> str:
    """`29 November 2026 14:05`, in Turkish `29 Kasım 2026 14.05`; in `zone`, else in the current one."""
    hours = "H.i" if (get_language() or "").startswith("tr") else "H:i"
    return str(date_format(timezone.localtime(moment, zone), f"j F Y {hours}"))
