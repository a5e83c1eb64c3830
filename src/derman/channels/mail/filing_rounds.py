"""Filing many mails: a few at a time, of each sender in their order, each in a transaction of its own.

What can be done for all of them is done at once, and what needs others than the database, the reading and the looking
at the sender, before a transaction begins. A sender whose mails somebody files is left to them, so that two workers
never file two mails of one sender at the same time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from django.db import Error as DatabaseError
from django.db import connection, transaction

from derman.channels.mail import begun
from derman.channels.mail.errors import NotYet, Unfileable
from derman.channels.mail.filing import Prepared, file_mail, read
from derman.channels.mail.intake import place, plain
from derman.channels.mail.models import IncomingMail, IncomingState, Mailbox
from derman.channels.mail.reading import Mail
from derman.channels.mail.trust import policy
from derman.channels.mail.trust.gate import arrived_by, sender_of
from derman.channels.mail.trust.models import RuleKind
from derman.channels.mail.trust.proof.asking import is_asked, verdict_of, wait_for_answer
from derman.channels.mail.trust.proof.judge import judge
from derman.channels.mail.trust.proof.resolver import Questions
from derman.channels.mail.trust.verdict import SenderProof, Verdict, Why
from derman.channels.mail.twins import Twins
from derman.kernel import clock, jobs, sql
from derman.kernel.files import DiskFull
from derman.kernel.recalling import recalling
from derman.people.actions import recall_requesters

log = logging.getLogger("derman.mail")

AT_ONCE = 16  # mails of a round
TOGETHER = 1024 * 1024  # bytes of mails that are held in memory at once; a bigger one is held alone
TRIES = 2  # a mail that failed twice for the same reason waits for a person
CRASHES = 8  # begun so often and never finished: it takes the worker down
AGAIN = timedelta(seconds=5)
AFTER_OTHERS = timedelta(seconds=2)
OUTCOME = (
    *("mailbox", "sender", "subject", "content", "state", "reason", "detail", "ticket", "filed_as"),
    *("not_before", "done_at", "sender_proof", "findings"),
)
_REFERENCE = (
    "INSERT INTO mail_mailreference (hash, header, ticket_id, message_id, created_at) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT DO NOTHING"
)
# whose turn it is, and of these senders those that nobody else files; a flood waits behind single mails
_CLAIM = """
WITH next AS MATERIALIZED (
    SELECT * FROM mail_incomingmail
    WHERE state = 'stored' AND (not_before IS NULL OR not_before <= %s) AND lane <> ALL(%s::text[])
    ORDER BY turn, id LIMIT %s
), lanes AS MATERIALIZED (
    SELECT lane, pg_try_advisory_lock(hashtext('derman.mail.lane'), hashtext(lane)) AS ours
    FROM (SELECT DISTINCT lane FROM next) AS found
) SELECT next.*, lanes.ours FROM next JOIN lanes ON lanes.lane = next.lane ORDER BY next.turn, next.id
"""
# What PostgreSQL learned of the ledger in a quiet hour says that nothing waits: in a storm it would then read all that
# waits, and sort it, for each few that are taken, rather than walk along the turns until it has them.
_BY_TURN = "SET LOCAL enable_sort = off"
_RELEASE = "SELECT pg_advisory_unlock(hashtext('derman.mail.lane'), hashtext(lane)) FROM unnest(%s::text[]) AS lane"

type Mark = Callable[[int], None]


class Filer:
    """One thread that files, and whose mails it must leave just now."""

    def __init__(self) -> None:
        self._elsewhere: set[str] = set()  # senders whose mails another worker files
        self._asked: dict[str, int] = {}  # sender of whom DNS is being asked → the mail for which it is
        self._lost: set[str] = set()  # senders of mails that another worker filed although they were ours

    def run(self) -> None:
        """File until nothing is left that others do not have."""
        while (filed := self.round()) is not None or self._asked:
            if not filed and self._asked:
                wait_for_answer(0.25)

    def round(self, most: int = AT_ONCE) -> int | None:
        """Take the next mails, `most` at most; how many are done with, None where there was none to take."""
        self._asked = {lane: number for lane, number in self._asked.items() if is_asked(number)}
        with self._claimed(most) as rows:
            if not rows:
                return None
            with recalling(), begun.mark() as mark:
                return sum(self._file(some, mark) for some in _by_size(rows))

    @contextmanager
    def _claimed(self, most: int) -> Iterator[list[IncomingMail]]:
        rows: list[IncomingMail] = []
        held: set[str] = set()
        self._elsewhere = self._lost.copy()
        try:
            while not rows:
                found = self._next(most)
                if not found:
                    break
                ours = [row for row in found if row.ours]
                held.update(row.lane for row in ours)
                self._elsewhere.update(row.lane for row in found if not row.ours)
                rows = _still_stored(ours)
                if not rows:
                    _release(held)
            yield rows
        finally:
            _release(held)

    def _next(self, most: int) -> list[Any]:
        # raw, because it runs all the time, and building it costs more than running it
        claim = IncomingMail.objects.raw(_CLAIM, [clock.now(), [*self._elsewhere, *self._asked], most])
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_BY_TURN)
            return list(claim)

    def _file(self, rows: list[IncomingMail], mark: Mark) -> int:
        """File some mails that are ours, each by itself; gives how many are done with."""
        mails: list[tuple[IncomingMail, bytes, Mail]] = []
        for row in rows:
            mark(row.pk)
            with _kept_apart(row):
                raw = _raw(row)
                mails.append((row, raw, read(row, raw)))
        mark(0)
        if not mails:
            return len(rows)
        senders = [sender_of(row) for row, _bytes, _mail in mails]
        known = policy.known(senders)
        recall_requesters([sender for sender in senders if sender])
        twins = Twins(row for row, _bytes, _mail in mails)
        left = 0
        for (row, raw, mail), sender in zip(mails, senders, strict=True):
            verdict = None
            mark(row.pk)
            with _kept_apart(row):
                # those of one sender are filed in their order
                if row.lane not in self._asked:
                    verdict = _verdict(row, raw, mail, known[sender])
                if verdict is not None:
                    if _enter(Prepared(row, mail, known[sender], verdict, twins.of(row))):
                        twins.add(row)
                    else:
                        self._lost.add(row.lane)  # what is left of theirs is for the next run
            if verdict is None:
                self._asked.setdefault(row.lane, row.pk)
                left += 1
        return len(rows) - left


def _still_stored(rows: list[Any]) -> list[IncomingMail]:
    """Those that nobody filed between the look at them and the hold on their senders: whoever had it had them."""
    if not rows:
        return []
    stored = "SELECT id FROM mail_incomingmail WHERE id = ANY(%s) AND state || '' = 'stored'"  # by the key
    left = {number for (number,) in sql.rows(stored, [[row.pk for row in rows]])}
    return [row for row in rows if row.pk in left]


def _release(lanes: set[str]) -> None:
    if lanes:
        # a connection that broke has let go of them by itself
        with suppress(DatabaseError):
            sql.rows(_RELEASE, [sorted(lanes)])
        lanes.clear()


def file_next() -> bool:
    """File the next stored mail; False where there is none that others do not have."""
    filer = Filer()
    while (filed := filer.round(1)) == 0:
        wait_for_answer(0.25)
    return filed is not None


def _by_size(rows: list[IncomingMail]) -> Iterator[list[IncomingMail]]:
    some: list[IncomingMail] = []
    for row in rows:
        if some and sum(one.size for one in some) + row.size > TOGETHER:
            yield some
            some = []
        some.append(row)
    yield some


def _raw(row: IncomingMail) -> bytes:
    if row.attempts >= CRASHES:
        raise Unfileable("crashed")
    try:
        return place(row.digest).read_bytes()
    except FileNotFoundError:
        raise Unfileable("file_missing", f"{row.digest}.eml") from None


def _verdict(row: IncomingMail, raw: bytes, mail: Mail, known: policy.Known) -> Verdict | None:
    """How far the sender is proven; None while DNS is being asked."""
    if known.rule(RuleKind.OFF):
        return Verdict(SenderProof.UNKNOWN, Why.NOT_ASKED)
    believed, arrived, digest = policy.trusted(known.settings), arrived_by(row), row.digest

    def here(questions: Questions) -> Verdict:
        return judge(raw, mail, arrived, believed, questions)

    def later(questions: Questions) -> Verdict:
        from derman.channels.mail.reading import read_mail

        again = place(digest).read_bytes()
        return judge(again, read_mail(again), arrived, believed, questions)

    return verdict_of(row.pk, here, later, size=row.size)


def _enter(prepared: Prepared) -> bool:
    """File one mail, and write down what became of it; False, and nothing, where another worker has done so."""
    row = prepared.row
    with suppress(_DoneByOthers), transaction.atomic():
        reference = file_mail(prepared)
        together = sql.Together()
        if reference is not None:
            together.add(_REFERENCE, reference)
        outcome, values = sql.changes(row, OUTCOME)
        # a value and no word of the statement: else the index of what is stored is walked through, for each mail
        if not together.run(f"{outcome} AND state = %s RETURNING id", [*values, IncomingState.STORED]):
            raise _DoneByOthers
        return True
    return False


class _DoneByOthers(Exception):
    """The mail is not stored any more: everything is rolled back."""


@contextmanager
def _kept_apart(row: IncomingMail) -> Iterator[None]:
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
        fresh.save(update_fields=OUTCOME)


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
