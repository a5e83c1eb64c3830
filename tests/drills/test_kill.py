"""Kill -9 under a stream of mails: every mail that got its `250` is a ticket or message, exactly once.

`DRILL_KILLS` says how many times something is killed: 20, or 5 with `DERMAN_DRILL_SIZE=small`.
"""

from __future__ import annotations

import collections
import contextlib
import os
import random
import re
import shutil
import signal
import smtplib
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest

from derman.site import postgres
from tests.journeys.the_desk import DERMAN, free_port

SMALL = os.environ.get("DERMAN_DRILL_SIZE") == "small"
KILLS = int(os.environ.get("DRILL_KILLS", "5" if SMALL else "20"))
SENDERS = 3
PAUSE = 0.1  # seconds between two mails of one sender, so that the drill does not eat the machine
MARK = re.compile(r"mark-\d+-\d+")

pytestmark = pytest.mark.drill


class KilledDesk:
    """`derman run` in a folder, to be killed and started again on the same ports."""

    def __init__(self, folder: Path, *, mail_url: str = "", database_url: str = "") -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.smtp_port = free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DERMAN_")},
            "DERMAN_DATA": str(folder),
            "DERMAN_PORT": str(free_port()),
            "DERMAN_SMTP_PORT": str(self.smtp_port),
        }
        if mail_url:
            self.environment["DERMAN_MAIL_URL"] = mail_url
        self.environment.pop("DATABASE_URL", None)
        if database_url:
            self.environment["DATABASE_URL"] = database_url
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start everything and wait until the desk says that it is ready."""
        log = (self.folder / "run.log").open("a")
        self.process = subprocess.Popen(
            [*DERMAN, "run"], env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("ready "):
                return
        raise AssertionError((self.folder / "run.log").read_text()[-3000:])

    def parts(self) -> list[int]:
        """The processes below `derman run`."""
        assert self.process is not None
        return [pid for pid, parent in _parents() if parent == self.process.pid]

    def kill_one(self) -> None:
        """Kill a part; `derman run` starts it again."""
        if parts := self.parts():
            _kill(random.choice(parts))

    def kill_in_database(self) -> None:
        """Kill a process of PostgreSQL, which begins anew from what is on the disk."""
        postmaster = self._postmaster()
        if children := [pid for pid, parent in _parents() if parent == postmaster]:
            _kill(random.choice(children))

    def kill(self, count: int) -> None:
        """Kill something: in turn a part, a process of PostgreSQL, everything, a part, and `derman run` itself."""
        (self.kill_one, self.kill_in_database, self.kill_all, self.kill_one, self.kill_parent)[count % 5]()

    def _postmaster(self) -> int:
        return int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])

    def kill_parent(self) -> None:
        """Kill only `derman run` itself, and start it again at once."""
        assert self.process is not None
        _kill(self.process.pid)
        self.process.wait()
        self.start()

    def kill_all(self) -> None:
        """Kill every process of the desk, its PostgreSQL too, and start it again."""
        assert self.process is not None
        postmaster = self._postmaster()
        for pid in [self.process.pid, *self.parts(), postmaster]:
            _kill(pid)
        self.process.wait()
        # a process that is being buried still looks alive to whoever starts PostgreSQL
        deadline = time.monotonic() + 10
        while Path(f"/proc/{postmaster}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.start()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=15)
        for pid in self.parts():
            _kill(pid)
        postgres.stop(self.folder / "postgres")


def _parents() -> Iterator[tuple[int, int]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            yield int(path.parent.name), int(path.read_text().rpartition(")")[2].split()[1])


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


class Sender(threading.Thread):
    """A mail server that sends one mail after the other, and each again until it hears `250`."""

    def __init__(self, number: int, port: int, stopping: threading.Event) -> None:
        super().__init__()
        self.number = number
        self.port = port
        self.stopping = stopping
        self.accepted: list[str] = []
        self.tries = 0

    def run(self) -> None:
        count = 0
        while not self.stopping.is_set():
            count += 1
            mark = f"mark-{self.number}-{count}"
            raw = self._mail(mark, count)
            while not self._deliver(raw):
                if self.stopping.is_set():
                    return
                time.sleep(0.2)
            self.accepted.append(mark)
            time.sleep(PAUSE)

    def _mail(self, mark: str, count: int) -> bytes:
        mail = EmailMessage()
        mail["From"] = f"sender{self.number}.{count % 7}@ege.example"
        mail["To"] = "help@ege.example"
        mail["Subject"] = f"Drill {mark}"
        mail["Message-ID"] = f"<{mark}@ege.example>"
        if count > 7 and count % 3 == 0:
            mail["References"] = f"<mark-{self.number}-{count - 7}@ege.example>"
        mail.set_content(f"Hello,\n\nthis is {mark}.\n")
        return mail.as_bytes()

    def _deliver(self, raw: bytes) -> bool:
        self.tries += 1
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as server:
                server.sendmail("sender@ege.example", ["help@ege.example"], raw)
            return True
        except (OSError, smtplib.SMTPException):
            return False


@pytest.fixture
def desk() -> Iterator[KilledDesk]:
    folder = Path(tempfile.mkdtemp(prefix="derman-kill-"))
    folder.chmod(0o755)
    made = KilledDesk(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _filed(database: str) -> tuple[int, collections.Counter[str], list[tuple[str, str]]]:
    """How many mails are not filed yet, how often each mark stands in a message, and the rows that are not filed."""
    with psycopg.connect(database) as connection:
        waiting = connection.execute("SELECT count(*) FROM mail_incomingmail WHERE state = 'stored'").fetchone()
        texts = connection.execute("SELECT text FROM tickets_message WHERE text LIKE '%mark-%'").fetchall()
        others = connection.execute("SELECT state, reason FROM mail_incomingmail WHERE state <> 'filed'").fetchall()
    assert waiting is not None
    return waiting[0], collections.Counter(mark for (text,) in texts for mark in MARK.findall(text)), others


def test_every_accepted_mail_is_filed_exactly_once(desk: KilledDesk) -> None:
    stopping = threading.Event()
    senders = [Sender(number, desk.smtp_port, stopping) for number in range(SENDERS)]
    for sender in senders:
        sender.start()
    try:
        for kill in range(KILLS):
            time.sleep(random.uniform(0.5, 2.5))
            desk.kill(kill)
        time.sleep(2)
    finally:
        stopping.set()
        for sender in senders:
            sender.join(timeout=60)
    accepted = {mark for sender in senders for mark in sender.accepted}

    database = postgres.start(desk.folder / "postgres")
    deadline = time.monotonic() + 120
    waiting, filed, others = _filed(database)
    while waiting and time.monotonic() < deadline:
        time.sleep(1)
        waiting, filed, others = _filed(database)

    print(
        f"\n{KILLS} kills, {len(accepted)} mails accepted in {sum(sender.tries for sender in senders)} tries,"
        f" {len(filed)} filed, {sum(filed.values())} messages"
    )
    assert len(accepted) > KILLS
    assert sorted(accepted - filed.keys()) == [], others
    assert {mark: times for mark, times in filed.items() if times != 1} == {}
