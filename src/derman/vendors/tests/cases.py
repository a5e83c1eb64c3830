"""What tests of vendors do again and again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from derman.kernel import clock
from derman.people.models import Person
from derman.tickets.models import Message, Ticket
from derman.vendors import actions
from derman.vendors.models import Case, Vendor


def handed(agent: Person, ticket: Ticket, vendor: Vendor, **more: Any) -> Case:
    given: dict[str, Any] = {"text": "The server is down.", "way": "guest", **more}
    return actions.hand_to_vendor(actor=agent, ticket=ticket.pk, vendor=vendor.pk, **given)


def settled(case: Case) -> None:
    """The time for undoing has passed."""
    Message.objects.filter(forward=case.forward_id).update(created_at=clock.now() - timedelta(minutes=1))


def kinds(ticket: Ticket) -> list[str]:
    return list(ticket.events.values_list("kind", flat=True))
