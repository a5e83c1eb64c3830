"""Causes that nobody gets to the bottom of: problems that are open, and at which nothing was done for long."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.obligations.finding import Finding, Kind
from derman.obligations.lengths import length
from derman.obligations.scope import Scope
from derman.problems.access import SEEN_BY_AGENT
from derman.problems.models import OPEN, Decision

# what the desk has decided to live with is looked at again now and then, and not every two weeks
_STALE = (
    "SELECT NULL::bigint AS ticket, p.id AS key, p.owner_id AS owner, p.updated_at AS since, NULL::timestamptz AS due,"
    " p.title::text AS words FROM problems_problem p WHERE p.status IN ({open})"
    " AND p.updated_at < CASE p.decision WHEN '{accepted}' THEN %(quarter)s ELSE %(fortnight)s END"
    " AND {mine} AND {seen} ORDER BY p.updated_at LIMIT {size}"
)


def _stale(scope: Scope, size: int) -> str:
    free = "(p.team_id IS NULL OR p.team_id = ANY(%(teams)s))"
    mine = (
        f"(p.owner_id = %(person)s OR {free})"
        if scope.leads
        else f"(p.owner_id = %(person)s OR p.owner_id IS NULL AND {free})"
    )
    return _STALE.format(
        open=", ".join(f"'{status}'" for status in OPEN),
        accepted=Decision.ACCEPT.value,
        mine=mine,
        seen=SEEN_BY_AGENT,
        size=int(size),
    )


def _of_stale(found: Finding, now: datetime) -> str:
    said = {"problem": f"P{found.key}", "title": found.words, "long": length(found.since, now)}
    if found.owner is None:
        return _("%(problem)s “%(title)s” has no owner, and nothing was done for %(long)s.") % said
    return _("%(problem)s “%(title)s”: nothing was done for %(long)s.") % said


PROBLEM = Kind("problem", gettext_lazy("Problems at which nothing happens"), _of_stale, "open", _stale)
