"""What is owed because of major incidents: the next update to everybody, the review, and what the review decided."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.majors.access import SEEN_BY_AGENT
from derman.obligations.finding import Finding, Kind
from derman.obligations.lengths import length
from derman.obligations.scope import Scope

AHEAD = 2  # days
# of %(person)s: they lead it, or have a role in it
MINE = (
    "(m.lead_id = %(person)s OR EXISTS (SELECT 1 FROM majors_seat s WHERE s.major_id = m.id"
    " AND s.person_id = %(person)s))"
)
_MAJOR = (
    "SELECT NULL::bigint AS ticket, m.id AS key, m.lead_id AS owner, {since} AS since, {due} AS due,"
    " 'MI' || m.id || ' ' || COALESCE(p.titles ->> %(language)s, (SELECT min(t.value) FROM jsonb_each_text(p.titles)"
    " AS t)) AS words FROM majors_majorincident m"
    " JOIN announcements_announcement p ON p.id = m.announcement_id"
    " WHERE {condition} AND {seen} AND {whose} ORDER BY {due} LIMIT {size}"
)


def _update(scope: Scope, size: int) -> str:
    """From the moment on at which it was announced to be due soon."""
    return _MAJOR.format(
        since="m.update_due_at - make_interval(mins => m.update_every)",
        due="m.update_due_at",
        condition="m.update_due_at IS NOT NULL AND (m.stage > 0 OR m.update_due_at <= %(now)s)",
        whose="TRUE" if scope.leads else MINE,
        seen=SEEN_BY_AGENT,
        size=int(size),
    )


def _of_update(found: Finding, now: datetime) -> str:
    if found.due_at is not None and found.due_at <= now:
        said = {"major": found.words, "long": length(found.due_at, now)}
        return _("%(major)s: everybody affected should have heard of it %(long)s ago.") % said
    return _("%(major)s: everybody affected is to hear of it soon.") % {"major": found.words}


UPDATE = Kind("major_update", gettext_lazy("Updates of major incidents"), _of_update, "open", _update)


def _review(scope: Scope, size: int) -> str:
    """From the day after it was resolved; it is late after a week."""
    return _MAJOR.format(
        since="m.resolved_at",
        due="m.resolved_at + interval '7 days'",
        condition="m.state = 'resolved' AND m.resolved_at < %(yesterday)s",
        whose="TRUE" if scope.leads else MINE,
        seen=SEEN_BY_AGENT,
        size=int(size),
    )


def _of_review(found: Finding, now: datetime) -> str:
    said = {"major": found.words, "long": length(found.since, now)}
    return _("%(major)s was resolved %(long)s ago and is not reviewed yet.") % said


REVIEW = Kind("major_review", gettext_lazy("Reviews of major incidents"), _of_review, "open", _review)


_ACTION = (
    "SELECT NULL::bigint AS ticket, m.id AS key, a.owner_id AS owner, a.due_on::timestamptz AS since,"
    " (a.due_on + 1)::timestamptz AS due, a.due_on::text || ' MI' || m.id || ' · ' || a.title AS words"
    " FROM majors_action a JOIN majors_majorincident m ON m.id = a.major_id"
    " WHERE a.done_at IS NULL AND a.dropped_at IS NULL AND a.due_on <= %(today)s + {ahead}"
    " AND {seen} AND {whose} ORDER BY a.due_on LIMIT {size}"
)


def _action(scope: Scope, size: int) -> str:
    """To its owner two days before, to leads from the day on."""
    own = "a.owner_id = %(person)s"
    whose = f"({own} OR a.due_on <= %(today)s)" if scope.leads else own
    return _ACTION.format(ahead=AHEAD, seen=SEEN_BY_AGENT, whose=whose, size=int(size))


def _of_action(found: Finding, now: datetime) -> str:
    day, _blank, title = found.words.partition(" ")
    said = {"action": title, "day": date_format(date.fromisoformat(day), "j F Y")}
    if found.due_at is not None and found.due_at <= now:
        return _("%(action)s: was to be done by %(day)s.") % said
    return _("%(action)s: to be done by %(day)s.") % said


ACTION = Kind("major_action", gettext_lazy("Actions of reviews"), _of_action, "open", _action)
