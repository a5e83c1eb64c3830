"""What becomes of a promise to the requester, on the timeline. The room `sla` decides; a promise is nothing to undo."""

from __future__ import annotations

from datetime import datetime

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import changing


def note_promise_moved(
    *, ticket: int, target: str, policy: str, seconds: int, before: datetime | None, after: datetime | None
) -> None:
    """A promise is due at another time now."""
    with changing(ticket, None, touch=False) as change:
        change.record(
            events.PromiseMoved(target=target, policy=policy, seconds=seconds, before=_iso(before), after=_iso(after))
        )


def note_promise_step(
    *, ticket: int, target: str, what: str, due: datetime, told: list[int], acknowledged: int | None
) -> None:
    """A promise will be due soon, or is late."""
    with changing(ticket, None, touch=False) as change:
        change.record(
            events.PromiseStep(target=target, what=what, due=due.isoformat(), told=told, acknowledged=acknowledged)
        )


def note_acknowledged(*, actor: Person, ticket: int, target: str) -> None:
    """An agent takes note of a promise that is late, or will be. Raises TicketNotFound, NotAllowed, Overtaken."""
    with changing(ticket, actor, touch=False) as change:
        change.record(events.PromiseAcknowledged(target=target))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
