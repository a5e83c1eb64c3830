"""Placing a ticket the moment it opens, and again when it is handed to a team that gives tickets out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from derman.people.models import Team
from derman.routing.book import the_book
from derman.routing.jobs import wait
from derman.routing.placing import Placed, give, gives_out, placed, usual
from derman.tickets import actions
from derman.tickets.facts import TicketChanged, TicketOpened
from derman.tickets.models import IN_WORK, Ticket

SOON = timedelta(seconds=2)
SETTLED = timedelta(seconds=20)  # what somebody may still take back is not given out


def place(fact: TicketOpened) -> None:
    """Give a new ticket its team (by the table, else of its category, of its channel, else the default one), a person.

    1 statement in a desk without a table; with one 3, and 2 more where a row asks for the time; then 5 for whoever is
    given the ticket.
    """
    ticket = actions.ticket_at_hand(fact.ticket)
    as_ever = usual(ticket.category_id, fact.team_hint)
    book = the_book(as_ever.table)
    if ticket.team is not None:
        found = Placed(ticket.team, "")
    else:
        opening = actions.opening_at_hand(fact.ticket)
        found = placed(book, ticket, opening[1] if opening is not None else None, as_ever)
        _to_team(ticket, found, fact.channel, book.version)
    team = found.team
    if team is None or not gives_out(team, found.row) or ticket.assignee_id is not None:
        return
    if not give(ticket, team.pk, found.row, as_ever.skill, book.weights):
        wait(ticket, team.pk, found.row, soon=SOON)


def _to_team(ticket: Ticket, found: Placed, channel: str, version: int) -> None:
    if found.team is None:
        return
    why = found.why
    if why == "mailbox" and channel == "portal":
        why = "runbook"  # the end of a guided fix says where it goes
    because: dict[str, Any] = {"category": ticket.category_id} if why == "category" else {}
    if found.row is not None:
        because = {"row": found.row.id, "name": found.row.name, "version": version, "fits": list(found.fits)}
    actions.hand_over(actor=None, ticket=ticket.pk, team=found.team, why=why, because=because)


def keep_up(fact: TicketChanged) -> None:
    """A ticket came to another team: where that gives tickets out, somebody is given it in a moment.

    What was moved up with a hand-over waits for whoever accepts it.
    """
    if "team.changed" not in fact.kinds or any(kind.startswith("handover.") for kind in fact.kinds):
        return
    if actions.opening_at_hand(fact.ticket) is not None:
        return
    ticket = actions.ticket_at_hand(fact.ticket)
    team = ticket.team
    if team is None or ticket.assignee_id is not None or ticket.status not in IN_WORK:
        return
    if team.placing == Team.Placing.PUSH:
        wait(ticket, team.pk, None, soon=SETTLED)
