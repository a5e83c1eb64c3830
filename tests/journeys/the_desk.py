"""A whole desk for journeys: `derman run` as people start it, with its own data folder, ports and mail server."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP, default
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from derman.channels.mail.tests.mail_server import bytes_of
from derman.site import postgres

PASSWORD = "a good long password"
DERMAN = [str(Path(sys.executable).parent / "derman")]


_given: set[int] = set()


def free_port() -> int:
    """A port that nothing uses, and that was not given before."""
    while True:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = int(found.getsockname()[1])
        if port not in _given:
            _given.add(port)
            return port


@dataclass
class Post:
    """The mail server of the world outside: keeps what the desk sends."""

    received: list[Envelope] = field(default_factory=list)
    port: int = 0
    full: dict[str, Callable[[bytes], object]] = field(default_factory=dict)  # address → where its bounces go
    away: dict[str, Callable[[EmailMessage], object]] = field(default_factory=dict)  # address → what answers by itself

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.received.append(envelope)
        for address in envelope.rcpt_tos:
            if address in self.away:
                came = message_from_bytes(bytes_of(envelope), policy=default)
                threading.Timer(0.2, self.away[address], [came]).start()
            if address in self.full:
                # as servers do: taken first, and sent back when it cannot be put into the mailbox
                report = self.bounce_of(envelope, address)
                threading.Timer(0.2, self.full[address], [report]).start()
        return "250 OK"

    def bounce_of(self, envelope: Envelope, address: str) -> bytes:
        """The report (RFC 3464) that a mailbox is full, with the header of the mail that came."""
        head = bytes(envelope.content or b"").partition(b"\r\n\r\n")[0]
        report = MIMEMultipart("report", report_type="delivery-status")
        report["From"] = "Mail Delivery System <MAILER-DAEMON@musteri.example>"
        report["To"] = envelope.mail_from
        report["Subject"] = "Undelivered Mail Returned to Sender"
        report["Message-ID"] = f"<{time.time_ns()}@musteri.example>"
        report["Auto-Submitted"] = "auto-replied"
        report.attach(MIMEText(f"I'm sorry to have to inform you that your mail to {address} was not delivered."))
        status = Message()
        status["Reporting-MTA"] = "dns; mail.musteri.example"
        per_recipient = Message()
        per_recipient["Final-Recipient"] = f"rfc822; {address}"
        per_recipient["Action"] = "failed"
        per_recipient["Status"] = "5.2.2"
        per_recipient["Diagnostic-Code"] = "smtp; 552 5.2.2 Mailbox full"
        told = MIMEBase("message", "delivery-status")
        told.set_payload([status, per_recipient])
        report.attach(told)
        header = MIMEBase("text", "rfc822-headers")
        header.set_payload(head.decode("ascii", "replace"))
        report.attach(header)
        return report.as_bytes(policy=SMTP)

    def wait_for(self, address: str, *, beyond: int = 0, timeout: float = 90) -> EmailMessage:
        """The next mail to `address` after the first `beyond` ones."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            found = [mail for mail in self.received if address in mail.rcpt_tos]
            if len(found) > beyond:
                return message_from_bytes(bytes_of(found[beyond]), policy=default)
            time.sleep(0.05)
        raise AssertionError(f"no mail to {address} in {timeout} s; there are {[m.rcpt_tos for m in self.received]}")


@dataclass
class RunningDesk:
    """A desk that runs: its addresses and its mail."""

    url: str
    smtp_port: int
    data: Path
    environment: dict[str, str]
    process: subprocess.Popen[str]
    post: Post
    setup_link: str

    def send(self, mail: EmailMessage | bytes, sender: str, to: str = "destek@ege.example") -> None:
        """Deliver a mail to the desk as a mail server would."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=30) as server:
            server.sendmail(sender, [to], raw)

    def derman(self, *words: str, stdin: str = "") -> str:
        """Run a `derman` command on this desk; returns what it prints."""
        done = subprocess.run(
            [*DERMAN, *words],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def age(self, statement: str, *values: Any) -> None:
        """Let time pass for some rows: what a journey would have to wait for is written as long ago."""
        with psycopg.connect(postgres.start(self.data / "postgres"), autocommit=True) as database:
            assert database.execute(statement, values).rowcount, "nothing was there to grow older"

    def api(self, token: str, path: str, body: Any = None, method: str = "") -> Any:
        """Call the API; returns the parsed answer."""
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            data=json.dumps(body).encode() if body is not None else None,
            method=method or ("POST" if body is not None else "GET"),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


@contextlib.contextmanager
def running_desk(folder: Path, *, mail: bool = True, set_up: bool = True) -> Iterator[RunningDesk]:
    """Start a desk in `folder` with its own PostgreSQL; ends with the block."""
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    port, smtp_port = free_port(), free_port()
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith("DERMAN_") and name != "DATABASE_URL"
        },
        "DERMAN_DATA": str(folder),
        "DERMAN_PORT": str(port),
        "DERMAN_SMTP_PORT": str(smtp_port),
    }
    if mail:
        environment["DERMAN_MAIL_URL"] = f"smtp://127.0.0.1:{controller.port}?tls=none"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    log = (folder / "run.log").open("w")
    process = subprocess.Popen([*DERMAN, "run"], env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout is not None
    try:
        url, link = "", ""
        for line in process.stdout:
            if line.startswith("ready "):
                url = line.split()[1]
            if line.startswith("set up "):
                link = line.split()[2]
            if url and link:
                break
        assert url, (folder / "run.log").read_text()
        desk = RunningDesk(url, smtp_port, folder, environment, process, post, link)
        if set_up:
            desk.derman(
                "setup", "--email", "aylin@ege.example", "--name", "Aylin Su", "--password-stdin",
                "--desk", "Ege Destek",
                stdin=PASSWORD + "\n",
            )  # fmt: skip
        yield desk
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
        controller.stop()
        log.close()


def link_in(mail: EmailMessage) -> str:
    """The link that signs one in."""
    return re.search(r"https?://\S+/accounts/link/\S+?/(?=\s|$)", mail.get_body(("plain",)).get_content())[0]


def mail_from(name: str, address: str, subject: str, text: str, **headers: str) -> EmailMessage:
    """A mail as a person writes it."""
    made = EmailMessage()
    made["From"] = f"{name} <{address}>"
    made["To"] = "destek@ege.example"
    made["Subject"] = subject
    made["Message-ID"] = f"<{time.time_ns()}@{address.partition('@')[2]}>"
    for header, value in headers.items():
        made[header.replace("_", "-")] = value
    made.set_content(text)
    return made
