"""Sending what is due: one sender at a time for a desk, so that a row left as “sending” can only be a broken try.

The sender has several mails under way at once (`lanes`); claiming them and noting what became of them is its own.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from derman.channels.mail import recipients
from derman.channels.mail.due import are_due, claim, give_back, of_the_same_server
from derman.channels.mail.lanes import Finished, Lanes, lanes
from derman.channels.mail.letters import deliver, letter_of, words_about
from derman.channels.mail.models import OutgoingKind, OutgoingMail, OutgoingState
from derman.channels.mail.outgoing import remember
from derman.channels.mail.pace import take_turn
from derman.channels.mail.recipients import (
    failed_everywhere,
    has_fate,
    is_of_the_address,
    mark_unreachable,
    note_fate,
    note_taken,
    recipients_of,
    still_to_reach,
)
from derman.channels.mail.servers import (
    BadMailUrl,
    Refusal,
    Server,
    is_down,
    is_of_the_settings,
    is_permanent,
    refusals_of,
    server_of,
    words_of,
)
from derman.desk.queries import the_desk
from derman.kernel import clock, live
from derman.kernel.files import DiskFull
from derman.kernel.secrets import SecretUnreadable
from derman.kernel.waiting import spread
from derman.tickets import actions
from derman.tickets.access import inside, visible_to

log = logging.getLogger("derman.mail")

MOST_TRIES = 79  # with the waits below: three days
INTERRUPTED = gettext_noop(
    "The desk was stopped while this mail was being sent; it is sent again under the same Message-ID."
)
TWICE_INTERRUPTED = gettext_noop(
    "The desk was stopped twice while this mail was being sent. Whether it left is not known."
)
NOBODY_THERE = gettext_noop("Not sent: addresses that end in .invalid exist nowhere.")
OUT_OF_SIGHT = gettext_noop("Not sent: the agent may no longer see this ticket.")
_SENDER_LOCK = 7_265_002


def send_due() -> None:
    """Send every mail that is due, as fast as each server allows; the rest waits for a next call.

    Returns at once where another worker is at it already.
    """
    resting: list[Q] = []
    while are_due(resting) or OutgoingMail.objects.filter(state=OutgoingState.SENDING).exclude(kind="test").exists():
        with _only_sender() as alone:
            if not alone:
                return
            # what is noted at a mail by the desk itself is in the desk's language
            with override(the_desk().language):
                _take_up_broken_tries()
                _send_all(resting)
        # whoever came meanwhile and found the lock taken has gone: look once more


def _send_all(resting: list[Q]) -> None:
    down: dict[Server, str] = {}

    def settle(done: Finished) -> None:
        _settle(done.row, done.server, done.result, down)

    with lanes(settle) as under_way:
        while True:
            row = claim([*resting, under_way.closed()])
            if row is not None:
                _send(row, down, resting, under_way)
            elif under_way.is_idle:
                return
            for done in under_way.finished(wait=row is None):
                settle(done)


@contextmanager
def _only_sender() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_SENDER_LOCK])
        found = cursor.fetchone()
    alone = bool(found and found[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_SENDER_LOCK])


def _take_up_broken_tries() -> None:
    """Rows left as “sending” by a sender that was killed: once more, then a person decides."""
    broken = OutgoingMail.objects.filter(state=OutgoingState.SENDING).exclude(kind="test")
    broken.filter(interrupted__gte=1).update(
        state=OutgoingState.FAILED, words=_(TWICE_INTERRUPTED), done_at=clock.now(), sealed=""
    )
    broken.update(state=OutgoingState.WAITING, words=_(INTERRUPTED), interrupted=F("interrupted") + 1)


def _send(row: OutgoingMail, down: dict[Server, str], resting: list[Q], under_way: Lanes) -> None:
    """Put one mail on its way to its server.

    `down`: servers that did not answer just now; `resting`: mails of servers that get no more this minute.
    """
    if not still_to_reach(row):
        _finish(row, OutgoingState.CANCELLED, _(NOBODY_THERE))
        return
    of_agent = row.ticket_id if row.kind == OutgoingKind.AGENT else None
    if of_agent is not None and not visible_to(row.person).filter(pk=of_agent).exists():
        _finish(row, OutgoingState.CANCELLED, _(OUT_OF_SIGHT))
        return
    try:
        server = server_of(row.mailbox)
    except (BadMailUrl, SecretUnreadable) as error:
        _later(row, str(error), stalled=True)
        return
    if server is None:
        _later(row, "")
        return
    if server in down:
        _later(row, down[server], stalled=True)
        return
    if not under_way.has_key(server):
        give_back(row)  # it has to wait until the key is there: see `closed`
        return
    if not take_turn(server):
        resting.append(of_the_same_server(row))
        give_back(row)  # its turn comes within a minute
        return
    try:
        letter = letter_of(row)
    except Exception as error:
        _settle(row, server, _raising(error), down)
        return
    under_way.start(row, server, of_the_same_server(row), partial(deliver, letter, server))


def _raising(error: Exception) -> Callable[[], dict[str, Refusal]]:
    def again() -> dict[str, Refusal]:
        raise error

    return again


def _settle(
    row: OutgoingMail, server: Server, result: Callable[[], dict[str, Refusal]], down: dict[Server, str]
) -> None:
    """Note what became of a mail at its server."""
    try:
        refused = result()
    except smtplib.SMTPRecipientsRefused as error:
        if is_down(error):
            down[server] = words_of(error)
            _later(row, words_of(error), stalled=True)
        elif is_of_the_settings(error):
            _later(row, words_of(error), stalled=True)
        else:
            _close(row, refusals_of(error.recipients))
    except (UnicodeError, ValueError, FileNotFoundError) as error:
        _finish(row, OutgoingState.FAILED, words_of(error))
    except SecretUnreadable as error:
        _later(row, str(error), stalled=True)
    except DiskFull as error:
        _later(row, str(error))
    except Exception as error:
        words = words_of(error)
        if is_of_the_settings(error):
            # not `down`: other mailboxes may be let in by the same server
            _later(row, words, stalled=True)
        elif is_permanent(error):
            _finish(row, OutgoingState.FAILED, words)
        elif is_down(error):
            down[server] = words
            _later(row, words, stalled=True)
        else:
            log.warning("A mail could not be sent: %s", words)
            _later(row, words)
    else:
        _close(row, refused)


def _close(row: OutgoingMail, refused: Mapping[str, Refusal]) -> None:
    """Note what became of the mail at each recipient; those who were asked to wait get it by a further try."""
    if row.stalled:
        _call_others(row)
    asked = still_to_reach(row)
    taken = [address for address in asked if address not in refused]
    for address in asked:
        refusal = refused.get(address)
        if refusal is not None:
            note_fate(row, address, recipients.FAILED if refusal.final else recipients.DELAYED, refusal.words)
            if refusal.final and is_of_the_address(refusal.words):
                mark_unreachable(address, refusal.words)
        elif len(recipients_of(row)) > 1:
            note_fate(row, address, recipients.SENT)
    if taken:
        note_taken(taken)
    if any(not refusal.final for refusal in refused.values()):
        _later(row, words_about(refused))
    else:
        _finish(row, OutgoingState.SENT if not failed_everywhere(row) else OutgoingState.FAILED, words_about(refused))


def _call_others(row: OutgoingMail) -> None:
    """The server answers again: what waits for it need not wait any longer."""
    waiting = OutgoingMail.objects.filter(state=OutgoingState.WAITING, stalled=True, mailbox=row.mailbox)
    waiting.update(not_before=clock.now())


def _later(row: OutgoingMail, words: str, *, stalled: bool = False) -> None:
    """Wait longer after each try: half a minute, then twice as long, an hour at most; after three days give up."""
    if row.tries >= MOST_TRIES:
        for address in still_to_reach(row):
            note_fate(row, address, recipients.FAILED, words)
        _finish(row, OutgoingState.FAILED if failed_everywhere(row) else OutgoingState.SENT, words)
        return
    seconds = min(3600, 30 * 2 ** min(row.tries - 1, 10))
    row.not_before = clock.now() + timedelta(seconds=spread(seconds))
    row.state, row.words, row.stalled = OutgoingState.WAITING, words[:1000], stalled
    _save(row, "not_before", "state", "words", "stalled", "fates")


def _finish(row: OutgoingMail, state: str, words: str) -> None:
    row.state, row.words, row.done_at, row.stalled = state, words[:1000], clock.now(), False
    row.sealed = ""  # a link to sign in is nobody's to read once it left
    _save(row, "state", "words", "done_at", "sealed", "stalled", "fates")


def _save(row: OutgoingMail, *fields: str) -> None:
    """Save, remember the Message-ID of what was sent, and tell the ticket and its open screens."""
    with transaction.atomic():
        done = row.state in (OutgoingState.SENT, OutgoingState.FAILED)
        lost = [address for address in recipients_of(row) if has_fate(row, address, recipients.FAILED)]
        told = row.ticket_id is not None and row.kind != OutgoingKind.AGENT
        if told and row.ticket_id is not None and done and (lost or row.state == OutgoingState.FAILED):
            # the ticket before the mail, in the order in which an undo locks them
            reopen = row.kind == OutgoingKind.REPLY and (not lost or any(address in row.to for address in lost))
            actions.note_lost_mail(ticket=row.ticket_id, mail=row.pk, what="undelivered", reopen=reopen)
        row.save(update_fields=fields)
        if row.state == OutgoingState.SENT:
            remember(row)
        if told and row.ticket is not None:
            live.signal("ticket", row.ticket.pk, audience=inside(row.ticket))
