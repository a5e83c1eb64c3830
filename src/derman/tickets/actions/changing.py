"""How a ticket changes: lock the row, change it, write the timeline, announce; all in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from derman.kernel import clock, live, sql
from derman.kernel.facts import Fact, announce
from derman.people.models import Person
from derman.tickets import access
from derman.tickets.actions.locking import locked, taken
from derman.tickets.errors import NotAllowed, Overtaken, TicketNotFound
from derman.tickets.events import Payload, stays_inside
from derman.tickets.facts import TicketChanged
from derman.tickets.models import Event, Message, Ticket


class Beside:
    """Rows that other rooms have written together with a ticket that is being changed, and what they know of it."""

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}  # for whoever reacts twice to one change; until something is written
        self._new: list[Model] = []
        self._changed: dict[int, tuple[Model, set[str]]] = {}

    def insert(self, *models: Model) -> None:
        """Rows to be inserted; they do not get their keys."""
        self._new.extend(models)

    def update(self, model: Model, names: Iterable[str]) -> None:
        """Fields to be written of a row that exists, or is to be inserted here."""
        if not any(model is new for new in self._new):
            self._changed.setdefault(id(model), (model, set()))[1].update(names)

    def write_with(self, together: sql.Together) -> None:
        """Add all of it to what is written together."""
        for kind in dict.fromkeys(type(model) for model in self._new):
            together.insert(*(model for model in self._new if type(model) is kind))
        for model, names in self._changed.values():
            together.update(model, names)
        self.known, self._new, self._changed = {}, [], {}


class _Held:
    """A locked ticket, what is still to be written of it, and whom it is known to have in copy."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.events: list[Event] = []
        self.kinds: set[str] = set()  # of all that happens to it, and of what is taken back
        self.columns: set[str] = set()
        self.followers: frozenset[int] | None = None
        self.is_new = ticket.pk is None
        self.opening: Message | None = None  # of a new ticket: its first message
        self.beside = Beside()

    def insert(self, message: Message) -> None:
        """Write a message, and with the first one its ticket. 1 statement."""
        if self.ticket.pk is None:
            written = sql.insert_with(self.ticket, message, by="ticket")
            assert written, "a new ticket has no message that could be in the way"
            self.columns, self.opening = set(), message
        else:
            sql.insert(message)

    def flush(self, last: str = "", parameters: Sequence[Any] = ()) -> None:
        """1 statement at most, with `last` behind it."""
        if self.events:
            self.columns.add("seq")
        together = sql.Together()
        together.update(self.ticket, self.columns)
        together.insert(*self.events)
        self.beside.write_with(together)
        together.run(last, parameters)
        self.columns, self.events = set(), []


# Tickets whose change is being written right now: what reacts to it joins in, instead of locking, reading and
# writing the same row again.
_held: ContextVar[dict[int, _Held] | None] = ContextVar("held_tickets", default=None)


class Change:
    """One action on one locked ticket. `record` writes the timeline; what is set on `ticket` is saved at the end."""

    def __init__(self, ticket: Ticket, actor: Person | None, *, held: _Held | None = None) -> None:
        self._held = held or _Held(ticket)
        self._joins = held is not None
        self.ticket = ticket
        self.actor = actor
        self.act = uuid.uuid4()
        self.at: datetime = clock.now()
        self.kinds: list[str] = []
        self.undone: list[str] = []  # kinds of the events that are taken back
        self.facts: list[Fact] = []

    def set(self, **values: Any) -> None:
        """Set columns of the ticket; a foreign key by its `…_id` or object."""
        for name, value in values.items():
            setattr(self.ticket, name, value)
            self._held.columns.add(name.removesuffix("_id"))

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
        # nobody else can see a new ticket yet, and what reacts to it has it at hand: all is written in the end
        if not self._held.is_new:
            self._held.flush()
        with self._holding():
            for fact in self.facts:
                announce(fact)
            announce(self._changed())
        if not self._joins:
            self._held.flush(live.SIGNAL, live.to_signal("ticket", self.ticket.pk, audience=self._audience()))

    def _audience(self) -> list[str]:
        if stays_inside(self._held.kinds):
            return access.inside(self.ticket)
        return access.audience(self.ticket, self.followers)

    def _changed(self) -> TicketChanged:
        actor = self.actor.pk if self.actor else None
        return TicketChanged(
            ticket=self.ticket.pk, kinds=self.kinds, act=str(self.act), actor=actor, undone=self.undone
        )

    @contextmanager
    def _holding(self) -> Iterator[None]:
        token = _held.set({**(_held.get() or {}), self.ticket.pk: self._held})
        try:
            yield
        finally:
            _held.reset(token)


def ticket_at_hand(number: int) -> Ticket:
    """The ticket for whoever reacts to a fact about it: as it is being changed. 1 statement where it is not.

    What is set on it, and its timeline, may be written only after all have reacted.
    """
    held = (_held.get() or {}).get(number)
    return held.ticket if held is not None else Ticket.objects.get(pk=number)


def set_at_hand(number: int, **values: Any) -> Beside:
    """For whoever reacts to a change that is being written: set columns of its ticket, without a line on the timeline.

    They are written with it, and so are the rows of the room's own that are given to what this returns.
    """
    held = (_held.get() or {})[number]
    for name, value in values.items():
        setattr(held.ticket, name, value)
        held.columns.add(name.removesuffix("_id"))
    return held.beside


def opening_at_hand(number: int) -> tuple[Ticket, Message] | None:
    """A ticket that is just being opened, with its first message, for whoever reacts to that; no statement."""
    held = (_held.get() or {}).get(number)
    return (held.ticket, held.opening) if held is not None and held.opening is not None else None


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
    held = (_held.get() or {}).get(number) if actor is None and expected_seq is None else None
    if held is not None:
        with transaction.atomic(savepoint=False):
            change = Change(held.ticket, None, held=held)
            yield change
            change.write(touch=touch)
        return
    ready = None if as_requester else taken(number, actor)
    with transaction.atomic(savepoint=ready is None):  # who locked many at once has made one around each
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
