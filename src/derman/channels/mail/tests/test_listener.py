"""The SMTP listener with a real client: what it accepts, what it says, what it keeps in memory."""

from __future__ import annotations

import errno
import os
import resource
import smtplib
import socket
import stat
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError

from derman.channels.mail import intake, jobs, smtp
from derman.channels.mail.models import IncomingMail, Mailbox
from derman.channels.mail.tests.listening import listening
from derman.channels.mail.tests.post import letter
from derman.kernel.folding import fold
from derman.tickets.models import Attachment, Message, Ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def port() -> Iterator[int]:
    """A listener that encrypts nothing."""
    with listening() as number:
        yield number


def _send(port: int, raw: bytes, *, sender: str = "mert@ege.example", to: str = "help@ege.example") -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
        server.sendmail(sender, [to], raw)


def test_what_is_accepted_is_stored(port: int, helpdesk: Mailbox) -> None:
    raw = letter(text="Hello,\n.\n..two dots\nend.").replace(b"\n", b"\r\n")
    _send(port, raw)

    row = IncomingMail.objects.get()
    assert row.state == "stored"
    assert intake.place(row.digest).read_bytes() == raw
    assert not list(intake.folder().glob(".new-*"))


def test_a_mail_is_synced_before_it_gets_its_name(
    port: int, helpdesk: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bool] = []
    real = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(stat.S_ISREG(os.fstat(descriptor).st_mode))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    _send(port, letter())
    # the file itself, then the folders
    assert synced[0] and False in synced[1:]


def test_an_empty_sender_is_accepted_and_noted(port: int, helpdesk: Mailbox) -> None:
    _send(port, letter(), sender="")

    assert IncomingMail.objects.get().null_sender
    jobs.file_waiting()
    assert Message.objects.get().automatic


def test_only_a_dot_between_whole_line_ends_ends_a_mail(port: int, helpdesk: Mailbox) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        talk = client.makefile("rwb")

        def say(line: bytes) -> bytes:
            talk.write(line)
            talk.flush()
            return talk.readline()

        talk.readline()
        assert say(b"HELO x\r\n").startswith(b"250")
        assert say(b"MAIL FROM:<a@ege.example>\r\n").startswith(b"250")
        assert say(b"RCPT TO:<help@ege.example>\r\n").startswith(b"250")
        assert say(b"DATA\r\n").startswith(b"354")
        smuggled = b"Subject: one\r\n\r\nbody\n.\nMAIL FROM:<evil@x.example>\r\n.\nmore\r\n"
        assert say(smuggled + b".\r\n").startswith(b"250")
        assert say(b"QUIT\r\n").startswith(b"221")

    assert intake.place(IncomingMail.objects.get().digest).read_bytes() == smuggled.replace(b"\r\n.\n", b"\r\n\n")


def test_a_mail_that_is_too_big_is_refused_by_its_announced_and_by_its_real_size(
    port: int, helpdesk: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "LIMIT", 100_000)
    with pytest.raises(smtplib.SMTPException, match="552"):
        _send(port, letter(text="x" * 60 + "\n" * 120_000))
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.ehlo()
        assert server.esmtp_features["size"] == "100000"
        assert server.docmd("MAIL", "FROM:<a@ege.example> SIZE=200000")[0] == 552

    assert not IncomingMail.objects.exists()
    assert not list(intake.folder().glob(".new-*"))


def test_a_full_disk_is_answered_with_452(port: int, helpdesk: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(intake.os, "fsync", full)
    with pytest.raises(smtplib.SMTPDataError, match="452"):
        _send(port, letter())
    monkeypatch.undo()
    _send(port, letter())

    assert IncomingMail.objects.count() == 1


def test_a_database_that_is_away_is_answered_with_451(
    port: int, helpdesk: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_arguments: Any, **_more: Any) -> None:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(intake.IncomingMail.objects, "bulk_create", away)
    with pytest.raises(smtplib.SMTPDataError, match="451"):
        _send(port, letter())
    monkeypatch.undo()
    _send(port, letter())

    assert IncomingMail.objects.count() == 1


def test_a_worker_that_cannot_be_woken_ends_no_listener(
    port: int, helpdesk: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the database goes away in the moment after a mail was stored."""

    def broken() -> None:
        raise RuntimeError("nobody there")

    monkeypatch.setattr(intake, "wake_filing", broken)
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
        for subject in ("One", "Two"):
            server.sendmail("mert@ege.example", ["help@ege.example"], letter(subject=subject))

    assert IncomingMail.objects.count() == 2


def test_more_connections_than_the_desk_can_hold_are_asked_to_come_back(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "MOST_CONNECTIONS", 1)
    with smtplib.SMTP("127.0.0.1", port) as first:
        with pytest.raises(smtplib.SMTPConnectError, match="421"):
            smtplib.SMTP("127.0.0.1", port)
        assert first.noop()[0] == 250


def test_a_mail_of_a_client_that_goes_away_leaves_nothing(port: int, helpdesk: Mailbox) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        talk = client.makefile("rwb")
        talk.readline()
        for command in (b"HELO x", b"MAIL FROM:<a@ege.example>", b"RCPT TO:<help@ege.example>", b"DATA"):
            talk.write(command + b"\r\n")
            talk.flush()
            talk.readline()
        talk.write(b"Subject: half\r\n\r\n" + b"x" * 70 + b"\r\n" + b"y" * 900_000)
        talk.flush()
        talk.close()
    _send(port, letter())

    assert IncomingMail.objects.count() == 1
    deadline = time.monotonic() + 5
    while list(intake.folder().glob(".new-*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not list(intake.folder().glob(".new-*"))


def test_thirty_megabytes_come_in_without_their_weight_in_memory(port: int, helpdesk: Mailbox) -> None:
    line = b"QUJD" * 19 + b"\r\n"
    head = (
        b"From: mert@ege.example\r\nTo: help@ege.example\r\nSubject: big\r\nMessage-ID: <big@ege.example>\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=big.bin\r\n"
        b"Content-Disposition: attachment; filename=big.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=120) as client:
        talk = client.makefile("rwb")
        talk.readline()
        for command in (b"HELO x", b"MAIL FROM:<mert@ege.example>", b"RCPT TO:<help@ege.example>", b"DATA"):
            talk.write(command + b"\r\n")
            talk.flush()
            talk.readline()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        talk.write(head)
        for _block in range(400):
            talk.write(line * 1000)
        talk.write(b".\r\n")
        talk.flush()
        assert talk.readline().startswith(b"250")
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert IncomingMail.objects.get().size > 30_000_000
    assert grown < 15_000  # kilobytes
    jobs.file_waiting()
    assert Attachment.objects.get().file.size == 400 * 1000 * 57


HOSTILE = {
    "line ends and NUL in headers": b"From: mert@ege.example\r\nSubject: a\x00b\rBcc: x@y.example\r\n"
    b"\r\nHello\x00 you\r\n",
    "a thousand nested parts": b"From: mert@ege.example\r\nSubject: deep\r\n"
    + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (depth, depth) for depth in range(1000)
    )
    + b"Content-Type: text/plain\r\n\r\ndeep\r\n",
    "no headers": b"\r\nHello\r\n",
    "nothing": b"",
    "only zeros": b"\0" * 100_000,
    "raw bytes in From": b"From: \xff\xfe <mert\xff@ege.example>\r\nSubject: \xc3\x28\r\n\r\n\x80\x81\r\n",
    "a line of a megabyte": b"From: mert@ege.example\r\nSubject: " + b"x" * 1_000_000 + b"\r\n\r\nHello\r\n",
    "ten thousand recipients": b"From: mert@ege.example\r\nCc: "
    + b", ".join(b"p%d@ege.example" % number for number in range(10_000))
    + b"\r\nSubject: many\r\n\r\nHello\r\n",
    "lone surrogates": b"From: =?utf-8?q?=ED=A0=80?= <mert@ege.example>\r\nSubject: =?utf-16?b?2AA=?=\r\n\r\nHello\r\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mails_are_filed_or_wait_for_a_person(port: int, helpdesk: Mailbox, name: str) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
        server.sendmail("mert@ege.example", ["help@ege.example"], HOSTILE[name])
        server.sendmail("mert@ege.example", ["help@ege.example"], letter(subject="after it"))
    jobs.file_waiting()

    hostile, after = IncomingMail.objects.order_by("pk")
    assert hostile.state in ("filed", "quarantined"), hostile.detail
    assert hostile.reason not in ("error", "failed_1", "crashed")
    assert after.state == "filed"
    assert fold(Ticket.objects.latest("pk").subject) == "after it"
