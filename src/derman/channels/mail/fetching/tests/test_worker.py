"""The worker fetches: real processes, real deaths."""

from __future__ import annotations

import signal
import time

import psycopg

from derman.channels.mail.fetching.tests.looks import numbered
from derman.kernel import secrets
from tests.clones import Clone
from tests.dovecot import PASSWORD, Mails, running_dovecot

IDS = "SELECT count(*) FROM mail_incomingmail"
STATE = "SELECT {} FROM mail_fetching_mailboxsource WHERE id = %s"
KEY = "a key of the tests that is long enough"


def fetches(clone: Clone, mails: Mails, *, password: str = PASSWORD, address: str = "help@ege.example") -> int:
    """A mailbox of the desk that is fetched from `mails`; its source's id."""
    from django.test import override_settings

    clone.environment["DERMAN_SECRET_KEY"] = KEY
    with override_settings(SECRET_KEY=KEY):
        sealed = secrets.encrypt(password)
    with psycopg.connect(clone.url, autocommit=True) as database:
        box = database.execute(
            "INSERT INTO mail_mailbox (address, folded, name, language, auto_reply, auto_reply_texts, signature, host,"
            ' port, encryption, "user", password_encrypted, is_default, active, created_at)'
            " VALUES (%(a)s, %(a)s, '', '', false, '{}', '', '', 587, 'starttls', '', '', false, true, now())"
            " RETURNING id",
            {"a": address},
        ).fetchone()
        source = database.execute(
            'INSERT INTO mail_fetching_mailboxsource (mailbox_id, arrival, host, port, encryption, sign_in, "user",'
            " password_encrypted, folder, afterwards, move_to, days, skip_existing, revision, failures, problem,"
            " particulars, told) VALUES (%s, 'imap', '127.0.0.1', %s, 'none', 'password', %s, %s, 'INBOX', 'leave', '',"
            " 30, false, 1, 0, '', '{}', false) RETURNING id",
            [box[0], mails.server.imap_port, mails.user, sealed],
        ).fetchone()
    return int(source[0])


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
    mails.deliver(*numbered(*range(150)))
    for wanted in (1, 50, 90):
        with clone.process("worker") as worker:
            clone.wait_for(f"SELECT ({IDS}) >= {wanted}")
            worker.kill()
            worker.wait()
    with clone.process("worker"):
        clone.wait_for("SELECT (SELECT count(*) FROM mail_fetching_fetchedmail) = 150")
        clone.wait_for("SELECT NOT EXISTS (SELECT 1 FROM mail_incomingmail WHERE state = 'stored')", timeout=60)
    assert clone.one(IDS) == 150
    assert clone.one("SELECT count(*) FROM tickets_ticket") == 150


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


def test_a_server_that_comes_back_is_fetched_from_again(clone: Clone) -> None:
    with running_dovecot() as server:
        own = server.mailbox()
        source = fetches(clone, own)
        with clone.process("worker"):
            clone.wait_for(STATE.format("looked_at IS NOT NULL"), source)
            server.stop()
            clone.wait_for(STATE.format("failures > 0"), source)
            own.deliver(*numbered(1))
            server.start()
            clone.wait_for(f"SELECT ({IDS}) = 1", timeout=40)
            clone.wait_for(STATE.format("failures = 0"), source)
