"""Events of a ticket that belongs to a major incident."""

from __future__ import annotations

from dataclasses import dataclass

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorJoined(Payload):
    """This belongs to a major incident. `way`: hand, like (it shares `words` with it), surge or problem."""

    kind = "major.joined"
    major: int
    way: str = "hand"
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorLeft(Payload):
    """It belongs to that one no longer. `why`: withdrawn, where that one was declared by mistake."""

    kind = "major.left"
    major: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorTold(Payload):
    """The requester was told of it, in the message beside. `why`: joined, update, resolved or withdrawn."""

    kind = "major.told"
    major: int
    why: str
