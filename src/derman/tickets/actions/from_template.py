"""Opening a ticket after a template, by the calendar or by hand."""

from __future__ import annotations

from django.db import transaction

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.by_rule import Doing, set_within
from derman.tickets.actions.changing import changing
from derman.tickets.actions.receive import new_ticket
from derman.tickets.incoming import Incoming
from derman.tickets.models import Ticket


def open_from_template(
    *, actor: Person | None, incoming: Incoming, doing: Doing, planned: events.FromTemplate
) -> Ticket:
    """Open a ticket after a template: by the calendar (no `actor`) or by hand, with all that it says; one timeline.

    Raises what the single verbs raise.
    """
    with transaction.atomic():
        ticket, _message = new_ticket(incoming, actor=actor, requester=incoming.sender)
        # as the desk, since its category may have led it to a team that is closed to the actor
        with changing(ticket.pk, None) as change:
            change.actor = actor
            change.record(planned)
            set_within(change, doing)
    return change.ticket
