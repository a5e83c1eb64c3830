"""The worker's part: file what is stored, send what is due. Both safe to run twice, and at the same time."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.models import Q

from derman.channels.mail import intake, sending
from derman.channels.mail.errors import Unfileable
from derman.channels.mail.filing import file_mail
from derman.channels.mail.models import IncomingMail, IncomingState, Mailbox
from derman.kernel import clock, jobs
from derman.kernel.files import DiskFull

log = logging.getLogger("derman.mail")

TRIES = 2  # a mail that failed twice for the same reason waits for a person
CRASHES = 8  # begun so often and never finished: it takes the worker down
AGAIN = timedelta(seconds=5)


@jobs.job("mail.file_waiting", priority=jobs.URGENT)
def file_waiting() -> None:
    """File every stored mail, in order, each in a transaction of its own."""
    while file_next():
        pass


@jobs.job("mail.sweep", every="* * * * * */10", priority=jobs.URGENT)
def sweep() -> None:
    """Whatever a killed process left behind: stored mails, and mails that are due."""
    file_waiting()
    sending.send_due()


@jobs.job("mail.send_due", priority=jobs.URGENT)
def send_due() -> None:
    """Send every mail that is due."""
    sending.send_due()


def file_next() -> bool:
    """File the next stored mail; False when none waits. What cannot be filed waits in quarantine."""
    claimed = _claim()
    if claimed is None:
        return False
    number, attempts = claimed
    with transaction.atomic():
        row = (
            IncomingMail.objects.select_for_update(skip_locked=True)
            .filter(pk=number, state=IncomingState.STORED)
            .first()
        )
        if row is None:
            return True  # another worker was faster
        _file(row, attempts)
        row.save()
    return True


def _claim() -> tuple[int, int] | None:
    """Count that the next mail is begun, so that one which kills its worker is known. Survives the crash itself."""
    with transaction.atomic(), connection.cursor() as cursor:
        # lost in a crash of the database it costs one more try: no sync for this
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(
            "UPDATE mail_incomingmail SET attempts = least(attempts + 1, 1000) WHERE id ="
            " (SELECT id FROM mail_incomingmail WHERE state = 'stored' AND (not_before IS NULL OR not_before <= %s)"
            " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, attempts",
            [clock.now()],
        )
        found = cursor.fetchone()
    return (int(found[0]), int(found[1])) if found else None


def _file(row: IncomingMail, attempts: int) -> None:
    if attempts > CRASHES:
        _quarantine(row, "crashed")
        return
    try:
        with transaction.atomic():
            file_mail(row)
    except Unfileable as error:
        _quarantine(row, error.code, error.detail)
    except DiskFull as error:
        row.state, row.detail = IncomingState.STORED, str(error)
        row.not_before, row.attempts = clock.now() + timedelta(minutes=1), 0
    except DatabaseError as error:
        if connection.connection is None or connection.connection.closed:
            raise
        _again_or_quarantine(row, error)
    except Exception as error:
        _again_or_quarantine(row, error)


def _again_or_quarantine(row: IncomingMail, error: Exception) -> None:
    log.exception("Mail %s could not be filed", row.pk)
    failures = int(row.reason.removeprefix("failed_")) + 1 if row.reason.startswith("failed_") else 1
    detail = f"{type(error).__name__}: {error}"
    if failures >= TRIES:
        _quarantine(row, "error", detail)
        return
    _forget(row)
    row.state, row.reason, row.detail = IncomingState.STORED, f"failed_{failures}", intake.plain(detail)[:500]
    row.not_before = clock.now() + AGAIN


def _quarantine(row: IncomingMail, code: str, detail: str = "") -> None:
    _forget(row)
    row.state, row.reason, row.detail = IncomingState.QUARANTINED, code, intake.plain(detail)[:500]
    row.done_at = clock.now()


def _forget(row: IncomingMail) -> None:
    """Let go of what the failed try had made: it was rolled back."""
    row.ticket = row.filed_as = None
    if row.mailbox_id is not None and not Mailbox.objects.filter(pk=row.mailbox_id).exists():
        row.mailbox = None


@jobs.job("mail.forget_leftovers", every="29 3 * * *", priority=jobs.IDLE)
def forget_leftovers() -> None:
    """Files of mails that were never accepted go after a day; what the ledger knows stays."""
    limit = time.time() - 86_400
    for path in intake.folder().glob(".new-*"):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
    for part in intake.folder().glob("??"):
        old = {path.stem: path for path in part.glob("*.eml") if path.stat().st_mtime < limit}
        known = set(IncomingMail.objects.filter(Q(digest__in=old)).values_list("digest", flat=True))
        for digest in old.keys() - known:
            old[digest].unlink(missing_ok=True)
