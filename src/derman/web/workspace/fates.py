"""What became of the mails that carry the desk's answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Fate:
    """In words, with a tone and an icon; `detail` is what the other server said."""

    words: Any
    tone: str
    icon: str
    detail: str = ""


# state of an outgoing mail → how it reads
STATES: dict[str, tuple[Any, str, str]] = {
    "waiting": (_("Waiting to be sent"), "info", "clock"),
    "sent": (_("Sent"), "good", "check"),
    "failed": (_("Not delivered"), "urgent", "wrong"),
}


def of_messages(messages: Iterable[Any]) -> dict[int, Fate]:
    """By message: waiting, sent or failed."""
    return {}
