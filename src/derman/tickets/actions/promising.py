"""What becomes of a promise to the requester, on the timeline. The room `sla` decides; a promise is nothing to undo."""

from __future__ import annotations

from datetime import datetime

from derman.people.models import Person, Team
from derman.tickets import events
from derman.tickets.actions.changing import changing
from derman.tickets.actions.fields import set_team
from derman.tickets.handed import HandOver
from derman.tickets.models import UNRESOLVED


def note_promise_moved(
    *, ticket: int, target: str, policy: str, seconds: int, before: datetime | None, after: datetime | None
) -> None:
    """A promise is due at another time now."""
    with changing(ticket, None, touch=False) as change:
        change.record(
            events.PromiseMoved(target=target, policy=policy, seconds=seconds, before=_iso(before), after=_iso(after))
        )


def note_promise_step(
    *, ticket: int, target: str, what: str, due: datetime, told: list[int], paged: list[int], acknowledged: int | None
) -> None:
    """A promise will be due soon, or is late."""
    with changing(ticket, None, touch=False) as change:
        change.record(
            events.PromiseStep(
                target=target, what=what, due=due.isoformat(), told=told, paged=paged, acknowledged=acknowledged
            )
        )


def note_page(*, ticket: int, person: int, outcome: str, why: str, status: int, said: str) -> None:
    """The gateway took a page for somebody who is on call, or would not."""
    with changing(ticket, None, touch=False) as change:
        change.record(events.PageEnded(person=person, outcome=outcome, why=why, status=status, said=said))


def move_up_late(*, ticket: int, team: int, target: str) -> None:
    """A promise is late and the policy moves the ticket up; not while a hand-over waits, nor what is over."""
    with changing(ticket, None) as change:
        current = change.ticket
        above = Team.objects.filter(pk=team).first()
        waits = HandOver.objects.filter(ticket=current, state=HandOver.State.WAITING, to_team=current.team_id).exists()
        if above is not None and not waits and current.status in UNRESOLVED and above.tier > current.tier:
            set_team(change, above, why="late", because={"target": target})


def note_acknowledged(*, actor: Person, ticket: int, target: str) -> None:
    """An agent takes note of a promise that is late, or will be. Raises TicketNotFound, NotAllowed, Overtaken."""
    with changing(ticket, actor, touch=False) as change:
        change.record(events.PromiseAcknowledged(target=target))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
