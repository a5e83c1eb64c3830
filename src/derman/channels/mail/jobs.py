"""The worker's part: file what is stored, send what is due. Both safe to run twice, and at the same time."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta

from django.db.models import Q

from derman.channels.mail import begun, intake, sending
from derman.channels.mail.filing_rounds import Filer
from derman.channels.mail.models import (
    IncomingMail,
    OutgoingKind,
    OutgoingMail,
    OutgoingState,
)
from derman.kernel import clock, jobs, sql

log = logging.getLogger("derman.mail")


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


_desks = Desks(2)  # of four threads: the others stay for everything else


@jobs.job("mail.file_waiting", priority=jobs.URGENT)
def file_waiting() -> None:
    """File every stored mail, those of one sender in order, each in a transaction of its own."""
    if not _desks.take():
        return
    try:
        begun.count_crashes()
        # each commit waits for the disk: somebody sees the ticket's number at once, and it must stay that of this mail
        with sql.kept_plans():
            filer = Filer()
            filer.run()
            while not _desks.leave():
                filer.run()
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
