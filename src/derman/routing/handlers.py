"""Placing a ticket the moment it opens, and again when it is handed to a team that gives tickets out."""

from __future__ import annotations

from typing import Any

from django.db import connection

from derman.kernel import sql
from derman.kernel.recalling import recall
from derman.people.models import Team
from derman.routing.queries import choose
from derman.tickets import actions
from derman.tickets.facts import TicketOpened
from derman.tickets.models import Ticket


def place(fact: TicketOpened) -> None:
    """Give a new ticket its team (of its category, of its channel, else the default one) and, there, a person."""
    ticket = actions.ticket_at_hand(fact.ticket)
    team, why = _team_for(ticket, fact.team_hint)
    if why == "mailbox" and fact.channel == "portal":
        why = "runbook"  # the end of a guided fix says where it goes
    if ticket.team is None and team is not None:
        because: dict[str, Any] = {"category": ticket.category_id} if why == "category" else {}
        actions.hand_over(actor=None, ticket=ticket.pk, team=team, why=why, because=because)
    team = team or ticket.team
    if team is None or team.placing != Team.Placing.PUSH or ticket.assignee_id is not None:
        return
    with connection.cursor() as cursor:
        # of two tickets that come at once, the second must see the load that the first one made
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('derman.routing'), %s)", [team.pk])
    chosen = choose(team, ticket.category.skill_id if ticket.category else None)
    if chosen is not None:
        actions.assign(
            actor=None,
            ticket=ticket.pk,
            assignee=chosen.person,
            why="skill_and_load" if chosen.skill else "load",
            because={"load": chosen.load, "skill": chosen.skill},
        )


def _team_for(ticket: Ticket, hint: int | None) -> tuple[Team | None, str]:
    category = ticket.category
    while category is not None:
        if category.team is not None:
            return category.team, "category"
        category = category.parent
    # at every new ticket: the team of the hint where it exists, else the default one
    tail = "WHERE t.id = %(hint)s OR t.is_default ORDER BY (t.id = %(hint)s) DESC NULLS LAST, t.tier, t.name LIMIT 1"
    team = recall(("team", hint), lambda: next(iter(sql.read(Team, tail, {"hint": hint})), None))
    return team, "mailbox" if team is not None and team.pk == hint else "default"
