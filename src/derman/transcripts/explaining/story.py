"""What the sentences are made from, and how one is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import Event, Ticket


@dataclass(frozen=True, slots=True)
class Told:
    """A whole sentence with places for values (a datetime is written as a moment), and the events behind it."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @property
    def at(self) -> datetime | None:
        return self.events[-1].at if self.events else None


@dataclass(frozen=True, slots=True)
class Story:
    """A ticket with the events that count, oldest first, and the names that they mention."""

    ticket: Ticket
    events: list[Event]
    names: Mapping[str, Mapping[int, str]]

    def last(self, kind: str, fits: Callable[[Event], bool] = lambda _event: True) -> Event | None:
        """The latest event of a kind that fits."""
        return next((event for event in reversed(self.events) if event.kind == kind and fits(event)), None)

    def all(self, *kinds: str) -> list[Event]:
        """The events of these kinds, oldest first."""
        return [event for event in self.events if event.kind in kinds]

    def person(self, pk: int | None) -> str:
        """A name that an event mentions by id."""
        return self.names["person"].get(pk or 0) or _("somebody who was removed")

    def rule_of(self, event: Event) -> str:
        """The name of the rule that did it; empty where none did."""
        ran = self.last("rule.ran", lambda other: other.act == event.act)
        return str(ran.details["name"]) if ran is not None else ""


def name_of(person: Person | None) -> str:
    """A person as they are called; the desk itself where it is nobody."""
    return (person.name or person.email) if person is not None else pgettext("after by", "the desk")
