"""Filing many mails: a few at a time, of each sender in their order, in one transaction, or each in one of its own.

What can be done for all of them is done at once, and what needs others than the database, the reading and the looking
at the sender, before a transaction begins. Where one mail of a few fails, each is filed by itself, and hurts no other.
A sender whose mails somebody files is left to them, so that two workers never file two mails of one sender at the same
time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import Error as DatabaseError
from django.db import connection, transaction

from derman.channels.mail import begun
from derman.channels.mail.errors import NotYet, Unfileable
from derman.channels.mail.filing import Prepared, file_mail, read
from derman.channels.mail.intake import place
from derman.channels.mail.models import IncomingMail, OutgoingMail
from derman.channels.mail.outcomes import DoneByOthers, Outcomes
from derman.channels.mail.reading import Mail
from derman.channels.mail.set_aside import kept_apart
from derman.channels.mail.trust import policy
from derman.channels.mail.trust.gate import arrived_by, sender_of
from derman.channels.mail.trust.models import RuleKind
from derman.channels.mail.trust.proof.asking import is_asked, verdict_of, wait_for_answer
from derman.channels.mail.trust.proof.judge import judge
from derman.channels.mail.trust.proof.resolver import Questions
from derman.channels.mail.trust.verdict import SenderProof, Verdict, Why
from derman.channels.mail.twins import Twins
from derman.kernel import clock, sql
from derman.kernel.gathering import gathering
from derman.kernel.recalling import forget_all, recalling
from derman.people.actions import recall_requesters

log = logging.getLogger("derman.mail")

AT_ONCE = 16  # mails of a round
TOGETHER = 1024 * 1024  # bytes of mails that are held in memory at once; a bigger one is held alone
CRASHES = 8  # begun so often and never finished: it takes the worker down
# Several mails hold several tickets. Whoever waits for one of those while these wait for theirs goes first, sooner than
# PostgreSQL would break the ring, which may end the other: then each mail is filed by itself.
_NO_RING = "SELECT set_config('lock_timeout', '700ms', true)"
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
            with kept_apart(row):
                raw = _raw(row)
                mails.append((row, raw, read(row, raw)))
        mark(0)
        if not mails:
            return len(rows)
        senders = [sender_of(row) for row, _bytes, _mail in mails]
        known = policy.known(senders)
        recall_requesters([sender for sender in senders if sender])
        twins = Twins(row for row, _bytes, _mail in mails)
        left, ready = 0, list[Prepared]()
        for (row, raw, mail), sender in zip(mails, senders, strict=True):
            verdict = None
            mark(row.pk)
            with kept_apart(row):
                # those of one sender are filed in their order
                if row.lane not in self._asked:
                    verdict = _verdict(row, raw, mail, known[sender])
                if verdict is not None:
                    ready.append(Prepared(row, mail, known[sender], verdict))
            if verdict is None:
                self._asked.setdefault(row.lane, row.pk)
                left += 1
        if len(ready) < 2:
            self._each(ready, mark, twins)
        elif not _all(ready, mark, twins):
            self._each(ready, mark, Twins(prepared.row for prepared in ready))
        return len(rows) - left

    def _each(self, ready: list[Prepared], mark: Mark, twins: Twins) -> None:
        """File some mails, each in a transaction of its own."""
        for prepared in ready:
            mark(prepared.row.pk)
            with kept_apart(prepared.row):
                prepared.twin = twins.of(prepared.row)
                if _enter(prepared):
                    twins.add(prepared.row)
                else:
                    self._lost.add(prepared.row.lane)  # what is left of theirs is for the next run


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


def _all(ready: list[Prepared], mark: Mark, twins: Twins) -> bool:
    """File some mails in one transaction, which waits for the disk once; False, and nothing, where one of them fails.

    Nobody sees any of them before all are on the disk.
    """
    outcomes, aside = Outcomes(), list[tuple[IncomingMail, Exception]]()
    sql.expect_keys(OutgoingMail, len(ready))
    try:
        with transaction.atomic(), gathering():
            sql.rows(_NO_RING)
            for prepared in ready:
                mark(prepared.row.pk)
                if outcomes.concern(prepared):
                    outcomes.write()
                prepared.twin = twins.of(prepared.row)
                try:
                    outcomes.add(prepared.row, file_mail(prepared))
                except (NotYet, Unfileable) as error:  # said before anything of this mail is written
                    aside.append((prepared.row, error))
                else:
                    twins.add(prepared.row)
            outcomes.write()
    except Exception as error:
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise
        log.info("%s mails are filed each by itself: %s", len(ready), error)
        _begin_anew(ready)
        return False
    for row, said in aside:
        with kept_apart(row):
            raise said
    return True


def _begin_anew(ready: list[Prepared]) -> None:
    """Nothing of what was found out and written in a transaction that was rolled back holds any more."""
    forget_all()
    stored = {row.pk: row for row in IncomingMail.objects.filter(pk__in=[prepared.row.pk for prepared in ready])}
    for prepared in ready:
        fresh = stored.get(prepared.row.pk)
        if fresh is not None:
            fresh.sender, fresh.subject, fresh.content = prepared.row.sender, prepared.row.subject, prepared.row.content
            prepared.row = fresh


def _enter(prepared: Prepared) -> bool:
    """File one mail, and write down what became of it; False, and nothing, where another worker has done so."""
    outcomes, row = Outcomes(), prepared.row
    with suppress(DoneByOthers), transaction.atomic():
        outcomes.add(row, file_mail(prepared))
        outcomes.write()
        return True
    return False
