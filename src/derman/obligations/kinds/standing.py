"""What can be read off a ticket's own row: a promise that is due, nobody who has it, an owner who is away.

Together they are the rule that no ticket is open without a next step: an owner who is here and does something, a date,
or somebody who is waited for. Each is read from the end of an index of tickets, for each team.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.obligations.finding import Finding, Kind
from derman.obligations.lengths import length, moment
from derman.obligations.scope import Scope
from derman.sla.models import Target
from derman.tickets.access import SEEN_BY_AGENTS
from derman.tickets.models import WaitingFor

_OPEN = "t.status IN ('new', 'open', 'waiting')"
_ROW = (
    "t.number AS ticket, 0::bigint AS key, t.assignee_id AS owner, {since} AS since, t.due_at AS due, {words} AS words"
)


def _promise(scope: Scope, size: int) -> str:
    columns = _ROW.format(since="COALESCE(t.promised_at, t.created_at)", words="t.promise::text")
    return scope.of_tickets(columns, "t.due_at IS NOT NULL AND t.due_at < %(soon)s", "t.due_at", size)


def _of_promise(found: Finding, now: datetime) -> str:
    name = dict(Target.choices).get(found.words, found.words)
    said = {"what": name, "moment": moment(found.due_at or now)}
    if found.due_at is not None and found.due_at <= now:
        return _("%(what)s was promised until %(moment)s.") % said
    return _("%(what)s is promised until %(moment)s.") % said


PROMISE = Kind("promise", gettext_lazy("Promises that are late or almost"), _of_promise, "answer", _promise)


def _untaken(scope: Scope, size: int) -> str:
    free = "t.assignee_id IS NULL AND t.status IN ('new', 'open') AND t.created_at < %(hour)s"
    columns = _ROW.format(since="t.created_at", words="''::text") + ", t.priority AS priority"
    order = "t.priority, t.created_at"
    inner = scope.of_tickets(columns, free, order, size, free=True)
    return f"SELECT ticket, key, owner, since, due, words FROM ({inner}) AS free ORDER BY priority, since"  # noqa: S608


def _of_untaken(found: Finding, now: datetime) -> str:
    return _("Nobody has taken it for %(long)s.") % {"long": length(found.since, now)}


UNTAKEN = Kind("untaken", gettext_lazy("Nobody has taken them"), _of_untaken, "take", _untaken)


def _waiting(scope: Scope, size: int) -> str:
    """Past its date (the worker brings it back within a minute, unless it is away), or for long without any."""
    columns = _ROW.format(since="COALESCE(t.waiting_until, t.updated_at)", words="t.waiting_for::text")
    undated = "t.status = 'waiting' AND t.waiting_until IS NULL AND t.updated_at < %(week)s"
    past = (
        f"SELECT {columns} FROM tickets_ticket t WHERE t.status = 'waiting' AND t.waiting_until IS NOT NULL"  # noqa: S608
        f" AND t.waiting_until <= %(now)s AND t.later <> 'waiting' AND {scope.reached}"
        f" ORDER BY t.waiting_until LIMIT {size:d}"
    )
    return f"({past}) UNION ALL ({scope.of_tickets(columns, undated, 't.updated_at', size)})"


def _of_waiting(found: Finding, now: datetime) -> str:
    if found.words == WaitingFor.DATE:
        return _("Its date has come: it was to wait until %(moment)s.") % {"moment": moment(found.since)}
    whom = dict(WaitingFor.choices).get(found.words, "")
    return _("%(whom)s, for %(long)s and with no date.") % {"whom": whom, "long": length(found.since, now)}


WAITING = Kind("waiting", gettext_lazy("Waiting too long"), _of_waiting, "wake", _waiting)


def _idle(scope: Scope, size: int) -> str:
    columns = _ROW.format(since="t.updated_at", words="''::text")
    parts = [
        scope.of_tickets(
            columns,
            f"t.status = '{status}' AND t.assignee_id IS NOT NULL AND t.updated_at < %(days)s",
            "t.updated_at",
            size,
        )
        for status in ("open", "new")
    ]
    return " UNION ALL ".join(f"({part})" for part in parts)


def _of_idle(found: Finding, now: datetime) -> str:
    return _("%(owner)s has it, and nothing has happened for %(long)s.") % {
        "owner": found.owner_name,
        "long": length(found.since, now),
    }


IDLE = Kind("idle", gettext_lazy("Nothing happens"), _of_idle, "open", _idle)

# who has tickets is found by leaping through an index, from one to the next: as many steps as there are such people
_ABSENT = """
WITH RECURSIVE holder (id) AS (
    (SELECT t.assignee_id FROM tickets_ticket t WHERE {open} AND t.assignee_id IS NOT NULL
        ORDER BY t.assignee_id LIMIT 1)
    UNION ALL SELECT (SELECT t.assignee_id FROM tickets_ticket t WHERE {open} AND t.assignee_id > holder.id
        ORDER BY t.assignee_id LIMIT 1) FROM holder WHERE holder.id IS NOT NULL
), gone AS (
    SELECT p.id, p.away_until, p.stand_in_id, NOT p.is_active OR p.role = 'requester' AS gone
    FROM holder JOIN people_person p ON p.id = holder.id
    WHERE NOT p.is_active OR p.role = 'requester' OR p.away_until >= %(today)s
)
SELECT part.* FROM gone, LATERAL (
    SELECT t.number AS ticket, 0::bigint AS key, t.assignee_id AS owner, t.updated_at AS since, t.due_at AS due,
        CASE WHEN gone.gone THEN '' ELSE gone.away_until::text END AS words
    FROM tickets_ticket t WHERE t.assignee_id = gone.id AND {open} AND (gone.gone OR t.status <> 'waiting')
    AND t.assignee_id <> %(person)s AND {seen}
    AND (t.team_id IS NULL OR t.team_id = ANY(%(teams)s) OR gone.stand_in_id = %(person)s)
    ORDER BY t.updated_at DESC LIMIT {size}
) AS part
"""


def _absent(_scope: Scope, size: int) -> str:
    return _ABSENT.format(open=_OPEN, seen=SEEN_BY_AGENTS, size=int(size))


def _of_absent(found: Finding, now: datetime) -> str:
    if not found.words:
        return _("%(owner)s has it, and does not work here any more.") % {"owner": found.owner_name}
    day = date_format(date.fromisoformat(found.words), "j F")
    return _("%(owner)s has it, and is away until %(day)s.") % {"owner": found.owner_name, "day": day}


ABSENT = Kind("absent", gettext_lazy("Their agent is away"), _of_absent, "take", _absent)
