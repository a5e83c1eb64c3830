"""Questions about articles on tickets, each with a fixed number of SQL statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from derman.desk.queries import the_desk
from derman.kernel import sql
from derman.knowledge.models import Translation
from derman.knowledge.queries import matching, most_read
from derman.lessons.models import Lesson, Use
from derman.people.models import Person
from derman.tickets.models import Status, Ticket

OFFERED = 12
SOON = timedelta(days=1)  # a ticket so soon after reading was not answered by what was read
SOLVED = (Status.RESOLVED.value, Status.CLOSED.value)


def language_for(ticket: Ticket) -> str:
    """In which language to answer: the requester's, that of the ticket, the desk's. 1 statement."""
    return ticket.requester.language or ticket.language or the_desk().language


def offered(asker: Person, ticket: Ticket, words: str, *, public: bool) -> list[Translation]:
    """Articles to put into a message, in the requester's language where there is one.

    `public`: only what the requester may read themselves; for a note, all that `asker` may read. 2 statements.
    """
    reader: Any = ticket.requester if public else asker
    lang = language_for(ticket)
    return matching(reader, words, lang, OFFERED) if words.strip() else most_read(reader, lang, OFFERED)


# from the few who read it to their tickets, never through all tickets
_AFTER_READING = """
SELECT count(DISTINCT t.number) FROM knowledge_reading r JOIN tickets_ticket t
ON t.requester_id = r.person_id AND t.created_at >= r.at AND t.created_at < r.at + %s
WHERE r.translation_id = %s
"""


@dataclass(frozen=True, slots=True)
class Effect:
    """What an article did: tickets it was put into, those of them that are solved, tickets written after reading it."""

    used: int
    solved: int
    after_reading: int


def effect(translation: Translation) -> Effect:
    """3 statements."""
    uses = Use.objects.filter(translation=translation)
    solved = uses.filter(ticket__status__in=SOLVED)
    ((after_reading,),) = sql.rows(_AFTER_READING, [SOON, translation.pk])
    return Effect(used=uses.count(), solved=solved.count(), after_reading=after_reading)


def came_from(asker: Person, translation: Translation) -> int | None:
    """The number of the ticket that an article was written from, if `asker` may see it. 2 statements."""
    from derman.tickets.access import visible_to

    return (
        Lesson.objects.filter(translation=translation, ticket__in=visible_to(asker))
        .values_list("ticket", flat=True)
        .first()
    )
