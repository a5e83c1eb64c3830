"""A mail server that the desk sends to, and the time at which it does."""

from __future__ import annotations

import email
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import Envelope

from derman.channels.mail import sending
from derman.kernel import clock


def bytes_of(envelope: Envelope) -> bytes:
    """The mail in an envelope, as it came; the listeners here never decode it."""
    assert isinstance(envelope.content, bytes)
    return envelope.content


class Post:
    """A mail server: keeps what it gets; `answer` is what it says to it, `refuse` the recipients that it refuses."""

    def __init__(self) -> None:
        self.received: list[Envelope] = []
        self.answer = "250 OK"
        self.refuse: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.received.append(envelope)
        return self.answer

    def mail(self) -> EmailMessage:
        (envelope,) = self.received
        return email.message_from_bytes(bytes_of(envelope), policy=policy.default)


def send_later(seconds: int = 14) -> None:
    """What is due after the time for undoing leaves."""
    with clock.frozen_at(clock.now() + timedelta(seconds=seconds)):
        sending.send_due()
