"""What became of the mails that carry the desk's answers, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from derman.channels.mail.fates import deliveries_of


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
    "sending": (_("Being sent"), "info", "clock"),
    "sent": (_("Sent"), "good", "check"),
    "failed": (_("Not delivered"), "urgent", "wrong"),
}


def of_messages(messages: Iterable[Any]) -> dict[int, Fate]:
    """By message of the desk: waiting, sent or failed, with the server's words. 1 statement."""
    answers = [message.pk for message in messages if message.staff and message.public]
    made = {}
    for message, delivery in deliveries_of(answers).items():
        if delivery.state in STATES:
            words, tone, icon = STATES[delivery.state]
            # a try that failed and will be repeated says why it still waits
            made[message] = Fate(words, tone, icon, "" if delivery.state == "sent" else delivery.words)
    return made
