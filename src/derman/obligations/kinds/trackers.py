"""What is with the makers of a software and does not get on: it cannot be opened or asked for, or they are silent."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.obligations.finding import Finding, Kind
from derman.obligations.lengths import length
from derman.obligations.scope import Scope

_SILENT = "GREATEST(i.opened_at, COALESCE(i.said_until, i.opened_at))"
_PARTS = (
    # what passes by itself within minutes is nobody's work
    ("i.wrong_since", "fault", "i.wrong_since < %(now)s - interval '15 minutes'"),
    (
        _SILENT,
        "silent",
        f"i.stage = 'linked' AND i.wrong_since IS NULL AND i.opened_at < %(now)s - interval '14 days'"
        f" AND {_SILENT} < %(now)s - interval '14 days'",
    ),
)
_OF_TICKET = (
    "SELECT t.number AS ticket, i.id AS key, t.assignee_id AS owner, {since} AS since, NULL::timestamptz AS due,"
    " '{what}: ' || r.name || ' ' || i.number AS words FROM trackers_issue i"
    " JOIN trackers_tracker r ON r.id = i.tracker_id AND r.archived_at IS NULL"
    " JOIN tickets_ticket h ON h.number = i.ticket_id"  # where it was merged, the other one goes on
    " JOIN tickets_ticket t ON t.number = COALESCE(h.merged_into_id, h.number)"
    " WHERE NOT i.closed AND i.stage <> 'unlinked' AND {condition} AND t.status IN ('new', 'open', 'waiting')"
    " AND {reached} ORDER BY {since} LIMIT {size}"
)
_OF_PROBLEM = (
    "SELECT NULL::bigint AS ticket, i.id AS key, p.owner_id AS owner, {since} AS since, NULL::timestamptz AS due,"
    " '{what}: ' || r.name || ' ' || i.number AS words FROM trackers_issue i"
    " JOIN trackers_tracker r ON r.id = i.tracker_id AND r.archived_at IS NULL"
    " JOIN problems_problem p ON p.id = i.problem_id AND p.status <> 'closed'"
    " WHERE NOT i.closed AND i.stage <> 'unlinked' AND {condition} ORDER BY {since} LIMIT {size}"
)


def _issue(scope: Scope, size: int) -> str:
    parts = [
        _OF_TICKET.format(since=since, what=what, condition=condition, reached=scope.reached, size=int(size))
        for since, what, condition in _PARTS
    ]
    if scope.leads:
        parts += [
            _OF_PROBLEM.format(since=since, what=what, condition=condition, size=int(size))
            for since, what, condition in _PARTS
        ]
    return " UNION ALL ".join(f"({part})" for part in parts)


def _of_issue(found: Finding, now: datetime) -> str:
    what, _colon, name = found.words.partition(": ")
    said = {"issue": name.strip(), "long": length(found.since, now)}
    if what == "fault":
        return _("The tracker has failed for the issue %(issue)s for %(long)s.") % said
    return _("Nothing was heard of the issue %(issue)s for %(long)s.") % said


ISSUE = Kind("issue", gettext_lazy("Issues at the makers that do not get on"), _of_issue, "open", _issue)
