"""What becomes due as time passes: found by an index, and only what became so since a rule looked last.

What was so for longer when a rule was switched on is left alone: a new rule does not fall upon the past.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from derman.automation.models import Rule
from derman.desk.hours import the_hours
from derman.desk.working import WorkingTime
from derman.kernel import sql
from derman.tickets.models import UNRESOLVED

FARTHEST = timedelta(days=3 * 366)
MOST = 5_000  # tickets of one rule in one look

_SAID = """
SELECT m.ticket_id, m.created_at FROM tickets_message m JOIN tickets_ticket t ON t.number = m.ticket_id
WHERE m.public AND m.created_at > %(begin)s AND m.created_at <= %(end)s AND t.status = ANY(%(states)s)
AND NOT m.automatic AND m.withdrawn_at IS NULL AND m.forward_id IS NULL
"""
_TALK = """(
    SELECT {what} FROM tickets_message l WHERE l.ticket_id = m.ticket_id AND l.public AND NOT l.automatic
    AND l.withdrawn_at IS NULL AND l.forward_id IS NULL AND {which}
)"""
_AFTER = _TALK.format(what="1", which="l.seq > m.seq")
_ANSWER_AFTER = _TALK.format(what="1", which="l.staff AND l.seq > m.seq")
_ANSWER_BEFORE = _TALK.format(what="max(l.seq)", which="l.staff AND l.seq < m.seq")
_WORDS_BEFORE = _TALK.format(what="max(l.seq)", which="NOT l.staff AND l.seq < m.seq")
_STATEMENTS = {
    # the first words of the requester to which nobody has answered
    "unanswered": f"{_SAID} AND NOT m.staff AND NOT EXISTS {_ANSWER_AFTER}"
    f" AND coalesce({_WORDS_BEFORE}, 0) <= coalesce({_ANSWER_BEFORE}, 0)",
    # the last words of an agent, if nobody said anything afterwards
    "silent": f"{_SAID} AND m.staff AND NOT EXISTS {_AFTER}",
    "untouched": "SELECT t.number, t.updated_at FROM tickets_ticket t WHERE t.updated_at > %(begin)s"
    " AND t.updated_at <= %(end)s AND t.status = ANY(%(states)s)",
}


def due(rule: Rule, now: datetime) -> tuple[list[tuple[int, datetime]], datetime]:
    """The tickets (numbers) for which it has been so for the rule's hours since it looked last, and since when.

    Also until when all was seen: what is left over comes with the next look. 2 statements.
    """
    end = before(now, timedelta(hours=rule.hours), working_time() if rule.working else None)
    if rule.seen_until is None:
        return [], end
    values = {"begin": rule.seen_until, "end": end, "states": list(UNRESOLVED)}
    order = f" ORDER BY 2, 1 LIMIT {MOST}"
    found = [(number, since) for number, since in sql.rows(_STATEMENTS[rule.when] + order, values)]
    if len(found) == MOST:
        return found, found[-1][1] - timedelta(microseconds=1)
    return found, max(end, rule.seen_until)


def working_time() -> WorkingTime | None:
    """The open hours of the desk; None where it has none."""
    hours = the_hours()
    return hours.working_time() if hours is not None else None


def before(moment: datetime, span: timedelta, working: WorkingTime | None) -> datetime:
    """The last moment since which `span` has passed until `moment`; with `working`, of open hours alone."""
    if working is None:
        return moment - span
    low, high = moment - FARTHEST, moment
    near = moment - span * 8 - timedelta(days=14)
    if near > low and working.between(near, moment) >= span:
        low = near
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if working.between(middle, moment) >= span:
            low = middle
        else:
            high = middle
    return low
