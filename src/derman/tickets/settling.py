"""A reply is the agent's own for the undo time; then its requester's portal hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from derman.kernel import clock, live
from derman.kernel.gathering import gather
from derman.kernel.jobs import enqueue, job

UNDO_TIME = timedelta(seconds=10)  # as screens show it; a reply leaves after it
GRACE = timedelta(seconds=3)  # for the way of a click to the desk


def settled_since() -> datetime:
    """What an agent wrote before this moment can no longer be taken back."""
    return clock.now() - UNDO_TIME - GRACE


def settle_later(ticket: int, at: datetime) -> None:
    """Have open screens told once what is said at `at` is final. 1 job, for all that is said together."""
    gather(_settle_later, (ticket, at + UNDO_TIME + GRACE))


def _settle_later(said: list[tuple[int, datetime]]) -> None:
    enqueue(settle, at=max(at for _ticket, at in said), tickets=[ticket for ticket, _at in said])


@job("tickets.settle", tries=3)
def settle(*, tickets: Sequence[int] = (), ticket: int | None = None) -> None:
    """Tell open screens that replies are final; that of one `ticket`, in jobs of an earlier version."""
    from derman.tickets import access  # which asks here what is final
    from derman.tickets.models import Follower, Ticket

    wanted = [*tickets, *([ticket] if ticket is not None else [])]
    found = Ticket.objects.select_related("team").filter(pk__in=wanted).order_by("pk")
    copies: dict[int, list[int]] = {}
    for number, person in Follower.objects.filter(ticket__in=wanted).values_list("ticket", "person"):
        copies.setdefault(number, []).append(person)
    audiences = [(one.pk, access.audience(one, copies.get(one.pk, ()))) for one in found]
    live.signal_all([live.to_signal("ticket", pk, audience=audience) for pk, audience in audiences])
