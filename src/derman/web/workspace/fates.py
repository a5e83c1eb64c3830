"""What became of the mails that carry the desk's answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fate:
    """In words, with a tone and an icon; `detail` is what the other server said."""

    words: str
    tone: str
    icon: str
    detail: str = ""


def of_messages(messages: Iterable[Any]) -> dict[int, Fate]:
    """By message: waiting, sent or failed."""
    return {}
