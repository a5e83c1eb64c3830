"""Indexing that the worker does."""

from __future__ import annotations

from derman.kernel.jobs import job
from derman.search.indexing import index_tickets


@job("search.index_ticket")
def index_ticket(*, ticket: int) -> None:
    """Write one ticket's document anew."""
    index_tickets([ticket])
