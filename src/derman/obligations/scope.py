"""Whose obligations somebody is shown: an agent their own and what nobody has, a lead those of their teams.

Default deny, and never of a ticket that the person may not see. An administrator is as a lead of every team.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from derman.kernel import sql
from derman.people.models import Person
from derman.tickets.access import SEEN_BY_AGENTS


@dataclass(frozen=True, slots=True)
class Scope:
    """Who looks, at which teams (ids), which teams are closed to them, and whether others' tickets are theirs too."""

    person: int
    teams: list[int]
    closed: list[int]
    leads: bool
    administers: bool

    @property
    def parameters(self) -> dict[str, Any]:
        """The values of `reached` and `arms`."""
        return {"person": self.person, "teams": self.teams, "closed": self.closed}

    @property
    def reached(self) -> str:
        """Which tickets `t` count, in SQL."""
        if self.leads:
            mine = "(t.assignee_id = %(person)s OR t.team_id IS NULL OR t.team_id = ANY(%(teams)s))"
        else:
            free = "t.team_id IS NULL OR t.team_id = ANY(%(teams)s)"
            mine = f"(t.assignee_id = %(person)s OR (t.assignee_id IS NULL AND ({free})))"
        return f"({mine} AND {SEEN_BY_AGENTS})"

    def of_tickets(self, columns: str, condition: str, order: str, size: int, *, free: bool = False) -> str:
        """A SELECT of tickets `t`, read from the end of an index for each of the teams, and for one's own.

        `free`: the condition says already that nobody has them. Each ticket comes once.
        """
        tail = f"AND {condition} AND {SEEN_BY_AGENTS} ORDER BY {order} LIMIT {size:d}"
        nobody = "" if self.leads or free else "t.assignee_id IS NULL AND "
        each = (
            f"SELECT part.* FROM unnest(%(teams)s::bigint[]) AS own(team), LATERAL (SELECT {columns}"  # noqa: S608
            f" FROM tickets_ticket t WHERE {nobody}t.team_id = own.team {tail}) AS part"
        )
        none = f"(SELECT {columns} FROM tickets_ticket t WHERE {nobody}t.team_id IS NULL {tail})"  # noqa: S608
        arms = [each, none]
        if not free:
            apart = " AND NOT (t.team_id IS NULL OR t.team_id = ANY(%(teams)s))" if self.leads else ""
            arms.append(
                f"(SELECT {columns} FROM tickets_ticket t WHERE t.assignee_id = %(person)s{apart} {tail})"  # noqa: S608
            )
        return " UNION ALL ".join(arms)


_SCOPE = """
SELECT team.id, team.closed, EXISTS (SELECT 1 FROM people_membership own WHERE own.team_id = team.id
    AND own.person_id = %s) FROM people_team team ORDER BY team.id
"""


def scope_of(person: Person) -> Scope | None:
    """What somebody is to keep an eye on; None for who does not work at the desk. 1 statement."""
    if not person.is_staff_member:
        return None
    rows = sql.rows(_SCOPE, [person.pk])
    closed = [team for team, shut, member in rows if shut and not member]
    everywhere = person.is_administrator
    return Scope(
        person=person.pk,
        teams=[team for team, shut, member in rows if member or (everywhere and not shut)],
        closed=closed,
        leads=person.is_lead,
        administers=person.is_administrator,
    )


def values(scope: Scope, more: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a statement that asks within a scope."""
    return {**scope.parameters, **more}
