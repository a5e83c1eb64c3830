"""Pages that no gateway took: somebody should have been called, and their phone never rang."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.channels.pager.words import WORDS
from derman.majors.access import SEEN_BY_AGENT
from derman.obligations.finding import Finding, Kind
from derman.obligations.kinds.majors import MINE
from derman.obligations.lengths import length
from derman.obligations.scope import Scope

# the last one of each person for each thing: who was reached later was reached
_LAST = (
    "p.state = 'failed' AND p.at > %(week)s AND NOT EXISTS (SELECT 1 FROM pager_page later"
    " WHERE later.person_id = p.person_id AND later.{what} = p.{what} AND later.id > p.id)"
)
# as long as they are still needed
_OF_TICKET = (
    "SELECT t.number AS ticket, p.id AS key, p.person_id AS owner, p.at AS since, NULL::timestamptz AS due,"
    " p.code::text AS words FROM pager_page p JOIN tickets_ticket t ON t.number = p.ticket_id"
    " WHERE {last} AND t.status IN ('new', 'open', 'waiting') AND EXISTS (SELECT 1 FROM sla_clock c"
    " WHERE c.ticket_id = t.number AND c.state IN ('running', 'paused') AND c.stage > 0 AND c.acknowledged_at IS NULL)"
    " AND {reached} ORDER BY p.at LIMIT {size}"
)
_OF_MAJOR = (
    "SELECT NULL::bigint AS ticket, m.id AS key, p.person_id AS owner, p.at AS since, NULL::timestamptz AS due,"
    " p.code || ' MI' || m.id AS words FROM pager_page p JOIN majors_majorincident m ON m.id = p.major_id"
    " WHERE {last} AND p.why <> 'major_off' AND m.resolved_at IS NULL"
    " AND (p.why <> 'major_late' OR m.stage > 0) AND {seen} AND {whose} ORDER BY p.at LIMIT {size}"
)


def _page(scope: Scope, size: int) -> str:
    tickets = _OF_TICKET.format(last=_LAST.format(what="ticket_id"), reached=scope.reached, size=int(size))
    whose = "TRUE" if scope.leads else MINE
    majors = _OF_MAJOR.format(last=_LAST.format(what="major_id"), seen=SEEN_BY_AGENT, whose=whose, size=int(size))
    return f"({tickets}) UNION ALL ({majors})"


def _of_page(found: Finding, now: datetime) -> str:
    code, _blank, major = found.words.partition(" ")
    said = {"person": found.owner_name, "long": length(found.since, now), "why": WORDS.get(code, ""), "major": major}
    if major:
        return (_("%(major)s: %(person)s was to be paged %(long)s ago, and no page left. %(why)s") % said).strip()
    return (_("%(person)s was to be paged %(long)s ago, and no page left. %(why)s") % said).strip()


PAGE = Kind("page", gettext_lazy("Pages that did not leave"), _of_page, "open", _page)
