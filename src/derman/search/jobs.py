"""Indexing that the worker does."""

from __future__ import annotations

from derman.kernel.jobs import IDLE, job
from derman.search.indexing import index_tickets
from derman.search.library import articles, offers
from derman.tickets.models import Ticket

_AT_ONCE = 100
_NEWEST = 5_000  # tickets of one requester; who has more is a machine


@job("search.index_ticket")
def index_ticket(*, ticket: int) -> None:
    """Write one ticket's document anew."""
    index_tickets([ticket])


@job("search.index_requester", priority=IDLE)
def index_requester(*, person: int) -> None:
    """Write the documents of a requester's tickets anew, the newest first."""
    newest = Ticket.objects.filter(requester=person).order_by("-updated_at", "-number")
    numbers = list(newest.values_list("pk", flat=True)[:_NEWEST])
    for start in range(0, len(numbers), _AT_ONCE):
        index_tickets(numbers[start : start + _AT_ONCE])


@job("search.note_opinions", every="23 * * * *", priority=IDLE)
def note_opinions() -> None:
    """Let articles that helped stand before those that did not."""
    articles.note_opinions()


@job("search.index_missing", every="*/5 * * * *", priority=IDLE)
def index_missing() -> None:
    """Take in articles, guided fixes and services that were there before the library knew of them."""
    articles.index_missing()
    offers.index_missing()
