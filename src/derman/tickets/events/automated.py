"""Events of what is done by the rules and macros that the people of the desk wrote."""

from __future__ import annotations

from dataclasses import dataclass, field

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRan(Payload):
    """What stands beside this, of the same act, was done by a rule.

    `when`: the code of its trigger. `because`: pairs of a condition's key and the value that made it true. `did`: the
    codes of its steps, also of those that changed nothing here, like a webhook.
    """

    kind = "rule.ran"
    rule: int
    version: int
    name: str
    when: str
    because: list[list[str]] = field(default_factory=list)
    did: list[str] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)  # agents who have it at the top of their lists because of it


@dataclass(frozen=True, slots=True, kw_only=True)
class FromTemplate(Payload):
    """The ticket was opened after a template: by the calendar for `day` (ISO 8601), or, without one, by the actor.

    `missed`: the days since the last time for which none was opened, because the desk was not running.
    """

    kind = "template.opened"
    template: int
    name: str
    day: str = ""
    missed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroRan(Payload):
    """What stands beside this, of the same act, its actor had a macro do. `did`: the codes of its steps."""

    kind = "macro.ran"
    macro: int
    version: int
    name: str
    did: list[str] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
