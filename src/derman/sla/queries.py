"""Questions about promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from derman.kernel import clock, sql
from derman.people.models import Person
from derman.sla.book import the_book
from derman.sla.models import Clock, Policy, State, Target
from derman.sla.reckoning import spent
from derman.tickets.models import Ticket

OLD_ROUNDS = (Target.NEXT_REPLY.value, Target.UPDATE.value, Target.TEAM.value)  # of which only the latest is shown


@dataclass(frozen=True, slots=True)
class Standing:
    """How a promise stands right now."""

    target: str
    state: str  # running, paused, met or late
    promised_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    seconds: int  # promised
    left: int | None  # of them, where it was asked for; less than none where it is late, null where it is over
    policy: str
    acknowledged: bool
    announced: bool  # that it is due soon or late


_CLOCKS = """
SELECT {columns} FROM sla_clock t JOIN sla_policy p ON p.id = t.policy_id
WHERE t.ticket_id = %s AND t.state <> 'dropped' ORDER BY t.id
"""


def standings(ticket: Ticket, *, counted: bool = False, inside: bool = False) -> list[Standing]:
    """The promises of a ticket, those that run before those that are over; of rounds of answers the latest.

    `inside`: with the time in its team, which is no promise to the requester. `counted`: with what is left of those
    that run. 1 statement, 1 more for counting; none where nothing was promised.
    """
    if not ticket.promise:
        return []
    rows = sql.read_joined(_CLOCKS, ((Clock, "t"), (Policy, "p")), [ticket.pk])
    if not inside:
        rows = [(row, of) for row, of in rows if row.target != Target.TEAM]
    latest = {(row.target, row.started_at if row.target not in OLD_ROUNDS else None): (row, of) for row, of in rows}
    book = {one.policy: one for one in the_book()} if counted else {}
    now = clock.now()
    found = []
    for row, of in latest.values():
        chapter = book.get(row.policy_id)
        left = row.left
        if row.state == State.RUNNING and chapter is not None:
            left = row.seconds - int(spent(row.marks, chapter.time_of(row.always, row.team_id), now).total_seconds())
        found.append(
            Standing(
                target=row.target,
                state=_state(row, now),
                promised_at=row.started_at,
                due_at=row.due_at,
                ended_at=row.ended_at,
                seconds=row.seconds,
                left=left,
                policy=of.name,
                acknowledged=row.acknowledged_at is not None,
                announced=row.is_live and row.stage > 0,
            )
        )
    order = list(Target.values)
    return sorted(found, key=lambda one: (one.ended_at is not None, order.index(one.target)))


def _state(row: Clock, now: datetime) -> str:
    """As the outside knows it: a clock that is past its time is late, whether it runs, stands still or is over."""
    if row.state == State.MISSED or (row.due_at is not None and row.due_at <= now):
        return "late"
    return "late" if row.left is not None and row.left < 0 else row.state


def policies(asker: Person) -> list[Policy]:
    """All policies in their order; for leads and administrators only. 1 statement."""
    return list(Policy.objects.select_related("calendar")) if asker.is_lead else []


def policy(asker: Person, key: int) -> Policy | None:
    """One of them. 1 statement."""
    return Policy.objects.select_related("calendar").filter(pk=key).first() if asker.is_lead else None


def targets() -> list[tuple[str, Any]]:
    """Code and name of what can be promised to a requester."""
    return [(code, name) for code, name in Target.choices if code != Target.TEAM]


def name_of(target: str) -> str:
    """What a clock counts, in the reader's language."""
    return str(dict(Target.choices).get(target, target))
