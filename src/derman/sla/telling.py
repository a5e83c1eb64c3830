"""Who hears of a promise that will be late, or is."""

from __future__ import annotations

from collections.abc import Collection

from derman.kernel import sql
from derman.tickets.models import Ticket

ROLES = ("assignee", "team", "lead", "manager")  # of a ladder

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
    OR (%(tell_manager)s AND p.id IN (SELECT id FROM manager)))
AND (NOT EXISTS (SELECT 1 FROM people_team t WHERE t.id = %(team)s AND t.closed) OR p.id IN (SELECT id FROM team))
ORDER BY p.id
"""


def whom(ticket: Ticket, roles: Collection[str]) -> list[int]:
    """The persons (ids) behind the `roles` of a ladder; of a ticket without an assignee the team stands for them.

    1 statement.
    """
    values = {f"tell_{role}": role in roles for role in ROLES}
    if ticket.assignee_id is None and "assignee" in roles:
        values["tell_team"] = True
    return [key for (key,) in sql.rows(_WHOM, {"team": ticket.team_id, "assignee": ticket.assignee_id, **values})]
