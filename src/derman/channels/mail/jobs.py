"""The worker's part: file what is stored, send what is due. Both safe to run twice, and at the same time."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.models import Q

from derman.channels.mail import begun, intake, sending
from derman.channels.mail.errors import Unfileable
from derman.channels.mail.filing import file_mail
from derman.channels.mail.models import (
    IncomingMail,
    IncomingState,
    Mailbox,
    OutgoingKind,
    OutgoingMail,
    OutgoingState,
)
from derman.kernel import clock, jobs, sql
from derman.kernel.files import DiskFull

log = logging.getLogger("derman.mail")

TRIES = 2  # a mail that failed twice for the same reason waits for a person
CRASHES = 8  # begun so often and never finished: it takes the worker down
AGAIN = timedelta(seconds=5)
OUTCOME = (
    *("mailbox", "sender", "subject", "content", "state", "reason", "detail", "ticket", "filed_as"),
    *("not_before", "done_at", "sender_proof", "findings"),
)


class Desks:
    """How many threads of this process file at once: more gain nothing, and would keep other work waiting."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._taken = 0
        self._again = False

    def take(self) -> bool:
        """Begin to file; False where enough do, who then look once more before they stop."""
        with self._lock:
            if self._taken >= self.most:
                self._again = True
                return False
            self._taken += 1
            return True

    def leave(self) -> bool:
        """Stop to file; False, and stay, where somebody came meanwhile, whose mail the last look may have missed."""
        with self._lock:
            if self._again:
                self._again = False
                return False
            self._taken -= 1
            return True


_desks = Desks(3)  # of four threads: one stays for everything else


@jobs.job("mail.file_waiting", priority=jobs.URGENT)
def file_waiting() -> None:
    """File every stored mail, in order, each in a transaction of its own."""
    if not _desks.take():
        return
    try:
        begun.count_crashes()
        with sql.kept_plans():
            while file_next() or not _desks.leave():
                pass
    except BaseException:
        while not _desks.leave():
            pass
        raise


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
    row: IncomingMail | None = None
    with begun.mark() as mark:
        try:
            with transaction.atomic():
                row = _next()
                if row is None:
                    return False
                mark(row.pk)
                if row.attempts >= CRASHES:
                    raise Unfileable("crashed")
                file_mail(row)
                sql.update(row, OUTCOME)
        except (Unfileable, DiskFull) as error:
            _put_aside(row, error)
        except Exception as error:
            if row is None or _database_is_away(error):
                raise
            log.exception("Mail %s could not be filed", row.pk)
            _put_aside(row, error)
    return True


# a copy of the same mail, come another way, waits here until the first one is filed, and is then seen to be one
_NEXT = (
    "WITH next AS MATERIALIZED (SELECT * FROM mail_incomingmail"
    " WHERE state = 'stored' AND (not_before IS NULL OR not_before <= %s)"
    " ORDER BY turn, id LIMIT 1 FOR UPDATE SKIP LOCKED) SELECT *, pg_advisory_xact_lock("
    "hashtext('derman.mail.twins'), hashtext(CASE WHEN message_id <> '' THEN message_id_hash END)) FROM next"
)


def _next() -> IncomingMail | None:
    """The mail whose turn it is and that no other worker has, locked: a flood waits behind single mails."""
    # raw, because it runs for every mail and building it costs more than running it
    return next(iter(IncomingMail.objects.raw(_NEXT, [clock.now()])), None)


def _database_is_away(error: Exception) -> bool:
    return isinstance(error, DatabaseError) and not connection.is_usable()


def _put_aside(row: IncomingMail | None, error: Exception) -> None:
    """Note, after everything else was rolled back, why a mail could not be filed."""
    assert row is not None
    with transaction.atomic():
        fresh = (
            IncomingMail.objects.select_for_update(skip_locked=True)
            .filter(pk=row.pk, state=IncomingState.STORED)
            .first()
        )
        if fresh is None:
            return
        fresh.sender, fresh.subject, fresh.content = row.sender, row.subject, row.content
        if row.mailbox_id is not None and Mailbox.objects.filter(pk=row.mailbox_id).exists():
            fresh.mailbox_id = row.mailbox_id
        if isinstance(error, DiskFull):
            fresh.detail, fresh.not_before = str(error), clock.now() + timedelta(minutes=1)
        elif isinstance(error, Unfileable):
            _quarantine(fresh, error.code, error.detail)
        else:
            _again_or_quarantine(fresh, error)
        fresh.save(update_fields=OUTCOME)


def _again_or_quarantine(row: IncomingMail, error: Exception) -> None:
    failures = int(row.reason.removeprefix("failed_")) + 1 if row.reason.startswith("failed_") else 1
    detail = f"{type(error).__name__}: {error}"
    if failures >= TRIES:
        _quarantine(row, "error", detail)
        return
    row.state, row.reason, row.detail = IncomingState.STORED, f"failed_{failures}", intake.plain(detail)[:500]
    row.not_before = clock.now() + AGAIN


def _quarantine(row: IncomingMail, code: str, detail: str = "") -> None:
    row.state, row.reason, row.detail = IncomingState.QUARANTINED, code, intake.plain(detail)[:500]
    row.done_at = clock.now()


@jobs.job("mail.forget_leftovers", every="29 3 * * *", priority=jobs.IDLE)
def forget_leftovers() -> None:
    """Files of mails that were never accepted go after a day; what the ledger knows stays."""
    stuck = OutgoingMail.objects.filter(kind=OutgoingKind.TEST, state=OutgoingState.SENDING)
    stuck.filter(created_at__lt=clock.now() - timedelta(hours=1)).update(state=OutgoingState.FAILED)
    limit = time.time() - 86_400
    for path in intake.folder().glob(".new-*"):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
    for part in intake.folder().glob("??"):
        old = {path.stem: path for path in part.glob("*.eml") if path.stat().st_mtime < limit}
        known = set(IncomingMail.objects.filter(Q(digest__in=old)).values_list("digest", flat=True))
        for digest in old.keys() - known:
            old[digest].unlink(missing_ok=True)
