"""Events of what colleagues say aside; the words themselves stand elsewhere, for those who may read them."""

from __future__ import annotations

from dataclasses import dataclass, field

from derman.tickets.events.payload import Changed, Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideBegun(Payload):
    """An agent (the actor) asks colleagues aside."""

    kind = "aside.begun"
    aside: int
    word: int
    people: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideSaid(Payload):
    kind = "aside.said"
    aside: int
    word: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AsidePeopleChanged(Changed):
    """Somebody was brought into a conversation aside, or left it: persons (ids)."""

    kind = "aside.people"
    aside: int
