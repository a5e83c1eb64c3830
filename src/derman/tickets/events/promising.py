"""Events of what the requester was promised."""

from __future__ import annotations

from dataclasses import dataclass, field

from derman.tickets.events.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMoved(Payload):
    """A promise is due at another time: another policy holds, or another of its lines.

    `policy`: its name. before/after: ISO 8601, null while it stands still; `seconds` what is promised now.
    """

    kind = "promise.moved"
    target: str
    policy: str
    seconds: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseStep(Payload):
    """A promise will be due soon (`soon`, `sooner`), is late (`late`), or still is (`later`).

    `told`: the persons who were told, `paged`: those of them who are on call. `due`: ISO 8601.
    """

    kind = "promise.step"
    target: str
    what: str
    due: str
    told: list[int]
    paged: list[int] = field(default_factory=list)
    acknowledged: int | None = None  # by whom, where nobody is told for that reason


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseAcknowledged(Payload):
    """An agent has seen that a promise is late, or will be: nobody else is told."""

    kind = "promise.acknowledged"
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEnded(Payload):
    """What became of a page to somebody's phone. `outcome`: reached (the gateway took it) or failed; `why`: its code.

    `status`: of HTTP, 0 without an answer; `said`: the beginning of the gateway's answer.
    """

    kind = "page.ended"
    person: int
    outcome: str
    why: str
    status: int
    said: str
