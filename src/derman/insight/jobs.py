"""Work for the worker: which searches a ticket followed, and forgetting."""

from __future__ import annotations

from derman.insight.actions import follow_tickets, forget_old
from derman.kernel.jobs import job


@job("insight.follow", every="*/15 * * * *")
def follow() -> None:
    """Tickets by mail and by other ways follow searches too."""
    follow_tickets()


@job("insight.forget", every="55 3 * * *")
def forget() -> None:
    """Delete searches of more than 90 days ago."""
    forget_old()
