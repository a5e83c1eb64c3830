"""Steps on a ticket that others take: tasks that are overdue, and people who have not said yes or no."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.obligations.finding import Finding, Kind
from derman.obligations.lengths import length, moment
from derman.obligations.scope import Scope
from derman.tickets.access import SEEN_BY_AGENTS

_OPEN = "t.status IN ('new', 'open', 'waiting')"


def _task(scope: Scope, size: int) -> str:
    return (
        "SELECT t.number AS ticket, k.id AS key, COALESCE(k.assignee_id, t.assignee_id) AS owner, k.due_at AS since,"  # noqa: S608
        " k.due_at AS due, COALESCE(k.titles->>%(language)s, (SELECT value FROM jsonb_each_text(k.titles) LIMIT 1), '')"
        " AS words FROM tickets_task k JOIN tickets_ticket t ON t.number = k.ticket_id"
        f" WHERE k.state = 'open' AND k.due_at < %(now)s AND {_OPEN}"
        f" AND ({scope.reached} OR (k.assignee_id = %(person)s AND {SEEN_BY_AGENTS})) ORDER BY k.due_at LIMIT {size:d}"
    )


def _of_task(found: Finding, now: datetime) -> str:
    said = {"task": found.words, "moment": moment(found.due_at or now)}
    return _("The task “%(task)s” was to be done by %(moment)s.") % said


TASK = Kind("task", gettext_lazy("Overdue tasks"), _of_task, "finish", _task)


def _approval(scope: Scope, size: int) -> str:
    return (
        "SELECT t.number AS ticket, a.id AS key, t.assignee_id AS owner, a.asked_at AS since, a.expires_at AS due,"  # noqa: S608
        " COALESCE(NULLIF(p.name, ''), p.email)::text AS words FROM tickets_approval a"
        " JOIN tickets_ticket t ON t.number = a.ticket_id JOIN people_person p ON p.id = a.person_id"
        f" WHERE a.state = 'asked' AND a.asked_at < %(yesterday)s AND {_OPEN} AND NOT EXISTS (SELECT 1"
        " FROM tickets_event e WHERE e.ticket_id = a.ticket_id AND e.kind = 'approval.reminded'"
        " AND e.actor_id IS NOT NULL AND e.at > %(yesterday)s)"
        f" AND ({scope.reached} OR (a.person_id = %(person)s AND {SEEN_BY_AGENTS}))"
        f" ORDER BY a.expires_at LIMIT {size:d}"
    )


def _of_approval(found: Finding, now: datetime) -> str:
    said = {"who": found.words, "long": length(found.since, now), "moment": moment(found.due_at or now)}
    return _("%(who)s was asked to agree %(long)s ago; the request ends on %(moment)s.") % said


APPROVAL = Kind("approval", gettext_lazy("Nobody has agreed yet"), _of_approval, "remind", _approval)
