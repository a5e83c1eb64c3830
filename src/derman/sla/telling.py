"""Who hears of a promise that will be late, or is; and to which team a ticket moves up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from derman.desk.hours import hours_of_all
from derman.desk.rotas import duties
from derman.kernel import sql
from derman.tickets.models import Ticket

ON_CALL, UP = "on_call", "up"
ROLES = ("assignee", "team", "lead", "manager", UP, ON_CALL)  # of a ladder

# the lead: who leads the team of the ticket, else whoever leads at all; nobody hears of what they may not see
_WHOM = """
WITH team AS (SELECT m.person_id AS id FROM people_membership m WHERE m.team_id = %(team)s),
    leads AS (SELECT p.id FROM people_person p WHERE p.role = 'lead' AND p.is_active AND p.id IN (SELECT id FROM team)),
    manager AS (SELECT p.manager_id AS id FROM people_person p WHERE p.id = %(assignee)s)
SELECT p.id FROM people_person p WHERE p.is_active AND p.role <> 'requester' AND (
    (%(tell_assignee)s AND p.id = %(assignee)s)
    OR (%(tell_team)s AND p.available AND p.id IN (SELECT id FROM team))
    OR (%(tell_lead)s AND (p.id IN (SELECT id FROM leads)
        OR (NOT EXISTS (SELECT 1 FROM leads) AND p.role IN ('lead', 'administrator'))))
    OR (%(tell_manager)s AND p.id IN (SELECT id FROM manager))
    OR p.id = %(paged)s)
AND (NOT EXISTS (SELECT 1 FROM people_team t WHERE t.id = %(team)s AND t.closed) OR p.id IN (SELECT id FROM team))
ORDER BY p.id
"""
_TOLD = ("assignee", "team", "lead", "manager")

# up: the next tier that has a team; of its teams the one that gets most hand-overs from here, else the first by name
_ABOVE = """
SELECT t.id FROM people_team t WHERE NOT t.closed AND t.tier BETWEEN %(tier)s + 1 AND 3
AND NOT EXISTS (SELECT 1 FROM people_team own WHERE own.id = %(team)s AND own.closed)
ORDER BY t.tier, (SELECT count(*) FROM tickets_handover h WHERE h.to_team_id = t.id AND h.from_team_id = %(team)s) DESC,
    t.name, t.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told (ids), and who of them is paged since they are on call."""

    persons: list[int]
    paged: list[int]


def whom(ticket: Ticket, roles: Collection[str], *, moment: datetime, pages: int = 0) -> Told:
    """The persons behind the `roles` of a ladder; of a ticket without an assignee the team stands for them.

    `pages`: how often those on call were paged for this promise before; then the next one of the rota is. Within the
    hours of the team it is the team that is told, and where it has no rota, its lead. 1 statement, 6 for a page.
    """
    wanted, paged = set(roles), None
    if ON_CALL in wanted and ticket.team_id is not None:
        paged = _on_call(ticket.team_id, moment, pages)
        if paged is None:
            wanted.add("team" if _is_open(ticket.team_id, moment) else "lead")
    elif ON_CALL in wanted:
        wanted.add("lead")
    if ticket.assignee_id is None and "assignee" in wanted:
        wanted.add("team")
    values = {f"tell_{role}": role in wanted for role in _TOLD}
    named = {"team": ticket.team_id, "assignee": ticket.assignee_id, "paged": paged}
    found = [key for (key,) in sql.rows(_WHOM, {**named, **values})]
    return Told(found, [key for key in found if key == paged])


def team_above(ticket: Ticket) -> int | None:
    """To which team (id) a ticket moves up; None from the top, and from a closed team. 1 statement."""
    found = sql.rows(_ABOVE, {"tier": ticket.tier, "team": ticket.team_id})
    return found[0][0] if found else None


def _is_open(team: int, moment: datetime) -> bool:
    """Are these the hours of a team? Whoever has none is on call around the clock."""
    found = hours_of_all()
    hours = found.teams.get(team, found.desk)
    return hours is not None and hours.is_open(moment)


def _on_call(team: int, moment: datetime, pages: int) -> int | None:
    if _is_open(team, moment):
        return None
    order = [one.person.pk for duty in duties(moment, teams=[team]) for one in duty.order]
    return order[pages % len(order)] if order else None
