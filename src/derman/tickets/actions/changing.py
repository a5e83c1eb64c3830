"""How a ticket changes: lock the row, change it, write the timeline, announce; all in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from derman.kernel import clock, live, sql
from derman.kernel.facts import Fact, announce
from derman.kernel.recalling import remember
from derman.people.models import Person
from derman.tickets import access
from derman.tickets.actions.at_hand import Beside, Held, held_now, holding, write_all
from derman.tickets.actions.locking import locked, taken
from derman.tickets.errors import NotAllowed, Overtaken, TicketNotFound
from derman.tickets.events import Payload, stays_inside
from derman.tickets.facts import TicketChanged, TicketsChanged
from derman.tickets.models import Event, Message, Ticket

# Changes of tickets that were locked together, while they wait to be written together.
_waiting: ContextVar[list[Change] | None] = ContextVar("waiting_changes", default=None)


class Change:
    """One action on one locked ticket. `record` writes the timeline; what is set on `ticket` is saved at the end."""

    def __init__(self, ticket: Ticket, actor: Person | None, *, held: Held | None = None) -> None:
        self.at: datetime = clock.now()
        self._held = held or Held(ticket, self.at)
        self._joins = held is not None
        self.ticket = ticket
        self.actor = actor
        self.act = uuid.uuid4()
        self.kinds: list[str] = []
        self.undone: list[str] = []  # kinds of the events that are taken back
        self.facts: list[Fact] = []

    def set(self, **values: Any) -> None:
        """Set columns of the ticket; a foreign key by its `…_id` or object."""
        for name, value in values.items():
            setattr(self.ticket, name, value)
            self._held.columns.add(name.removesuffix("_id"))

    @property
    def beside(self) -> Beside:
        """What is written together with the ticket."""
        return self._held.beside

    @property
    def followers(self) -> frozenset[int]:
        """Who is in copy (ids); to be set by whoever changes that. 1 statement, once."""
        if self._held.followers is None:
            found = sql.rows("SELECT person_id FROM tickets_follower WHERE ticket_id = %s", [self.ticket.pk])
            self._held.followers = frozenset(person for (person,) in found)
        return self._held.followers

    @followers.setter
    def followers(self, known: Iterable[int]) -> None:
        self._held.followers = frozenset(known)

    def record(self, payload: Payload, *, at: datetime | None = None) -> int:
        """Write one event; returns its sequence number."""
        self.ticket.seq += 1
        self._held.events.append(
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

    def insert(self, message: Message) -> None:
        """Write a message of the ticket, and the ticket itself where it is new. 1 statement."""
        self._held.insert(message)

    def add(self, row: Model) -> None:
        """Insert a row that hangs on the ticket, and give it its key. 1 statement.

        None where the change waits to be written with others: then the row waits too. One whose key is made by the
        database needs one that was taken before (`sql.expect_keys`).
        """
        key = row.pk if row.pk is not None or not self._waits else sql.spare_key(type(row))
        if self._waits and key is not None:
            row.pk = key
            self._held.beside.insert(row)
        else:
            sql.insert(row)

    def alter(self, row: Model, *names: str) -> None:
        """Write these fields of a row that hangs on the ticket: 1 statement, or with the change where that waits."""
        if self._waits:
            self._held.beside.update(row, names)
        else:
            sql.update(row, names)

    def remove(self, row: Model) -> None:
        """Delete a row that hangs on the ticket: 1 statement, or with the change where that waits."""
        if self._waits:
            self._held.beside.delete(row)
        else:
            sql.delete(row)

    @property
    def _waits(self) -> bool:
        return _waiting.get() is not None and not self._joins and not self._held.is_new

    def later(self, fact: Fact) -> None:
        """Announce `fact` once the change is written."""
        self.facts.append(fact)

    def write(self, *, touch: bool = True) -> None:
        """Write the ticket and its timeline, and tell what happened."""
        if not self.kinds:
            return
        self._held.kinds.update(self.kinds, self.undone)
        if touch:
            self.set(updated_at=self.at)
        if self._joins and not self.facts:
            announce(self._changed())
            return
        waiting = _waiting.get()
        if waiting is not None and self._waits:
            waiting.append(self)
            return
        # nobody else can see a new ticket yet, and what reacts to it has it at hand: all is written in the end
        if not self._held.is_new:
            self._held.flush()
        with holding(self._held):
            self._tell()
        if not self._joins:
            self._held.flush(live.SIGNAL, self._signal())
            remember(("done", self.ticket.pk), self._held.done)

    def _tell(self) -> None:
        for fact in self.facts:
            announce(fact)
        announce(self._changed())

    def _signal(self) -> list[str]:
        return live.to_signal("ticket", self.ticket.pk, audience=self._audience())

    def _audience(self) -> list[str]:
        if stays_inside(self._held.kinds):
            return access.inside(self.ticket)
        return access.audience(self.ticket, self.followers)

    def _changed(self) -> TicketChanged:
        actor = self.actor.pk if self.actor else None
        return TicketChanged(
            ticket=self.ticket.pk, kinds=self.kinds, act=str(self.act), actor=actor, undone=self.undone
        )

    @staticmethod
    def write_together(changes: Sequence[Change]) -> None:
        """Write changes of different tickets, tell of each, and write what comes of that."""
        tickets = [change._held for change in changes]
        write_all(tickets)
        with holding(*tickets):
            kinds = {kind for held in tickets for kind in held.kinds}
            announce(TicketsChanged(acts={one.ticket.pk: str(one.act) for one in changes}, kinds=sorted(kinds)))
            for change in changes:
                change._tell()
        write_all(tickets)
        live.signal_all([change._signal() for change in changes])


@contextmanager
def written_together() -> Iterator[None]:
    """Inside the block changes of tickets that are locked together only wait; at its end all are written.

    For what sets values of tickets alone, each once: nothing is written on the way, and nothing is read again. Where
    the block raises, nothing of it is written.
    """
    waiting: list[Change] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    if waiting:
        Change.write_together(waiting)


@contextmanager
def all_or_none() -> Iterator[None]:
    """Inside `written_together`: where this block raises, what was changed in it is not written."""
    waiting = _waiting.get()
    before = len(waiting or ())
    try:
        yield
    except BaseException:
        if waiting is not None:
            del waiting[before:]
        raise


@contextmanager
def changing(
    number: int,
    actor: Person | None,
    *,
    expected_seq: int | None = None,
    as_requester: bool = False,
    touch: bool = True,
    merged_too: bool = False,
    deleted_too: bool = False,
) -> Iterator[Change]:
    """Change a ticket as `actor` (None: the desk itself, which must say why in what it records).

    Agents only, unless `as_requester`, which looks the ticket up among the actor's own. `expected_seq` is the
    state that the actor has seen. `merged_too`: also one whose conversation goes on elsewhere, `deleted_too`: one in
    the bin. Raises TicketNotFound, NotAllowed, Overtaken.

    What the desk does in reaction to a change that is being written becomes part of that.
    """
    held = held_now(number) if actor is None and expected_seq is None else None
    if held is not None:
        with transaction.atomic(savepoint=False):
            change = Change(held.ticket, None, held=held)
            yield change
            change.write(touch=touch)
        return
    ready = None if as_requester else taken(number, actor)
    # who locked many at once is in a transaction, and says how far it goes back
    with transaction.atomic() if ready is None else nullcontext():
        if ready is not None:
            ticket = ready[0]
        elif actor is not None and as_requester:
            if not access.own(actor).filter(pk=number).exists():
                raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": number})
            ticket = locked(number, None)
        else:
            ticket = locked(number, actor, deleted_too=deleted_too)
            if actor is not None and not actor.is_staff_member:
                raise NotAllowed(_("Only agents can do this."))
        if ticket.merged_into_id is not None and actor is not None and not merged_too:
            raise Overtaken(
                _("#%(number)s was merged into #%(other)s; the conversation goes on there.")
                % {"number": number, "other": ticket.merged_into_id}
            )
        if expected_seq is not None and ticket.seq != expected_seq:
            raise Overtaken(_("Somebody changed this ticket in the meantime. Look at it again."))
        change = Change(ticket, actor)
        if ready is not None:
            change.followers = ready[1]
        yield change
        change.write(touch=touch)
