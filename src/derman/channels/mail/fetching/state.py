"""How fetching goes: kept at the source, told to administrators when it fails for a while and when it works again."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from derman.channels.mail.fetching import notices
from derman.channels.mail.fetching.models import MailboxSource
from derman.channels.mail.fetching.words import FetchError
from derman.kernel import clock
from derman.kernel.waiting import spread

WAITS = (10, 20, 40, 80, 160, 300)  # seconds before the next try
CAREFUL_WAITS = (30, 60, 120, 300, 600, 900)  # where trying often locks an account
CAREFUL = ("wrong_password", "token_refused", "grant_refused", "client_refused", "not_signed_in", "unprotected")
PATIENCE = timedelta(seconds=60)  # a server may restart without anybody being told
QUIET = timedelta(hours=1)  # after a mail about a failure …
PATIENCE_WHEN_QUIET = timedelta(minutes=15)  # … the next failure must last longer to be worth one
SEEN_ANEW = timedelta(seconds=45)  # how exact “looked last” is while nothing comes


def all_well(source: MailboxSource, fetched: int = 0) -> None:
    """The mailbox was looked into, and `fetched` new mails came."""
    moment = clock.now()
    fresh = source.looked_at is not None and moment - source.looked_at < SEEN_ANEW
    if fresh and not fetched and not source.failures:
        return
    with transaction.atomic():
        row = _locked(source)
        if row is None:
            return
        row.looked_at = moment
        if fetched:
            row.fetched_at = moment
        told, since = row.told, row.failing_since
        row.failures, row.failing_since, row.next_try_at = 0, None, None
        row.problem, row.particulars, row.told = "", {}, False
        row.save()
        if told and since is not None:
            notices.tell(row, notices.working)
    _take_over(source, row)


def under_way(source: MailboxSource, fetched: int) -> None:
    """A long look goes on, and brought `fetched` new mails. Whether all is well is said at its end."""
    moment = clock.now()
    if source.looked_at is not None and moment - source.looked_at < SEEN_ANEW:
        return
    found = MailboxSource.objects.filter(pk=source.pk, revision=source.revision)
    found.update(looked_at=moment, **({"fetched_at": moment} if fetched else {}))
    source.looked_at = moment


def failed(source: MailboxSource, error: FetchError) -> float:
    """Fetching failed: note why, and tell administrators if it has for a while. Gives the seconds to wait."""
    moment = clock.now()
    with transaction.atomic():
        row = _locked(source)
        if row is None:
            return 0
        row.failures += 1
        row.failing_since = row.failing_since or moment
        row.problem, row.particulars = error.code, error.particulars
        waits = CAREFUL_WAITS if error.code in CAREFUL else WAITS
        seconds = spread(waits[min(row.failures, len(waits)) - 1])
        row.next_try_at = moment + timedelta(seconds=seconds)
        if not row.told and row.failures > 1 and moment - row.failing_since >= _patience(row):
            row.told, row.told_at = True, moment
            notices.tell(row, notices.failing)
        row.save()
    _take_over(source, row)
    return seconds


def _patience(row: MailboxSource) -> timedelta:
    assert row.failing_since is not None
    recently = row.told_at is not None and row.failing_since - row.told_at < QUIET
    return PATIENCE_WHEN_QUIET if recently else PATIENCE


def _locked(source: MailboxSource) -> MailboxSource | None:
    """The row as it stands; None where somebody has changed the settings: what this fetcher saw is no news then."""
    found = MailboxSource.objects.select_for_update(of=("self",)).select_related("mailbox")
    return found.filter(pk=source.pk, revision=source.revision).first()


def _take_over(source: MailboxSource, row: MailboxSource) -> None:
    for name in ("looked_at", "fetched_at", "failures", "failing_since", "problem", "particulars", "told", "told_at"):
        setattr(source, name, getattr(row, name))
