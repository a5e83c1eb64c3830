"""What a mail of 30 MB costs in memory: the listener that takes it, and the worker that files it."""

from __future__ import annotations

import os
import re
import smtplib
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest

from derman.site import postgres
from tests.drills.test_kill import SMALL, KilledDesk
from tests.drills.test_kill import desk as desk

# a figure, to be taken on a quiet machine: what else runs there moves it
pytestmark = [pytest.mark.drill, pytest.mark.skipif(SMALL, reason="measured by the whole drill alone")]

SIZE = 30 * 1024 * 1024  # of the mail on the wire
MOST = 60.0  # MB more than before, of all parts together


def _mail(subject: str, *, file: int = 0, text: int = 0) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"{subject}@ege.example"
    mail["To"] = "help@ege.example"
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{subject}@ege.example>"
    mail.set_content("Merhaba, kayıt ekte.\n" + "Satır satır kayıt.\n" * (text // 19))
    if file:
        mail.add_attachment(os.urandom(file), "application", "octet-stream", filename="kayit.bin")
    return mail.as_bytes()


def _deliver(desk: KilledDesk, raw: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", desk.smtp_port, timeout=60) as smtp:
        smtp.sendmail("somebody@ege.example", ["help@ege.example"], raw)


def _filed(database: str, subject: str) -> bool:
    with psycopg.connect(database) as connection:
        return bool(connection.execute("SELECT 1 FROM tickets_ticket WHERE subject = %s", [subject]).fetchone())


def _wait(database: str, subject: str) -> None:
    deadline = time.monotonic() + 90
    while not _filed(database, subject):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _memory(pid: int, field: str) -> float:
    """MB of a process: VmRSS now, VmHWM at its height."""
    found = re.search(rf"^{field}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def _cases() -> Iterator[tuple[str, bytes]]:
    yield "file", _mail("file", file=SIZE * 19 // 26)  # base64 makes it a third longer
    yield "text", _mail("text", text=SIZE)


def test_a_mail_of_thirty_megabytes_costs_twice_its_size_at_most(desk: KilledDesk) -> None:
    database = postgres.start(desk.folder / "postgres")
    for number in range(5):
        _deliver(desk, _mail(f"small{number}", file=1000))
        _wait(database, f"small{number}")
    for subject, raw in _cases():
        time.sleep(1)
        before = {pid: _memory(pid, "VmRSS") for pid in desk.parts()}
        for pid in before:
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # the height begins anew
        began = time.monotonic()
        _deliver(desk, raw)
        _wait(database, subject)
        took = time.monotonic() - began
        grown = {pid: _memory(pid, "VmHWM") - rss for pid, rss in before.items()}
        parts = ", ".join(f"{growth:.0f}" for growth in sorted(grown.values(), reverse=True))
        print(f"\n{subject}: {len(raw) / 2**20:.1f} MB, filed after {took:.1f} s; MB more by part: {parts}")
        assert sum(grown.values()) < MOST
