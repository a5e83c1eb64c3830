"""A reply is the agent's own for the undo time; then its requester's portal hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from derman.kernel import clock, live
from derman.kernel.gathering import gather
from derman.kernel.jobs import enqueue_each_at, job

UNDO_TIME = timedelta(seconds=10)  # as screens show it; a reply leaves after it
GRACE = timedelta(seconds=3)  # for the way of a click to the desk


def settled_since() -> datetime:
    """What an agent wrote before this moment can no longer be taken back."""
    return clock.now() - UNDO_TIME - GRACE


def settle_later(ticket: int, at: datetime) -> None:
    """Have open screens told once what is said at `at` is final. 1 statement, for all that is said together."""
    gather(_settle_later, (ticket, at + UNDO_TIME + GRACE))


def _settle_later(said: list[tuple[int, datetime]]) -> None:
    enqueue_each_at((settle, {"ticket": ticket}, at) for ticket, at in said)


@job("tickets.settle", tries=3)
def settle(*, ticket: int) -> None:
    """Tell open screens that a reply is final."""
    from derman.tickets import access  # which asks here what is final
    from derman.tickets.models import Ticket

    found = Ticket.objects.select_related("team").filter(pk=ticket).first()
    if found is not None:
        live.signal("ticket", ticket, audience=access.audience(found))
