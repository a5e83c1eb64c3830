"""What the room `desk` announces."""

from __future__ import annotations

from dataclasses import dataclass

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSetUp(Fact):
    """A new desk has its name, its first administrator and its teams."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAsked(Fact):
    """The administrator of a new desk wants to look around in it: fill it with a sample company."""

    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged(Fact):
    """Other hours or other holidays hold in a calendar, or another calendar holds for the desk."""

    calendar: int
