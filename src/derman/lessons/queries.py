"""Questions about articles on tickets, each with a fixed number of SQL statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from derman.desk.queries import the_desk
from derman.kernel import sql
from derman.knowledge.access import visible_to
from derman.knowledge.models import Translation
from derman.knowledge.queries import most_read
from derman.lessons.models import Lesson, Use
from derman.people.models import Person
from derman.tickets.access import SEEN_BY_AGENT
from derman.tickets.access import visible_to as visible_tickets
from derman.tickets.models import Status, Ticket

OFFERED = 12
SOON = timedelta(days=1)  # a ticket so soon after reading was not answered by what was read
SOLVED = (Status.RESOLVED.value, Status.CLOSED.value)


def language_for(ticket: Ticket) -> str:
    """In which language to answer: the requester's, that of the ticket, the desk's. 1 statement."""
    return ticket.requester.language or ticket.language or the_desk().language


def reader_for(asker: Person, ticket: Ticket, *, public: bool) -> Person:
    """Whose eyes choose an article: for what the requester gets, the requester's; for a note, those of `asker`."""
    return ticket.requester if public else asker


def offered(asker: Person, ticket: Ticket, *, found: Sequence[int] | None, public: bool) -> list[Translation]:
    """Articles to put into a message: those that were found (ids, best first), or what is read most. 2 statements."""
    reader = reader_for(asker, ticket, public=public)
    if found is None:
        return most_read(reader, language_for(ticket), OFFERED)
    seen = visible_to(reader).filter(pk__in=found, live__isnull=False).select_related("live", "article__category")
    return sorted(seen, key=lambda one: found.index(one.pk))


# from the few who read it to their tickets, never through all tickets
_AFTER_READING = f"""
SELECT count(DISTINCT t.number) FROM knowledge_reading r JOIN tickets_ticket t
ON t.requester_id = r.person_id AND t.created_at >= r.at AND t.created_at < r.at + %(soon)s
WHERE r.translation_id = %(translation)s AND {SEEN_BY_AGENT}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Effect:
    """What an article did: tickets it was put into, those of them that are solved, tickets written after reading it.

    Of tickets that whoever asks may see.
    """

    used: int
    solved: int
    after_reading: int


def effect(asker: Person, translation: Translation) -> Effect:
    """3 statements."""
    uses = Use.objects.filter(translation=translation, ticket__in=visible_tickets(asker))
    solved = uses.filter(ticket__status__in=SOLVED)
    values = {"soon": SOON, "translation": translation.pk, "person": asker.pk}
    ((after_reading,),) = sql.rows(_AFTER_READING, values)
    return Effect(used=uses.count(), solved=solved.count(), after_reading=after_reading)


def came_from(asker: Person, translation: Translation) -> int | None:
    """The number of the ticket that an article was written from, if `asker` may see it. 2 statements."""
    return (
        Lesson.objects.filter(translation=translation, ticket__in=visible_tickets(asker))
        .values_list("ticket", flat=True)
        .first()
    )
