"""What the room does when it hears of itself: what may follow a change, in a job."""

from __future__ import annotations

from derman.kernel import files
from derman.tickets.facts import TicketEmptied


def forget_files(fact: TicketEmptied) -> None:
    """After: the files of a deleted ticket that nothing else uses leave the disk."""
    files.forget(fact.files)
