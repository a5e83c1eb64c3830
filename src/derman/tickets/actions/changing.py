"""How a ticket changes: lock the row, change it, write the timeline, announce; all in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, live
from derman.kernel.facts import Fact, announce
from derman.people.models import Person
from derman.tickets import access
from derman.tickets.errors import NotAllowed, Overtaken, TicketNotFound
from derman.tickets.events import Payload
from derman.tickets.facts import TicketChanged
from derman.tickets.models import Event, Ticket


class Change:
    """One action on one locked ticket. `record` writes the timeline; what is set on `ticket` is saved at the end."""

    def __init__(self, ticket: Ticket, actor: Person | None) -> None:
        self.ticket = ticket
        self.actor = actor
        self.act = uuid.uuid4()
        self.at: datetime = clock.now()
        self.kinds: list[str] = []
        self.facts: list[Fact] = []
        self._events: list[Event] = []
        self._columns: set[str] = set()

    def set(self, **values: Any) -> None:
        """Set columns of the ticket; a foreign key by its `…_id` or object."""
        for name, value in values.items():
            setattr(self.ticket, name, value)
            self._columns.add(name.removesuffix("_id"))

    def record(self, payload: Payload, *, at: datetime | None = None) -> int:
        """Write one event; returns its sequence number."""
        self.ticket.seq += 1
        self._events.append(
            Event(
                ticket=self.ticket,
                seq=self.ticket.seq,
                kind=payload.kind,
                actor=self.actor,
                at=at or self.at,
                act=self.act,
                details=payload.details(),
            )
        )
        self.kinds.append(payload.kind)
        return self.ticket.seq

    def next_seq(self) -> int:
        """The number that the next `record` will give, for a message that must name it."""
        return self.ticket.seq + 1

    def later(self, fact: Fact) -> None:
        """Announce `fact` once the change is written."""
        self.facts.append(fact)

    def write(self, *, touch: bool = True) -> None:
        if not self._events:
            return
        if touch:
            self.set(updated_at=self.at)
        self._columns.add("seq")
        self.ticket.save(update_fields=sorted(self._columns))
        Event.objects.bulk_create(self._events)
        for fact in self.facts:
            announce(fact)
        announce(TicketChanged(ticket=self.ticket.pk, kinds=self.kinds, act=str(self.act)))
        live.signal("ticket", self.ticket.pk, audience=access.audience(self.ticket))


def locked(number: int, actor: Person | None) -> Ticket:
    """The ticket, locked until the transaction ends. Raises TicketNotFound where `actor` may not see it."""
    found = Ticket.objects.all() if actor is None else access.visible_to(actor)
    ticket = found.select_related("team").select_for_update(of=("self",)).filter(pk=number).first()
    if ticket is None:
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": number})
    return ticket


@contextmanager
def changing(
    number: int,
    actor: Person | None,
    *,
    expected_seq: int | None = None,
    as_requester: bool = False,
    touch: bool = True,
) -> Iterator[Change]:
    """Change a ticket as `actor` (None: the desk itself, which must say why in what it records).

    Agents only, unless `as_requester`, which looks the ticket up among the actor's own. `expected_seq` is the
    state that the actor has seen. Raises TicketNotFound, NotAllowed, Overtaken.
    """
    with transaction.atomic():
        if actor is not None and as_requester:
            if not access.own(actor).filter(pk=number).exists():
                raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": number})
            ticket = locked(number, None)
        else:
            ticket = locked(number, actor)
            if actor is not None and not actor.is_staff_member:
                raise NotAllowed(_("Only agents can do this."))
        if expected_seq is not None and ticket.seq != expected_seq:
            raise Overtaken(_("Somebody changed this ticket in the meantime. Look at it again."))
        change = Change(ticket, actor)
        yield change
        change.write(touch=touch)
