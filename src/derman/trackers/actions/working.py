"""The worker's part: what waits is opened and said, and how the issues stand is asked.

Never under a lock of the database while a tracker is asked: an issue is taken in hand, called for, and the outcome
written. What is opened or said carries a marker; after a death in between it is looked for before it is sent again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from derman.kernel import clock
from derman.tickets import events
from derman.tickets.settling import settled_since
from derman.trackers.actions.sending import send_files
from derman.trackers.actions.telling import tell, tell_moved, tell_said
from derman.trackers.kinds import failing, to, way_of
from derman.trackers.kinds.failing import Failed
from derman.trackers.kinds.speaking import Line, News, Said, Seen, Way
from derman.trackers.models import Issue, IssueComment, Kind, Stage, Tracker

IN_HAND = timedelta(minutes=3)  # longer than all calls for one issue take
OFTEN, SELDOM = timedelta(minutes=5), timedelta(minutes=30)  # an open one is asked for; seldom, where news comes
AFTERWARDS, FORGOTTEN = timedelta(hours=6), timedelta(days=14)  # a closed one, and for how long
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=6)  # between tries
SKEW = timedelta(hours=1)  # between the clocks here and there, at most
HEARD = timedelta(days=1)  # news came within it
TOLD_AT = 3  # tries after which what passes by itself is told on the timeline
PAGE = 100  # comments that a tracker tells at once
MOST_COMMENTS = 500  # that are kept of one issue


def work(*, issue: int) -> None:
    """Do all that is due for an issue. Safe to run twice, and by two at once."""
    taken = _take(issue)
    if taken is None:
        return
    row, begun = taken
    way = way_of(row.tracker)
    try:
        line = to(row.tracker)
        if row.stage == Stage.WAITING:
            row = _open(row, line, way, begun)
        send_files(row, line, way, after=True)
        _say(row, line, way)
        _look(row, line, way)
    except Failed as failure:
        _failed(row.pk, failure, first=begun is None)
    except Exception:
        _failed(row.pk, Failed("odd", begun=True), first=False)  # it waits its turn, and holds up nobody else
        raise
    else:
        _well(row.pk)


def _take(pk: int) -> tuple[Issue, datetime | None] | None:
    """In hand for a while; with it since when it was tried to open it, if it ever was."""
    with transaction.atomic():
        now = clock.now()
        rows = Issue.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        row = rows.select_related("tracker", "by").filter(pk=pk, next_at__lte=now).first()
        if row is None or row.stage not in (Stage.WAITING, Stage.LINKED):
            return None
        if row.busy_until is not None and row.busy_until > now:
            return None
        if row.tracker.archived_at is not None:
            row.next_at = None
            row.save(update_fields=["next_at"])
            return None
        if row.tracker.waits_until is not None and row.tracker.waits_until > now:
            row.next_at = row.tracker.waits_until
            row.save(update_fields=["next_at"])
            return None
        begun = row.begun_at
        row.busy_until = now + IN_HAND
        if row.stage == Stage.WAITING and begun is None:
            row.begun_at = now
        row.save(update_fields=["busy_until", "begun_at"])
    return row, begun


def _open(row: Issue, line: Line, way: Way, begun: datetime | None) -> Issue:
    found = None
    if begun is not None:
        found = way.find(line, row.marker, begun - SKEW)
    why = "found" if found is not None else "opened"
    if found is None:
        body = send_files(row, line, way, after=False)
        found = way.open(line, row.title, body, row.marker)
    with transaction.atomic():
        kept = Issue.objects.select_for_update(of=("self",), no_key=True).select_related("tracker", "by")
        fresh = kept.get(pk=row.pk)
        fresh.number, fresh.url, fresh.body = found.number, found.url, ""
        if fresh.stage == Stage.WAITING:
            fresh.stage = Stage.LINKED
        _as_seen(fresh, found)
        fresh.save()
        if fresh.stage == Stage.LINKED:
            tell(fresh, None, events.IssueOpened(issue=fresh.pk, why=why))
    return fresh


def _say(row: Issue, line: Line, way: Way) -> None:
    """What was written here and is to leave by now."""
    waiting = row.comments.filter(key="", by__isnull=False, at__lte=settled_since()).order_by("pk")
    for comment in list(waiting[:20]):
        known = None
        if comment.begun_at is not None:
            said = way.comments(line, row.number, comment.begun_at - SKEW)
            known = next((one for one in said if one.marker == str(comment.marker)), None)
        else:
            if not _begin(comment):
                continue  # taken back meanwhile
        if known is None:
            assert comment.marker is not None
            try:
                known = way.say(line, row.number, comment.text, comment.marker)
            except Failed as failure:
                if not failure.begun:
                    IssueComment.objects.filter(pk=comment.pk).update(begun_at=None)
                raise
        IssueComment.objects.filter(pk=comment.pk).update(key=known.key or str(comment.marker), at=known.at)


def _begin(comment: IssueComment) -> bool:
    return bool(IssueComment.objects.filter(pk=comment.pk).update(begun_at=clock.now()))


def _look(row: Issue, line: Line, way: Way) -> None:
    seen, etag = way.read(line, row.number, row.etag)
    said = way.comments(line, row.number, row.said_until) if seen is not None else []
    with transaction.atomic():
        fresh = Issue.objects.select_for_update(of=("self",), no_key=True).select_related("tracker").get(pk=row.pk)
        if seen is not None or etag:
            fresh.seen_at = clock.now()
        fresh.etag = etag if len(said) < PAGE else ""  # there may be more: the next look asks anew
        if fresh.stage != Stage.LINKED:
            fresh.save(update_fields=["etag", "seen_at"])
            return
        for one in said:
            _heard(fresh, one)
        if said:
            fresh.said_until = max([one.at for one in said] + ([fresh.said_until] if fresh.said_until else []))
        if seen is not None:
            _as_seen(fresh, seen)
        fresh.save()


def _as_seen(row: Issue, seen: Seen) -> None:
    """Within a transaction: a locked issue as its tracker shows it, told where it was closed or opened again."""
    moved = row.closed != seen.closed
    row.title, row.state, row.assignee = (seen.title or row.title)[:300], seen.state[:60], seen.assignee[:120]
    row.labels, row.closed = [label[:60] for label in seen.labels][:30], seen.closed
    row.url = seen.url[:600] or row.url
    row.seen_at = clock.now()
    if moved:
        row.closed_at = clock.now() if seen.closed else None
        if row.stage == Stage.LINKED:
            tell_moved(row)


def _heard(row: Issue, said: Said) -> None:
    """Within a transaction: a comment of the makers is kept and told once; one from here is known by its marker."""
    if not said.key or row.comments.filter(key=said.key).exists():
        return
    own = row.comments.filter(key="", marker=said.marker).first() if said.marker else None
    if own is not None:
        IssueComment.objects.filter(pk=own.pk).update(key=said.key, at=said.at)
        return
    if row.comments.count() >= MOST_COMMENTS:
        return
    made = IssueComment.objects.create(issue=row, key=said.key, author=said.author, text=said.text, at=said.at)
    if said.at >= row.opened_at - SKEW / 12:  # what was said before it was linked is no news
        tell_said(row, made.pk)


def saw_news(row: Issue, news: News) -> None:
    """Within a transaction: what a tracker that cannot be asked says of a locked issue."""
    row.url = news.url[:600] or row.url
    if not row.number:
        row.number, row.stage, row.body, row.wrong, row.wrong_since = news.number, Stage.LINKED, "", "", None
        tell(row, None, events.IssueOpened(issue=row.pk, why="found"))
    if news.said is not None:
        _heard(row, news.said)
    closed = row.closed if news.closed is None else news.closed
    _as_seen(row, Seen(row.number, row.url, row.title, closed, news.state or row.state, row.assignee))
    row.save()


def _failed(pk: int, failure: Failed, *, first: bool) -> None:
    """`first`: it was never tried before to open it."""
    with transaction.atomic():
        now = clock.now()
        row = Issue.objects.select_for_update(of=("self",), no_key=True).select_related("tracker").get(pk=pk)
        before = row.wrong
        row.busy_until = None
        row.tries = min(row.tries + 1, 1000)
        row.wrong, row.wrong_said, row.wrong_since = failure.code, failure.said, row.wrong_since or now
        passes = failure.code in ("away", "slow", "broken", "no_file")
        if row.stage == Stage.WAITING and first and not failure.begun:
            row.begun_at = None  # for sure it is not there
        if failure.wait:
            until = now + timedelta(seconds=failure.wait)
            Tracker.objects.filter(pk=row.tracker_id).update(waits_until=until)
        pause = min(LONGEST, SHORTEST * 2 ** min(row.tries - 1, 10))
        row.next_at = now + max(pause, timedelta(seconds=failure.wait))
        if failure.code == "unclear":
            row.stage, row.next_at = Stage.UNCLEAR, None
        row.save()
        is_new = row.tries == TOLD_AT if passes else failure.code != before
        if is_new and row.stage != Stage.UNLINKED and failure.code in failing.WORDS:
            tell(row, None, events.IssueFailed(issue=row.pk, why=failure.code))


def _well(pk: int) -> None:
    with transaction.atomic():
        now = clock.now()
        row = Issue.objects.select_for_update(of=("self",), no_key=True).select_related("tracker").get(pk=pk)
        row.busy_until, row.tries, row.wrong, row.wrong_said, row.wrong_since = None, 0, "", "", None
        row.next_at = _next(row, now)
        row.save(update_fields=["busy_until", "tries", "wrong", "wrong_said", "wrong_since", "next_at"])


def _next(row: Issue, now: datetime) -> datetime | None:
    if row.stage == Stage.UNLINKED:
        return None
    if row.comments.filter(key="", by__isnull=False).exists():
        return now + timedelta(seconds=15)
    if row.tracker.kind == Kind.GENERIC:
        return None  # it tells by itself
    if row.closed:
        long_ago = row.closed_at is not None and row.closed_at < now - FORGOTTEN
        return None if long_ago else now + AFTERWARDS
    heard = row.tracker.heard_at is not None and row.tracker.heard_at > now - HEARD
    return now + (SELDOM if heard else OFTEN)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a tracker can be reached with its key."""

    well: bool
    code: str = ""
    said: str = ""


def check(tracker: Tracker) -> Health:
    """Ask it now, for whoever keeps it."""
    try:
        return Health(True, said=way_of(tracker).check(to(tracker)))
    except Failed as failure:
        return Health(False, failure.code, failure.said)
