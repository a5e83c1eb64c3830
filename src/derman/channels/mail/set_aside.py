"""Mails that could not be filed: each waits for another try, or in quarantine for a person, with the reason."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import Error as DatabaseError
from django.db import connection, transaction

from derman.channels.mail.errors import NotYet, Unfileable
from derman.channels.mail.intake import plain
from derman.channels.mail.models import IncomingMail, IncomingState, Mailbox
from derman.kernel import clock, jobs
from derman.kernel.files import DiskFull

log = logging.getLogger("derman.mail")

TRIES = 2  # a mail that failed twice for the same reason waits for a person
AGAIN = timedelta(seconds=5)
AFTER_OTHERS = timedelta(seconds=2)
WRITTEN = ("mailbox", "sender", "subject", "content", "state", "reason", "detail", "not_before", "done_at")


@contextmanager
def kept_apart(row: IncomingMail) -> Iterator[None]:
    """What goes wrong with one mail concerns no other: it waits for another try, or in quarantine."""
    try:
        yield
    except NotYet:
        waiting = IncomingMail.objects.filter(pk=row.pk, state=IncomingState.STORED)
        waiting.update(not_before=clock.now() + AFTER_OTHERS)
        from derman.channels.mail.jobs import file_waiting

        jobs.enqueue(file_waiting, at=clock.now() + AFTER_OTHERS)
    except (Unfileable, DiskFull) as error:
        _put_aside(row, error)
    except Exception as error:
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise
        log.exception("Mail %s could not be filed", row.pk)
        _put_aside(row, error)


def _put_aside(row: IncomingMail, error: Exception) -> None:
    """Note, after everything else was rolled back, why a mail could not be filed."""
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
        fresh.save(update_fields=WRITTEN)


def _again_or_quarantine(row: IncomingMail, error: Exception) -> None:
    failures = int(row.reason.removeprefix("failed_")) + 1 if row.reason.startswith("failed_") else 1
    detail = f"{type(error).__name__}: {error}"
    if failures >= TRIES:
        _quarantine(row, "error", detail)
        return
    row.state, row.reason, row.detail = IncomingState.STORED, f"failed_{failures}", plain(detail)[:500]
    row.not_before = clock.now() + AGAIN


def _quarantine(row: IncomingMail, code: str, detail: str = "") -> None:
    row.state, row.reason, row.detail = IncomingState.QUARANTINED, code, plain(detail)[:500]
    row.done_at = clock.now()
