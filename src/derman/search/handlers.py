"""What the search does when it hears of a change: it writes the ticket's document, or the library's entry, anew."""

from __future__ import annotations

import logging
from datetime import timedelta

from derman.announcements.facts import AnnouncementChanged
from derman.catalogue.facts import ServiceChanged
from derman.kernel import jobs, sql
from derman.kernel.gathering import gather
from derman.knowledge.facts import ArticleChanged, ArticlePublished, ArticleWithdrawn
from derman.people.facts import PersonChanged
from derman.runbooks.facts import RunbookChanged, RunbookPublished, RunbookWithdrawn
from derman.search.documents import Source
from derman.search.indexing import index_new, index_tickets
from derman.search.jobs import index_requester, index_ticket
from derman.search.library import articles, offers
from derman.search.models import Document
from derman.tickets import actions
from derman.tickets.actions import ticket_at_hand
from derman.tickets.facts import (
    MessageAdded,
    MessageReread,
    MessageWithdrawn,
    TicketChanged,
    TicketEmptied,
    TicketOpened,
    TicketsJoined,
)
from derman.tickets.models import Message, Status, Ticket

log = logging.getLogger("derman.search")

AT_ONCE = 30_000  # bytes of a ticket that are indexed in the change's own transaction, in a few milliseconds
SOON = timedelta(seconds=10)
_ABOUT_WORDS = frozenset({"subject.changed"})


def index(fact: TicketOpened | MessageAdded | MessageReread | MessageWithdrawn) -> None:
    """Now: the ticket's words changed. What cannot be indexed at once gets a job, and stops no mail."""
    opening = actions.opening_at_hand(fact.ticket)
    gather(_write, _source(*opening) if opening else fact.ticket)


def _source(ticket: Ticket, message: Message) -> Source:
    asker = ticket.requester
    return Source(ticket.pk, ticket.subject, f"{asker.name} {asker.email}", [(message.public, message.text)])


def _write(tickets: list[Source | int]) -> None:
    """Write the documents of tickets that are new, whose words are at hand, and of some that are to be read."""
    changed = dict.fromkeys(ticket for ticket in tickets if isinstance(ticket, int))
    new = [ticket for ticket in tickets if isinstance(ticket, Source) and ticket.number not in changed]
    short = [source for source in new if sum(len(text.encode()) for _public, text in source.messages) <= AT_ONCE]
    left = [source.number for source in new if source not in short]
    try:
        if short:
            index_new(short)
    except Exception:
        log.exception("Tickets %s could not be indexed", [source.number for source in short])
        left += [source.number for source in short]
    left += _index(list(changed))
    for number in left:
        # one job for a burst of messages: it starts after this change is committed, and sees it
        jobs.enqueue_once(index_ticket, soon=SOON, ticket=number)


def _index(numbers: list[int]) -> list[int]:
    """Write the documents of tickets whose words are to be read; those that are left to a job."""
    if not numbers:
        return []
    try:
        return index_tickets(numbers, longest=AT_ONCE)
    except Exception:
        if len(numbers) == 1:
            log.exception("Ticket %s could not be indexed", numbers[0])
            return numbers
    # one of them is in the way of the others
    return [left for number in numbers for left in _index([number])]


def index_joined(fact: TicketsJoined) -> None:
    """Now: messages went from one ticket to another, so both have other words."""
    for number in index_tickets([fact.ticket, fact.other], longest=AT_ONCE):
        jobs.enqueue_once(index_ticket, soon=SOON, ticket=number)


def index_new_subject(fact: TicketChanged) -> None:
    """Now: most changes touch no word, so a job is queued for those alone, and for spam, whose opening is no news."""
    if "ticket.opened" in fact.kinds and ticket_at_hand(fact.ticket).status == Status.SPAM:
        jobs.enqueue(index_ticket, ticket=fact.ticket)
    if _ABOUT_WORDS.intersection([*fact.kinds, *fact.undone]):
        jobs.enqueue(index_ticket, ticket=fact.ticket)


def forget(fact: TicketEmptied) -> None:
    """Now: a deleted ticket has lost its content; nothing of its words stays to be found."""
    Document.objects.filter(ticket=fact.ticket).delete()


def index_person(fact: PersonChanged) -> None:
    """Now: a requester may have another name or address. Of somebody new there is no ticket to index."""
    if not fact.added and sql.rows("SELECT 1 FROM tickets_ticket WHERE requester_id = %s LIMIT 1", [fact.person]):
        jobs.enqueue(index_requester, person=fact.person)


def index_translation(fact: ArticlePublished | ArticleWithdrawn) -> None:
    """Now: readers see another text of an article, or none. It is found, or no longer, with the change itself."""
    articles.index(translations=[fact.translation])


def index_article(fact: ArticleChanged) -> None:
    """Now: others may see an article, or fewer."""
    articles.index(articles=[fact.article])


def index_runbook(fact: RunbookPublished | RunbookChanged | RunbookWithdrawn) -> None:
    """Now: a guided fix has other steps, another audience, or can no longer be walked."""
    offers.index_runbook(fact.runbook)


def index_service(fact: ServiceChanged) -> None:
    """Now: a service says something else, or is offered to others or to nobody."""
    offers.index_service(fact.service)


def index_announcement(fact: AnnouncementChanged) -> None:
    """Now: an announcement says something else, is for others, or is gone."""
    offers.index_announcement(fact.announcement)
