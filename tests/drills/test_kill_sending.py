"""Kill -9 while mail leaves: nothing in the outbox is lost, and what leaves twice does so under one Message-ID.

Each mail that comes makes one that goes, the auto-reply. `DRILL_KILLS` says how many times something is killed.
"""

from __future__ import annotations

import collections
import email
import random
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller

from derman.site import postgres
from tests.drills.test_kill import KILLS, KilledDesk, Sender, _filed
from tests.journeys.the_desk import free_port

pytestmark = pytest.mark.drill

NUMBER = re.compile(r"\[#(\d+)\]")


class Outside:
    """The mail server of those who are answered: what it took, as (recipient, Message-ID), and what it said."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self.told: set[tuple[str, int]] = set()  # whom, and which number they were told

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = email.message_from_bytes(envelope.content)
        self.taken += [(address, str(mail["Message-ID"]).strip("<> ")) for address in envelope.rcpt_tos]
        if number := NUMBER.search(str(make_header(decode_header(mail["Subject"])))):
            self.told.update((address, int(number[1])) for address in envelope.rcpt_tos)
        return "250 OK"


class Asker(Sender):
    """Each of its mails is from somebody else, so that each is answered."""

    def _mail(self, mark: str, count: int) -> bytes:
        mail = EmailMessage()
        mail["From"] = f"{mark}@ege.example"
        mail["To"] = "help@ege.example"
        mail["Subject"] = f"Drill {mark}"
        mail["Message-ID"] = f"<{mark}@ege.example>"
        mail.set_content(f"Hello,\n\nthis is {mark}.\n")
        return mail.as_bytes()


@pytest.fixture
def outside() -> Iterator[tuple[Outside, int]]:
    server, port = Outside(), free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    yield server, port
    controller.stop()


@pytest.fixture
def desk(outside: tuple[Outside, int]) -> Iterator[KilledDesk]:
    folder = Path(tempfile.mkdtemp(prefix="derman-kill-"))
    folder.chmod(0o755)
    made = KilledDesk(folder, mail_url=f"smtp://127.0.0.1:{outside[1]}")
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _unsent(database: str) -> int:
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT count(*) FROM mail_outgoingmail WHERE state IN ('waiting', 'sending')"
        ).fetchone()
    assert found is not None
    return int(found[0])


def test_every_answer_leaves_and_under_one_message_id(desk: KilledDesk, outside: tuple[Outside, int]) -> None:
    server, _port = outside
    stopping = threading.Event()
    askers = [Asker(number, desk.smtp_port, stopping) for number in range(2)]
    for asker in askers:
        asker.start()
    try:
        for kill in range(KILLS):
            time.sleep(random.uniform(0.5, 2.5))
            desk.kill(kill)
        time.sleep(2)
    finally:
        stopping.set()
        for asker in askers:
            asker.join(timeout=60)
    accepted = {mark for asker in askers for mark in asker.accepted}
    database = postgres.start(desk.folder / "postgres")
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and (_filed(database)[0] or _unsent(database)):
        time.sleep(1)

    with psycopg.connect(database) as connection:
        rows = connection.execute(
            "SELECT header_id, \"to\"[1], state, interrupted FROM mail_outgoingmail WHERE kind = 'auto_reply'"
        ).fetchall()
        tickets = connection.execute("SELECT number, subject FROM tickets_ticket").fetchall()
    of_ticket = {number: subject.removeprefix("Drill ") + "@ege.example" for number, subject in tickets}
    taken = collections.Counter(server.taken)
    twice = sum(times - 1 for times in taken.values())
    print(f"\n{KILLS} kills, {len(accepted)} mails accepted, {len(rows)} answers, {len(taken)} taken, {twice} twice")
    assert len(accepted) > KILLS
    assert {f"{mark}@ege.example" for mark in accepted} - {to for _id, to, _state, _times in rows} == set()
    # sent, or a person was told that it is not known: never sent and forgotten
    assert [row for row in rows if row[2] == "sent" and (row[1], row[0]) not in taken] == []
    assert [row for row in rows if row[2] != "sent" and not (row[2] == "failed" and row[3])] == []
    # what left is about a ticket that is still there, and still theirs
    assert taken.keys() - {(to, header) for header, to, _state, _times in rows} == set()
    assert {address for address, _number in server.told} == {address for address, _id in taken}
    assert [(address, number) for address, number in server.told if of_ticket.get(number) != address] == []
    # one Message-ID for each who was answered, however often it was sent
    assert max(collections.Counter(address for address, _id in taken).values()) == 1
