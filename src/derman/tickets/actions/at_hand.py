"""Tickets whose change is being written right now, for whoever reacts to it.

Who reacts joins in, instead of locking, reading and writing the same row again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db.models import Model

from derman.kernel import sql
from derman.tickets.models import Event, Message, Ticket


class Beside:
    """Rows that other rooms have written together with a ticket that is being changed, and what they know of it."""

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}  # for whoever reacts twice to one change; until something is written
        self._new: list[Model] = []
        self._gone: list[Model] = []
        self._changed: dict[int, tuple[Model, set[str]]] = {}
        self._statements: list[tuple[str, Sequence[Any]]] = []

    def add(self, statement: str, parameters: Sequence[Any]) -> None:
        """A statement, written in the code, that changes rows of which nobody else has a part."""
        self._statements.append((statement, parameters))

    def insert(self, *models: Model) -> None:
        """Rows to be inserted; they do not get their keys."""
        self._new.extend(models)

    def update(self, model: Model, names: Iterable[str]) -> None:
        """Fields to be written of a row that exists, or is to be inserted here."""
        if not any(model is new for new in self._new):
            self._changed.setdefault(id(model), (model, set()))[1].update(names)

    def delete(self, model: Model) -> None:
        """A row to be deleted."""
        self._gone.append(model)

    def taken(self) -> tuple[list[Model], list[tuple[Model, set[str]]], list[Model]]:
        """What is to be inserted, what changed with the names of its fields, what is to go; for whoever writes it."""
        found = (self._new, list(self._changed.values()), self._gone)
        self.known, self._new, self._changed, self._gone = {}, [], {}, []
        return found

    def add_statements(self, together: sql.Together) -> None:
        """Of it the statements alone."""
        for statement, parameters in self._statements:
            together.add(statement, parameters)
        self._statements = []

    def write_with(self, together: sql.Together) -> None:
        """Add all of it to what is written together."""
        self.add_statements(together)
        new, changed, gone = self.taken()
        for model in gone:
            together.delete(model)
        for kind in dict.fromkeys(type(model) for model in new):
            together.insert(*(model for model in new if type(model) is kind))
        for model, names in changed:
            together.update(model, names)


class Held:
    """A locked ticket, what is still to be written of it, and whom it is known to have in copy."""

    def __init__(self, ticket: Ticket, at: datetime) -> None:
        self.ticket = ticket
        self.at = at  # when what happens to it began, as its timeline says
        self.events: list[Event] = []  # still to be written
        self.done: list[Event] = []  # those that are written
        self.messages: list[Message] = []  # with a key of their own, still to be written
        self.said: dict[int, Message] = {}
        self.kinds: set[str] = set()  # of all that happens to it, and of what is taken back
        self.columns: set[str] = set()
        self.followers: frozenset[int] | None = None
        self.is_new = ticket.pk is None
        self.opening: Message | None = None  # of a new ticket: its first message
        self.beside = Beside()

    def insert(self, message: Message) -> None:
        """Write a message, and with the first one its ticket. 1 statement; none where its key was taken before."""
        if self.ticket.pk is None:
            written = sql.insert_with(self.ticket, message, by="ticket")
            assert written, "a new ticket has no message that could be in the way"
            self.columns, self.opening = set(), message
        elif (key := sql.spare_key(Message)) is not None:
            message.pk = key
            self.messages.append(message)
        else:
            sql.insert(message)
        self.said[message.pk] = message

    def flush(self, last: str = "", parameters: Sequence[Any] = ()) -> None:
        """1 statement at most, with `last` behind it."""
        if self.events:
            self.columns.add("seq")
        sql.insert(*self.messages)
        self.messages = []
        together = sql.Together()
        together.update(self.ticket, self.columns)
        together.insert(*self.events)
        self.beside.write_with(together)
        together.run(last, parameters)
        self.done += self.events
        self.columns, self.events = set(), []

    def taken(self) -> tuple[list[Model], list[tuple[Model, set[str]]], list[Model]]:
        """The same to be written with that of others: what is new, what changed with its fields' names, what goes."""
        if self.events:
            self.columns.add("seq")
        new, changed, gone = self.beside.taken()
        new, changed = [*self.messages, *self.events, *new], [(self.ticket, self.columns), *changed]
        self.columns, self.events, self.messages = set(), [], []
        return new, [(row, names) for row, names in changed if names], gone


_held: ContextVar[dict[int, Held] | None] = ContextVar("held_tickets", default=None)


@contextmanager
def holding(*tickets: Held) -> Iterator[None]:
    """Inside the block these are at hand."""
    token = _held.set({**(_held.get() or {}), **{held.ticket.pk: held for held in tickets}})
    try:
        yield
    finally:
        _held.reset(token)


def held_now(number: int) -> Held | None:
    """The ticket, where its change is being written."""
    return (_held.get() or {}).get(number)


def write_all(tickets: Collection[Held]) -> None:
    """Write what is still to be written of several, kind by kind: 1 statement for each kind of row and of change."""
    changed: dict[tuple[type[Model], frozenset[str]], list[Model]] = {}
    new: dict[tuple[type[Model], bool], list[Model]] = {}
    old: dict[type[Model], list[Model]] = {}
    statements = sql.Together()
    for held in tickets:
        held.beside.add_statements(statements)
        inserts, changes, gone = held.taken()
        for row in gone:
            old.setdefault(type(row), []).append(row)
        for row in inserts:
            new.setdefault((type(row), row.pk is None), []).append(row)
        for row, names in changes:
            changed.setdefault((type(row), frozenset(names)), []).append(row)
    for rows in old.values():
        sql.delete(*rows)
    for (_kind, columns), rows in changed.items():
        sql.update_many(rows, columns)
    for rows in new.values():
        sql.insert(*rows)
    statements.run()


def ticket_at_hand(number: int) -> Ticket:
    """The ticket for whoever reacts to a fact about it: as it is being changed. 1 statement where it is not.

    What is set on it, and its timeline, may be written only after all have reacted.
    """
    held = held_now(number)
    return held.ticket if held is not None else Ticket.objects.get(pk=number)


def moment_at_hand(number: int) -> datetime:
    """When what is being written of the ticket happened, as its timeline says it; for whoever reacts to it."""
    return (_held.get() or {})[number].at


def message_at_hand(number: int, message: int) -> Message:
    """A message for whoever reacts to its being written on the ticket with this number. 1 statement where it is not."""
    held = held_now(number)
    found = held.said.get(message) if held is not None else None
    return found or sql.read(Message, "WHERE t.id = %s", [message])[0]


def know_followers(number: int, followers: Iterable[int]) -> None:
    """Whoever reacts to a change has read who is in copy (ids): it is not read again."""
    if (held := held_now(number)) is not None:
        held.followers = frozenset(followers)


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
    held = held_now(number)
    return (held.ticket, held.opening) if held is not None and held.opening is not None else None
