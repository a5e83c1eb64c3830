"""To which team a ticket goes and, where that gives tickets out, to whom: the table's row first, then as ever."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from derman.kernel import sql
from derman.kernel.recalling import recall
from derman.people.models import Person, Skill, Team
from derman.routing.about import about_new
from derman.routing.book import Book
from derman.routing.choosing import Wish, choose
from derman.routing.matching import Fit, first_that_fits
from derman.routing.rows import Row
from derman.routing.weights import Weights
from derman.tickets import actions
from derman.tickets.models import Message, Ticket

_USUAL = """
WITH RECURSIVE above (id, parent, team, skill, depth) AS (
    SELECT id, parent_id, team_id, skill_id, 0 FROM tickets_category WHERE id = %(category)s
    UNION ALL SELECT c.id, c.parent_id, c.team_id, c.skill_id, depth + 1
    FROM tickets_category c JOIN above ON above.parent = c.id),
place (team) AS (SELECT (SELECT team FROM above WHERE team IS NOT NULL ORDER BY depth LIMIT 1))
SELECT (SELECT max(id) FROM routing_table), (SELECT skill FROM above WHERE depth = 0), place.team IS NOT NULL,
    {team}
FROM place LEFT JOIN LATERAL (SELECT * FROM people_team team WHERE team.id = place.team
    OR (place.team IS NULL AND (team.id = %(hint)s OR team.is_default))
    ORDER BY (team.id = %(hint)s) DESC NULLS LAST, team.tier, team.name LIMIT 1) t ON true
"""


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds where no row of the table fits: the team of the category, of the channel, else the default one."""

    table: int | None  # the key of the one that is live
    skill: int | None  # of the category
    team: Team | None
    why: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a ticket goes: the row that says so, what made it fit, or what holds as ever."""

    team: Team | None
    why: str
    row: Row | None = None
    fits: tuple[Fit, ...] = ()


def usual(category: int | None, hint: int | None) -> Usual:
    """1 statement; inside `recalling` once for the same category and hint."""
    return recall(("routing", category, hint), lambda: _usual(category, hint))


def _usual(category: int | None, hint: int | None) -> Usual:
    shape = sql.shape(Team)
    ((table, skill, by_category, *team),) = sql.rows(
        _USUAL.format(team=shape.columns("t")), {"category": category, "hint": hint}
    )
    found = shape.make(team)
    hinted = found is not None and found.pk == hint
    return Usual(table, skill, found, "category" if by_category else "mailbox" if hinted else "default")


def placed(book: Book, ticket: Ticket, message: Message | None, as_ever: Usual) -> Placed:
    """By the table, else as ever. None, 2 or 4 statements."""
    found = first_that_fits(book.rows, about_new(ticket, message)) if book.rows else None
    if found is not None:
        row, fits = found
        team = recall(("team", row.team), lambda: next(iter(sql.read(Team, "WHERE t.id = %s", [row.team])), None))
        if team is not None:
            return Placed(team, "table", row, tuple(fits))
    return Placed(as_ever.team, as_ever.why)


def gives_out(team: Team, row: Row | None) -> bool:
    """Is somebody of the team given the ticket?"""
    if row is not None and row.gives != "team":
        return row.gives == "push"
    return team.placing == Team.Placing.PUSH


def wish_for(ticket: Ticket, team: int, row: Row | None, skill: int | None, weights: Weights) -> Wish:
    """Who is wanted for a ticket; `skill` is that of its category. 1 statement where categories weigh differently."""
    points = weights.by_priority()[ticket.priority - 1]
    if weights.categories:
        above = recall("categories", lambda: dict(sql.rows("SELECT id, parent_id FROM tickets_category")))
        points *= weights.by_category(above).get(ticket.category_id or 0, 1)
    wish = Wish(team=team, skill=skill, points=points)
    if row is None:
        return wish
    return replace(
        wish,
        skill=row.skill if row.skill is not None else skill,
        level=row.level,
        needed=row.skill is not None,
        capacity=row.capacity,
        working=row.duty == "working",
        last_agent_of=ticket.requester_id if row.last_agent else None,
    )


def give(ticket: Ticket, team: int, row: Row | None, skill: int | None, weights: Weights) -> bool:
    """Give a ticket to somebody of its team; False where nobody can have it now."""
    wish = wish_for(ticket, team, row, skill, weights)
    chosen = choose(wish, weights)
    if chosen is None:
        return False
    knows = bool(chosen.level)
    because: dict[str, Any] = {"load": chosen.count, "points": chosen.load}
    because["skill"] = _skill_name(wish.skill) if wish.skill is not None and knows else ""
    if row is not None:
        because |= {"row": row.id, "name": row.name}
    why = "last_agent" if chosen.last else "skill_and_load" if knows else "load"
    person = Person.objects.get(pk=chosen.person)
    actions.assign(actor=None, ticket=ticket.pk, assignee=person, why=why, because=because)
    return True


def _skill_name(skill: int) -> str:
    return recall(("skill", skill), lambda: Skill.objects.values_list("name", flat=True).get(pk=skill))
