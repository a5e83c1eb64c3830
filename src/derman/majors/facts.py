"""What the room announces."""

from __future__ import annotations

from dataclasses import dataclass

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorDeclared(Fact):
    """There is a major incident; `persons` have a part in it, but for whoever declared it."""

    major: int
    actor: int
    persons: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorCalledOff(Fact):
    """It was declared by mistake, for good; `persons` had a part in it."""

    major: int
    persons: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorRoleGiven(Fact):
    """Somebody was given a part in a major incident by somebody else."""

    major: int
    actor: int
    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorUpdateDue(Fact):
    """The next update of a major incident is due soon, or late; `persons` are to hear of it, each once."""

    major: int
    late: bool
    persons: tuple[int, ...]
