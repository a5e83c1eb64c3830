"""What people type of vendors: days, amounts, and lengths of time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from derman.vendors.errors import WrongInput


def day(given: str, field: str = "date") -> date | None:
    """A day; None for nothing. Raises WrongInput."""
    text = given.strip()
    if not text:
        return None
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise WrongInput(_("This is no day. Write it like 2026-12-31."), field=field)
    return found


def amount(given: str, field: str = "cost") -> Decimal | None:
    """An amount with a comma or a point; None for nothing. Raises WrongInput."""
    text = given.strip().replace(" ", "")
    if not text:
        return None
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    try:
        return Decimal(text[:40])
    except InvalidOperation:
        raise WrongInput(_("Write an amount, like 1250 or 1250,50."), field=field) from None
