"""Work for the worker: rules look at what happened, and at what time has done. Safe to run twice."""

from __future__ import annotations

import json
import logging
from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import transaction

from derman.automation.book import Book, Ready, the_book
from derman.automation.models import Happening, Ran, Replay, Rule
from derman.automation.seeing import Seen, look_at
from derman.automation.timing import due
from derman.automation.working import DEEPEST, run
from derman.kernel import clock, jobs, sql
from derman.kernel.recalling import recalling

log = logging.getLogger("derman.automation")

AT_ONCE = 25  # happenings in one transaction: an agent who wants one of their tickets waits for no more than that
KEPT = timedelta(days=180)  # of the log
TRIED = timedelta(days=30)
_FOLLOWERS = 7_265_011

WAITING = "SELECT EXISTS (SELECT 1 FROM automation_happening)"
_EVENTS = """
SELECT e.ticket_id, e.act::text, e.kind, e.details::text FROM tickets_event e
WHERE e.ticket_id = ANY(%s) AND e.act = ANY(%s::uuid[]) AND e.kind = ANY(%s) ORDER BY e.ticket_id, e.seq
"""

type Heard = dict[tuple[int, str], list[tuple[str, dict[str, Any]]]]  # by ticket and act: kinds and details


@jobs.job("automation.follow", priority=jobs.NORMAL)
def follow() -> None:
    """Let the rules look at what happened, in order."""
    while follow_some():
        pass


jobs.wake(follow, when=WAITING)


def follow_some() -> bool:
    """The next things that happened; False where there are none, or another worker is at it."""
    with transaction.atomic(), recalling():
        ((alone,),) = sql.rows("SELECT pg_try_advisory_xact_lock(%s)", [_FOLLOWERS])
        rows = sql.read(Happening, "ORDER BY t.id LIMIT %s", [AT_ONCE]) if alone else []
        if not rows:
            return False
        book = the_book()
        wanted = [row for row in rows if len(row.chain) < DEEPEST and any(kind in book.by_kind for kind in row.kinds)]
        if wanted:
            _look(wanted, book)
        sql.rows("DELETE FROM automation_happening WHERE id = ANY(%s) RETURNING id", [[row.pk for row in rows]])
    return True


def _look(rows: list[Happening], book: Book) -> None:
    numbers = {row.ticket for row in rows}
    kinds = {kind for row in rows for kind in row.kinds}
    heard: Heard = {}
    for number, act, kind, details in sql.rows(_EVENTS, [list(numbers), [row.act for row in rows], list(kinds)]):
        heard.setdefault((number, act), []).append((kind, json.loads(details)))
    seen = look_at(numbers, [message for told in heard.values() for message in _messages(told)])
    talk = Counter(row.ticket for row in rows)
    for row in rows:
        told = heard.get((row.ticket, str(row.act)), [])
        if talk[row.ticket] > 1 and _messages(told):  # each is asked about its own words
            seen |= look_at([row.ticket], _messages(told))
        if row.ticket in seen:
            seen[row.ticket] = answer(row, told, seen[row.ticket], book)


def answer(row: Happening, heard: list[tuple[str, dict[str, Any]]], seen: Seen, book: Book) -> Seen:
    """Let each rule that listens answer to one thing that happened; gives the ticket as it stands then."""
    listening: dict[int, Ready] = {}
    for kind, details in heard:
        for rule in book.by_kind.get(kind, ()):
            if rule.pk not in row.chain and rule.trigger.fits(details):
                listening[rule.place] = rule
    messages = _messages(heard)
    for place in sorted(listening):
        rule = listening[place]
        if not rule.holds(seen, []):
            continue
        if run(rule, seen, cause=row.root.hex, messages=messages, led_by=(row.root, tuple(row.chain))):
            seen = look_at([row.ticket], messages).get(row.ticket, seen)
            if rule.stop:
                break
    return seen


def _messages(heard: list[tuple[str, dict[str, Any]]]) -> list[int]:
    return [details["message"] for _kind, details in heard if details.get("message")]


@jobs.job("automation.keep_time", every="* * * * *")
def keep_time() -> None:
    """Let the rules that wait for time to pass look at the tickets for which it has; one that cannot stops no other."""
    for rule in the_book().timed.values():
        try:
            keep_time_of(rule)
        except Exception:
            log.exception("The rule %s could not look at what time has done; it looks again in a minute", rule.pk)


def keep_time_of(rule: Ready) -> None:
    """One of them: whoever became due since it looked last, each in a transaction of its own."""
    row = Rule.objects.filter(pk=rule.pk, active=True).first()
    if row is None:
        return
    found, until = due(row, clock.now())
    for number, since in found:
        with recalling():
            seen = look_at([number]).get(number)
            if seen is not None and rule.holds(seen, []):
                run(rule, seen, cause=since.isoformat(timespec="microseconds"))
    Rule.objects.filter(pk=rule.pk).update(seen_until=until)


@jobs.job("automation.forget", every="23 4 * * *", priority=jobs.IDLE)
def forget() -> None:
    """The log goes after half a year, what was tried after a month; what a rule did stays on the tickets' timelines."""
    Ran.objects.filter(at__lt=clock.now() - KEPT).delete()
    Replay.objects.filter(at__lt=clock.now() - TRIED).delete()
