"""A page of a long list of mails."""

from __future__ import annotations

from dataclasses import dataclass

PAGE = 40


@dataclass(frozen=True, slots=True)
class MailPage[T]:
    """Some rows, and the key of the next page (0 at the end)."""

    rows: list[T]
    next: int
