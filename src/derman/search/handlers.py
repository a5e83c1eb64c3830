"""What the search does when it hears of a change: it writes the ticket's document anew."""

from __future__ import annotations

from derman.kernel import jobs
from derman.people.facts import PersonChanged
from derman.search.indexing import index_tickets
from derman.search.jobs import index_requester, index_ticket
from derman.tickets.facts import MessageAdded, MessageWithdrawn, TicketChanged, TicketOpened
from derman.tickets.models import Ticket

_ABOUT_WORDS = frozenset({"subject.changed", "ticket.undone"})


def index(fact: TicketOpened | MessageAdded | MessageWithdrawn) -> None:
    """After: the ticket's words changed."""
    index_tickets([fact.ticket])


def index_new_subject(fact: TicketChanged) -> None:
    """Now: most changes touch no word, so a job is queued only for those that do."""
    if _ABOUT_WORDS.intersection(fact.kinds):
        jobs.enqueue(index_ticket, ticket=fact.ticket)


def index_person(fact: PersonChanged) -> None:
    """Now: a requester may have another name or address. Of somebody new there is no ticket to index."""
    if Ticket.objects.filter(requester=fact.person).exists():
        jobs.enqueue(index_requester, person=fact.person)
