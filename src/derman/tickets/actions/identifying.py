"""Who is calling, on the timeline: that a check was begun, how it ended, that a lock was lifted."""

from __future__ import annotations

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import changing


def note_check_begun(
    *, actor: Person, ticket: int, check: int, method: str, person: int, manager: int | None, changed: str
) -> None:
    """An agent began a check. Raises TicketNotFound, NotAllowed, Overtaken for a ticket that was merged."""
    with changing(ticket, actor, touch=False) as change:
        change.record(
            events.IdentityCheckBegun(check=check, method=method, person=person, manager=manager, changed=changed)
        )


def note_check_ended(
    *,
    actor: Person | None,
    ticket: int,
    check: int,
    method: str,
    person: int,
    outcome: str,
    why: str = "",
    changed: str = "",
) -> None:
    """A check ended, whatever became of the ticket meanwhile; who may end it the room of the check knows."""
    with changing(ticket, None, touch=False) as change:
        change.actor = actor
        change.record(
            events.IdentityCheckEnded(
                check=check, method=method, person=person, outcome=outcome, why=why, changed=changed
            )
        )


def note_lock_lifted(*, actor: Person, ticket: int, person: int, reason: str) -> None:
    """A lead lifted the lock of the requester. Raises TicketNotFound, NotAllowed, Overtaken."""
    with changing(ticket, actor, touch=False) as change:
        change.record(events.IdentityLockLifted(person=person, reason=reason))


def note_secret_handed(*, actor: Person, ticket: int, secret: int, person: int, label: str) -> None:
    """An agent handed a secret over, or had one made by a web service; who may, the room of secrets knows."""
    with changing(ticket, None, touch=False) as change:
        change.actor = actor
        change.record(events.SecretHandedOver(secret=secret, person=person, label=label))


def note_secret_ended(*, actor: Person | None, ticket: int, secret: int, person: int, outcome: str, label: str) -> None:
    """It was opened, withdrawn, or nobody opened it in time; whatever became of the ticket meanwhile."""
    with changing(ticket, None, touch=False) as change:
        change.actor = actor
        change.record(events.SecretEnded(secret=secret, person=person, outcome=outcome, label=label))


def note_account_action(*, actor: Person, ticket: int, run: int, person: int, names: dict[str, str]) -> None:
    """An agent has something done to the requester's account. Raises TicketNotFound, NotAllowed, Overtaken."""
    with changing(ticket, actor, touch=False) as change:
        change.record(events.AccountActionAsked(run=run, person=person, names=names))


def note_account_action_ended(
    *, ticket: int, run: int, person: int, names: dict[str, str], outcome: str, why: str, status: int, said: str
) -> None:
    """What became of it; whatever became of the ticket meanwhile."""
    with changing(ticket, None, touch=False) as change:
        change.record(
            events.AccountActionEnded(
                run=run, person=person, names=names, outcome=outcome, why=why, status=status, said=said
            )
        )
