"""What this room has noted when it happened: who waits for an answer, what was promised, what came back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from derman.obligations.finding import Finding, Kind
from derman.obligations.lengths import length, moment
from derman.obligations.reading.moods import ANGRY
from derman.obligations.scope import Scope
from derman.tickets.access import SEEN_BY_AGENTS

_OPEN = "t.status IN ('new', 'open', 'waiting')"


def _noted(
    condition: str, *, among: str = _OPEN, order: str = "o.since", own: bool = False
) -> Callable[[Scope, int], str]:
    """A question for what is noted; `own`: also what oneself has promised on another's ticket."""

    def select(scope: Scope, size: int) -> str:
        reached = scope.reached
        if own:
            reached = f"({reached} OR (o.person_id = %(person)s AND {SEEN_BY_AGENTS}))"
        return (
            "SELECT o.ticket_id AS ticket, o.id AS key, COALESCE(o.person_id, t.assignee_id) AS owner,"  # noqa: S608
            " o.since AS since, o.due_at AS due, o.words::text AS words"
            " FROM obligations_obligation o JOIN tickets_ticket t ON t.number = o.ticket_id"
            f" WHERE {condition} AND {among} AND {reached} ORDER BY {order} LIMIT {size:d}"
        )

    return select


def _who(found: Finding) -> str:
    return found.requester or _("Somebody")


def _of_unanswered(found: Finding, now: datetime) -> str:
    return _("%(who)s has been waiting for an answer for %(long)s.") % {
        "who": _who(found),
        "long": length(found.since, now),
    }


# whom nobody has is found as such; who is asked to wait for somebody else still wants to hear of it
_UNANSWERED = (
    "(t.status IN ('new', 'open') OR (t.status = 'waiting' AND t.waiting_for IN ('vendor', 'change')))"
    " AND t.assignee_id IS NOT NULL"
)
UNANSWERED = Kind(
    "unanswered",
    gettext_lazy("Requesters who wait for an answer"),
    _of_unanswered,
    "answer",
    _noted("o.kind = 'unanswered' AND o.state = 'open' AND o.since < %(hour)s", among=_UNANSWERED),
)


def _of_word(found: Finding, now: datetime) -> str:
    said = {"owner": found.owner_name, "words": found.words, "moment": moment(found.due_at or now)}
    if found.due_at is not None and found.due_at <= now:
        return _("%(owner)s promised: “%(words)s” That was until %(moment)s.") % said
    return _("%(owner)s promised: “%(words)s” That is until %(moment)s.") % said


WORD = Kind(
    "word",
    gettext_lazy("Promised in a reply"),
    _of_word,
    "settle",
    _noted("o.kind = 'word' AND o.state = 'open' AND o.due_at < %(day)s", order="o.due_at", own=True),
)


def _of_offered(found: Finding, now: datetime) -> str:
    said = {"owner": found.owner_name, "words": found.words, "moment": moment(found.due_at or now)}
    return _("%(owner)s wrote: “%(words)s” Shall it be a promise until %(moment)s?") % said


OFFERED = Kind(
    "offered",
    gettext_lazy("Is this a promise?"),
    _of_offered,
    "keep",
    _noted("o.kind = 'word' AND o.state = 'offered'", own=True),
    second="drop",
)


def _of_mood(found: Finding, now: datetime) -> str:
    mood, _colon, words = found.words.partition(": ")
    said = {"who": _who(found), "words": words}
    if mood == ANGRY:
        return _("%(who)s sounds angry: “%(words)s”.") % said
    return _("%(who)s writes that it is urgent: “%(words)s”.") % said


MOOD = Kind(
    "mood",
    gettext_lazy("Angry or urgent"),
    _of_mood,
    "answer",
    _noted("o.kind = 'mood' AND o.state = 'open'"),
    second="settle",
)


def _of_bounced(found: Finding, now: datetime) -> str:
    return _("An answer did not arrive, %(long)s ago: %(who)s does not know it.") % {
        "who": _who(found),
        "long": length(found.since, now),
    }


BOUNCED = Kind(
    "bounced",
    gettext_lazy("Answers that did not arrive"),
    _of_bounced,
    "open",
    _noted("o.kind = 'bounced' AND o.state = 'open'", among="t.status IN ('new', 'open', 'waiting', 'resolved')"),
    second="settle",
)

_UNTOUCHED = (
    "o.kind = 'returned' AND o.state = 'open' AND NOT EXISTS (SELECT 1 FROM tickets_event e"
    " WHERE e.ticket_id = o.ticket_id AND e.at > o.since AND e.actor_id IS NOT NULL)"
)


def _of_returned(found: Finding, now: datetime) -> str:
    said = {"long": length(found.since, now)}
    if found.words == "no_answer":
        return _("No answer came, so it is back in work for %(long)s; nobody has touched it since.") % said
    return _("Its date came, so it is back in work for %(long)s; nobody has touched it since.") % said


RETURNED = Kind(
    "returned",
    gettext_lazy("Back from waiting"),
    _of_returned,
    "open",
    _noted(_UNTOUCHED, among="t.status IN ('new', 'open')"),
)


def _of_reopened(found: Finding, now: datetime) -> str:
    times = int(found.words or 2)
    return ngettext("It was reopened %(count)d time.", "It was reopened %(count)d times.", times) % {"count": times}


REOPENED = Kind(
    "reopened",
    gettext_lazy("Reopened twice"),
    _of_reopened,
    "open",
    _noted("o.kind = 'reopened' AND o.state = 'open'"),
    second="settle",
)
