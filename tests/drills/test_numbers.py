"""Kill -9 in PostgreSQL while mails are filed: a number that somebody has seen stays that of the same ticket.

`DRILL_KILLS` says how many times something is killed.
"""

from __future__ import annotations

import random
import smtplib
import threading
import time
from email.message import EmailMessage

import psycopg
import pytest

from derman.site import postgres
from tests.drills.test_kill import KILLS, KilledDesk, _filed
from tests.drills.test_kill import desk as desk

pytestmark = pytest.mark.drill

BURST = 40  # mails that lie there at once, so that nothing but their filing is written when the kill comes


class Reader(threading.Thread):
    """Somebody who looks at the newest tickets, all the time."""

    def __init__(self, database: str) -> None:
        super().__init__()
        self.database = database
        self.stopping = threading.Event()
        self.seen: dict[int, str] = {}
        self.changed: list[tuple[int, str, str]] = []

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                with psycopg.connect(self.database, autocommit=True, connect_timeout=5) as connection:
                    while not self.stopping.is_set():
                        self._look(connection)
            except psycopg.OperationalError:
                time.sleep(0.02)

    def _look(self, connection: psycopg.Connection) -> None:
        newest = connection.execute(
            "SELECT number, subject FROM tickets_ticket ORDER BY number DESC LIMIT 5"
        ).fetchall()
        for number, subject in newest:
            if self.seen.setdefault(number, subject) != subject:
                self.changed.append((number, self.seen[number], subject))
        time.sleep(0.002)


def _send(port: int, marks: list[str]) -> list[str]:
    """Send as many as the desk takes; gives those that it took."""
    taken: list[str] = []
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as server:
            for mark in marks:
                mail = EmailMessage()
                mail["From"], mail["To"] = f"{mark}@ege.example", "help@ege.example"
                mail["Subject"], mail["Message-ID"] = f"Drill {mark}", f"<{mark}@ege.example>"
                mail.set_content(f"Hello,\n\nthis is {mark}.\n")
                server.sendmail("sender@ege.example", ["help@ege.example"], mail.as_bytes())
                taken.append(mark)
    except (OSError, smtplib.SMTPException):
        time.sleep(0.5)  # what was killed is being started again
    return taken


def test_a_number_that_was_seen_stays_that_of_its_ticket(desk: KilledDesk) -> None:
    database = postgres.start(desk.folder / "postgres")
    reader = Reader(database)
    reader.start()
    taken: list[str] = []
    try:
        for kill in range(KILLS):
            deadline = time.monotonic() + 30
            new: list[str] = []
            while not new and time.monotonic() < deadline:
                new = _send(desk.smtp_port, [f"mark-{kill}-{number}" for number in range(BURST)])
            taken += new
            before = len(reader.seen)
            while len(reader.seen) == before and time.monotonic() < deadline:
                time.sleep(0.005)
            time.sleep(random.uniform(0, 0.3))
            desk.kill_in_database()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if not _filed(database)[0]:
                    break
            except psycopg.OperationalError:
                pass  # it is beginning anew
            time.sleep(0.5)
    finally:
        reader.stopping.set()
        reader.join()
    waiting, filed, others = _filed(database)
    with psycopg.connect(database) as connection:
        tickets = dict(connection.execute("SELECT number, subject FROM tickets_ticket").fetchall())
    lost = {number: subject for number, subject in reader.seen.items() if tickets.get(number) != subject}
    print(
        f"\n{KILLS} kills, {len(taken)} mails accepted, {len(tickets)} tickets, {len(reader.seen)} numbers seen,"
        f" {len(lost)} not theirs any more"
    )
    assert waiting == 0
    assert sorted(set(taken) - filed.keys()) == [], others
    assert {mark: times for mark, times in filed.items() if times != 1} == {}
    assert len(reader.seen) > KILLS
    assert lost == {}
    assert reader.changed == []
