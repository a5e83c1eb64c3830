"""Mails for tests, and the way they take."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from email.message import EmailMessage

from derman.channels.mail import intake, jobs
from derman.channels.mail.models import IncomingMail

_count = itertools.count(1)


def letter(
    *,
    sender: str = "Mert Kaya <mert@ege.example>",
    to: str = "help@ege.example",
    subject: str = "VPN drops",
    text: str = "Hello, the VPN drops every ten minutes. Please help.",
    message_id: str = "",
    **headers: str,
) -> bytes:
    """A mail as bytes; `headers` with _ for -."""
    mail = EmailMessage()
    if sender:
        mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{message_id or f'{next(_count)}@ege.example'}>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def arrives(
    raw: bytes, *, to: Sequence[str] = ("help@ege.example",), envelope_from: str = "mert@ege.example"
) -> IncomingMail:
    """The mail is stored and filed; its row of the ledger as it stands then."""
    spool = intake.Spool()
    spool.write(raw)
    digest = spool.digest if spool.size > intake.IN_MEMORY else None
    arrival = intake.Arrival(spool, list(to), envelope_from, null_sender=not envelope_from)
    assert intake.store([arrival]) == [None]
    jobs.file_waiting()
    return IncomingMail.objects.filter(digest=digest or arrival.spool.digest).latest("pk")
