"""A promise as people see it: a ring that empties, and beside it what is left, or since when it is late."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from derman.sla.queries import name_of as name_of_target
from derman.web import markup, moments

WARN, SOON, SHORT = 0.25, 1800, 3600  # a part of the time, and seconds


def name_of(target: str) -> str:
    """What is promised, in the reader's language."""
    return name_of_target(target)


def mark(ticket: Any, now: datetime) -> SafeString:
    """The clock that a ticket is known by; nothing where nothing is due."""
    if ticket.promised_at is None:
        return SafeString("")
    return ring(ticket.promise, ticket.promised_at, ticket.due_at, now)


def ring(target: str, since: datetime, due: datetime | None, now: datetime) -> SafeString:
    """One clock, which the page keeps true while it is open; one that stands still says so."""
    name = markup.text(name_of(target))
    if due is None:
        words = markup.text(pgettext("promise", "paused"))
        return SafeString(
            f'<derman-clock class="clock clock--rest" data-left=".9" title="{name}">{words}</derman-clock>'
        )
    left = (due - now).total_seconds()
    part = left / max(1.0, (due - since).total_seconds())
    tone = " clock--late" if left <= 0 else " clock--warn" if part < WARN or left < SOON else ""
    said = markup.text(_("%(promise)s until %(moment)s") % {"promise": name_of(target), "moment": moments.full(due)})
    return SafeString(
        f'<derman-clock class="clock{tone}" data-since="{since.isoformat()}" data-due="{due.isoformat()}"'
        f' title="{said}">{markup.text(in_words(due, now))}</derman-clock>'
    )


def in_words(due: datetime, now: datetime) -> str:
    """“22 min left”, “late 14 min”, or further away the moment: “due 14:30”."""
    left = (due - now).total_seconds()
    to_go, late = moments.left_words()
    if left <= 0:
        return late.format(_length(-left))
    if left < SHORT:
        return to_go.format(_length(left))
    return pgettext("promise", "due %(moment)s") % {"moment": moments.short(due, now)}


def _length(seconds: float) -> str:
    _now, minutes, hours, days = moments.ago_words()
    whole = int(seconds // 60)
    if whole < 60:
        return minutes.format(whole)
    return hours.format(whole // 60) if whole < 1440 else days.format(whole // 1440)
