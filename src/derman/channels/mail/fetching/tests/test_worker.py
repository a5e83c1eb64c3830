"""The worker fetches: real processes, real deaths."""

from __future__ import annotations

import signal
import time

import psycopg

from derman.channels.mail.fetching.tests.looks import numbered
from tests.clones import Clone
from tests.dovecot import Mails
from tests.fetched import fetch_from

IDS = "SELECT count(*) FROM mail_incomingmail"
STATE = "SELECT {} FROM mail_fetching_mailboxsource WHERE id = %s"
KEY = "a key of the tests that is long enough"


def fetches(clone: Clone, mails: Mails, **settings: str) -> int:
    """The clone's desk fetches from `mails`; the id of the source."""
    clone.environment["DERMAN_SECRET_KEY"] = KEY
    return fetch_from(clone.url, KEY, mails, **settings)


def test_a_worker_fetches_and_files_and_ends_at_once(clone: Clone, mails: Mails) -> None:
    fetches(clone, mails)
    mails.deliver(*numbered(1))
    with clone.process("worker") as worker:
        clone.wait_for("SELECT 1 FROM mail_incomingmail WHERE state = 'filed'")
        mails.deliver(*numbered(2))
        clone.wait_for(f"SELECT ({IDS}) = 2", timeout=10)
        begun = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=5) == 0
        assert time.monotonic() - begun < 4


def test_a_worker_that_is_killed_again_and_again_loses_and_doubles_nothing(clone: Clone, mails: Mails) -> None:
    fetches(clone, mails)
    mails.deliver(*numbered(*range(80)))
    for wanted in (1, 40):
        with clone.process("worker") as worker:
            clone.wait_for(f"SELECT ({IDS}) >= {wanted}")
            worker.kill()
            worker.wait()
    with clone.process("worker"):
        clone.wait_for("SELECT (SELECT count(*) FROM mail_fetching_fetchedmail) = 80")
        clone.wait_for("SELECT NOT EXISTS (SELECT 1 FROM mail_incomingmail WHERE state = 'stored')", timeout=60)
    assert clone.one(IDS) == 80
    assert clone.one("SELECT count(*) FROM tickets_ticket") == 80


def test_two_workers_share_the_mailboxes_and_one_takes_over(clone: Clone, mails: Mails) -> None:
    fetches(clone, mails)
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 7265003 AND granted"
    with clone.process("worker") as one:
        clone.wait_for(f"SELECT ({held}) = 1")
        with clone.process("worker"):
            mails.deliver(*numbered(1))
            clone.wait_for(f"SELECT ({IDS}) = 1")
            one.kill()
            one.wait()
            mails.deliver(*numbered(2))
            clone.wait_for(f"SELECT ({IDS}) = 2", timeout=20)


def test_a_mailbox_that_fails_stops_no_other_and_settings_count_at_once(
    clone: Clone, mails: Mails, dovecot: object
) -> None:
    broken = fetches(clone, mails.server.mailbox(), password="wrong", address="other@ege.example")
    fetches(clone, mails)
    mails.deliver(*numbered(1))
    with clone.process("worker"):
        clone.wait_for(STATE.format("problem = 'wrong_password'"), broken)
        clone.wait_for(f"SELECT ({IDS}) = 1")
        good = clone.one("SELECT password_encrypted FROM mail_fetching_mailboxsource WHERE id <> %s", broken)
        with psycopg.connect(clone.url, autocommit=True) as database:
            database.execute(
                "UPDATE mail_fetching_mailboxsource SET password_encrypted = %s, revision = 2 WHERE id = %s",
                [good, broken],
            )
        clone.wait_for(STATE.format("failures = 0 AND looked_at IS NOT NULL"), broken)
