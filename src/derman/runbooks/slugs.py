"""Addresses of runbooks, made of the title."""

from __future__ import annotations

import re
from itertools import count

from derman.kernel.folding import fold
from derman.runbooks.models import Runbook

LONGEST = 80
RESERVED = frozenset(("files", "walks"))  # are addresses of their own
_OTHER = re.compile(r"[^a-z0-9]+")


def slug_of(title: str) -> str:
    """Letters, figures and dashes of a title; never empty."""
    return _OTHER.sub("-", fold(title).replace("'", "")).strip("-")[:LONGEST].strip("-") or "fix"


def free_slug(wanted: str, *, besides: int = 0) -> str:
    """`wanted`, or with a number where another runbook has it. 1 statement for each that is tried."""
    base = slug_of(wanted)
    for number in count(1):
        slug = base if number == 1 else f"{base}-{number}"
        if slug not in RESERVED and not Runbook.objects.filter(slug=slug).exclude(pk=besides).exists():
            return slug
    raise AssertionError  # numbers do not end
