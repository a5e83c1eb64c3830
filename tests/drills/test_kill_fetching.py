"""Kill -9 while mail is fetched: every mail that lay in the mailbox is a ticket, exactly once, and gone from there.

The mail server goes down as well now and then. `DRILL_KILLS` says how many times something is killed.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest

from derman.site import postgres
from tests.dovecot import Mails, running_dovecot
from tests.drills.test_kill import KILLS, KilledDesk, _filed
from tests.fetched import fetch_from

pytestmark = pytest.mark.drill

PAUSE = 0.05  # seconds between two mails
MOST_LEFT = 150  # mails that lie in the mailbox: no more come before the desk, which is being killed, has fetched some
STILL = 180  # seconds in which something must move while the desk comes to rest


@pytest.fixture
def mails() -> Iterator[Mails]:
    with running_dovecot() as server:
        yield server.mailbox()


@pytest.fixture
def desk(mails: Mails) -> Iterator[KilledDesk]:
    """A desk that fetches from `mails` and deletes there what it has."""
    folder = Path(tempfile.mkdtemp(prefix="derman-kill-"))
    folder.chmod(0o755)
    made = KilledDesk(folder)
    try:
        made.start()
        key = (folder / "secret.key").read_text().strip()
        fetch_from(postgres.start(folder / "postgres"), key, mails, afterwards="delete")
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Deliverer(threading.Thread):
    """The mail server's other side: mails come, one after the other."""

    def __init__(self, mails: Mails, stopping: threading.Event) -> None:
        super().__init__()
        self.mails = mails
        self.stopping = stopping
        self.marks: list[str] = []

    def run(self) -> None:
        while not self.stopping.wait(PAUSE):
            if len(self.marks) % 10 == 0 and self.mails.count() >= MOST_LEFT:
                self.stopping.wait(0.5)
                continue
            mark = f"mark-9-{len(self.marks) + 1}"
            mail = EmailMessage()
            mail["From"] = f"sender{len(self.marks) % 7}@ege.example"
            mail["To"] = "help@ege.example"
            mail["Subject"] = f"Drill {mark}"
            mail["Message-ID"] = f"<{mark}@ege.example>"
            mail.set_content(f"Hello,\n\nthis is {mark}.\n")
            self.mails.deliver(mail.as_bytes())
            self.marks.append(mark)


def test_every_mail_of_the_mailbox_is_filed_exactly_once(desk: KilledDesk, mails: Mails) -> None:
    stopping = threading.Event()
    deliverer = Deliverer(mails, stopping)
    deliverer.start()
    try:
        for kill in range(KILLS):
            time.sleep(random.uniform(0.5, 2.5))
            if kill % 7 == 6:
                mails.server.stop()
                mails.server.start()
            desk.kill(kill)
    finally:
        stopping.set()
        deliverer.join()
    # the desk comes to rest: everything is fetched and deleted on the server, then filed
    database = postgres.start(desk.folder / "postgres")
    begun = time.monotonic()
    _until_none(mails.count)
    fetched = time.monotonic() - begun
    _until_none(lambda: _waiting(database))
    print(f"\nfetched after {fetched:.0f} s, filed after {time.monotonic() - begun:.0f} s")
    _left, filed, others = _filed(database)
    print(f"\n{KILLS} kills, {len(deliverer.marks)} mails delivered, {len(filed)} filed")
    assert len(deliverer.marks) > KILLS
    assert sorted(set(deliverer.marks) - filed.keys()) == [], others
    assert {mark: times for mark, times in filed.items() if times != 1} == {}
    assert mails.count() == 0
    with psycopg.connect(database) as connection:
        told = connection.execute("SELECT failures FROM mail_fetching_mailboxsource").fetchone()
    assert told == (0,)


def _until_none(count: Callable[[], int]) -> None:
    """Wait until `count` gives 0, for as long as it falls: a loaded machine is slow, and a broken desk stands still."""
    left, moved = count(), time.monotonic()
    while left and time.monotonic() - moved < STILL:
        time.sleep(0.5)
        if (now := count()) != left:
            left, moved = now, time.monotonic()


def _waiting(database: str) -> int:
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT count(*) FROM mail_incomingmail WHERE state = 'stored'").fetchone()
    assert found is not None
    return int(found[0])
