"""What became of the mails that carry the desk's answers, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from derman.channels.mail.fates import Delivery, deliveries_of


@dataclass(frozen=True, slots=True)
class Fate:
    """In words, with a tone and an icon; `detail` is what the other server said."""

    words: Any
    tone: str
    icon: str
    detail: str = ""
    recipients: Sequence[Fate] = ()  # of several, each with its address as `name`, where it is not the same for all
    name: str = ""
    blind: bool = False
    went: Delivery | None = None  # to whom it goes


# state of an outgoing mail → how it reads
STATES: dict[str, tuple[Any, str, str]] = {
    "waiting": (_("Waiting to be sent"), "info", "clock"),
    "sending": (_("Being sent"), "info", "clock"),
    "sent": (_("Sent"), "good", "check"),
    "failed": (_("Not delivered"), "urgent", "wrong"),
}
# state at one recipient → how it reads
AT_RECIPIENT: dict[str, tuple[Any, str, str]] = {
    **STATES,
    "delayed": (_("Delayed"), "warn", "clock"),
    "delivered": (_("Delivered"), "good", "check"),
    "complained": (_("Reported as spam"), "urgent", "wrong"),
}


def of_messages(messages: Iterable[Any]) -> dict[int, Fate]:
    """By message of the desk: waiting, sent or failed, with the server's words. 1 statement."""
    answers = [message.pk for message in messages if message.staff and (message.public or message.forward_id)]
    return {
        message: _fate(delivery) for message, delivery in deliveries_of(answers).items() if delivery.state in STATES
    }


def _fate(delivery: Delivery) -> Fate:
    if delivery.kept:
        return Fate(_("Waits: no outgoing server is known yet"), "warn", "clock", went=delivery)
    words, tone, icon = STATES[delivery.state]
    each = [
        Fate(
            *AT_RECIPIENT.get(found.state, STATES["waiting"]),
            found.words,
            name=found.address,
            blind=found.address in delivery.bcc,
        )
        for found in delivery.recipients
    ]
    at = {found.state for found in delivery.recipients}
    if delivery.state == "sent" and "failed" in at:
        words, tone, icon = _("Not delivered to all"), "urgent", "wrong"
    elif delivery.state == "sent" and "complained" in at:
        words, tone, icon = AT_RECIPIENT["complained"]
    elif delivery.state == "sent" and "delayed" in at:
        words, tone, icon = AT_RECIPIENT["delayed"]
    if len(at) > 1 or any(found.words for found in delivery.recipients):
        return Fate(words, tone, icon, recipients=each, went=delivery)
    # a try that failed and will be repeated says why it still waits
    return Fate(words, tone, icon, "" if delivery.state == "sent" else delivery.words, went=delivery)
