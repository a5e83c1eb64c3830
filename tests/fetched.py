"""A mailbox that a desk fetches from, put straight into its database: for tests with processes of their own."""

from __future__ import annotations

import psycopg
from django.test import override_settings

from derman.kernel import secrets
from tests.dovecot import PASSWORD, Mails


def fetch_from(
    database: str,
    key: str,
    mails: Mails,
    *,
    password: str = PASSWORD,
    address: str = "help@ege.example",
    afterwards: str = "leave",
) -> int:
    """Have the desk with this database and secret key fetch from `mails` by IMAP; gives the source's id."""
    with override_settings(SECRET_KEY=key):
        sealed = secrets.encrypt(password)
    with psycopg.connect(database, autocommit=True) as connection:
        box = connection.execute(
            "INSERT INTO mail_mailbox (address, folded, name, language, auto_reply_when, auto_reply_texts,"
            ' host, port, encryption, "user", password_encrypted, is_default, active, created_at)'
            " VALUES (%(a)s, %(a)s, '', '', 'never', '{}', '', 587, 'starttls', '', '', false, true, now())"
            " RETURNING id",
            {"a": address},
        ).fetchone()
        assert box is not None
        source = connection.execute(
            "INSERT INTO mail_fetching_mailboxsource (mailbox_id, arrival, host, port, encryption, sign_in,"
            ' "user", password_encrypted, folder, afterwards, move_to, days, skip_existing, revision, failures,'
            " problem, particulars, told) VALUES (%s, 'imap', '127.0.0.1', %s, 'none', 'password', %s, %s, 'INBOX', %s,"
            " '', 30, false, 1, 0, '', '{}', false) RETURNING id",
            [box[0], mails.server.imap_port, mails.user, sealed, afterwards],
        ).fetchone()
    assert source is not None
    return int(source[0])
