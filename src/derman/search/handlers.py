"""What the search does when it hears of a change: it writes the ticket's document anew."""

from __future__ import annotations

from derman.kernel import jobs
from derman.search.indexing import index_tickets
from derman.search.jobs import index_ticket
from derman.tickets.facts import MessageAdded, MessageWithdrawn, TicketChanged, TicketOpened

_ABOUT_WORDS = frozenset({"subject.changed", "ticket.undone"})


def index(fact: TicketOpened | MessageAdded | MessageWithdrawn) -> None:
    """After: the ticket's words changed."""
    index_tickets([fact.ticket])


def index_new_subject(fact: TicketChanged) -> None:
    """Now: most changes touch no word, so a job is queued only for those that do."""
    if _ABOUT_WORDS.intersection(fact.kinds):
        jobs.enqueue(index_ticket, ticket=fact.ticket)
