"""Opening a ticket after a template, by the calendar or by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.by_rule import Doing, set_within
from derman.tickets.actions.changing import changing
from derman.tickets.actions.opening import check_filled_in, fill_in
from derman.tickets.actions.receive import new_ticket
from derman.tickets.incoming import Incoming
from derman.tickets.models import Ticket


def open_from_template(
    *,
    actor: Person | None,
    incoming: Incoming,
    doing: Doing,
    planned: events.FromTemplate,
    own: Mapping[str, Any] | None = None,
) -> Ticket:
    """Open a ticket after a template: by the calendar (no `actor`) or by hand, with all that it says; one timeline.

    `own`: what an actor filled in of the desk's own fields, where those were asked for. Raises what the single verbs
    raise, and WrongInput for a field that must be filled in (its key).
    """
    if actor is not None and own is not None:
        check_filled_in(actor, own, kind=incoming.kind, category=incoming.category, team=incoming.team_hint)
    with transaction.atomic():
        ticket, _message = new_ticket(incoming, actor=actor, requester=incoming.sender)
        # as the desk, since its category may have led it to a team that is closed to the actor
        with changing(ticket.pk, None) as change:
            change.actor = actor
            change.record(planned)
            set_within(change, doing)
        if actor is not None and own:
            return fill_in(actor, ticket.pk, own)
    return change.ticket
