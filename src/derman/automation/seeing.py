"""What rules look at: a ticket as it stands, who asked, and what was said. Read for several at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from derman.desk.hours import the_hours
from derman.kernel import clock, sql
from derman.kernel.folding import fold
from derman.kernel.recalling import recall
from derman.tickets.models import IN_BIN, Ticket

LONGEST = 20_000  # characters of a message that are looked at
_NO_LETTER = re.compile(r"[\W_]+")


def words_in(text: str) -> str:
    """A text as its folded words, with a blank before each."""
    return " " + _NO_LETTER.sub(" ", fold(text)).strip()


@dataclass(frozen=True, slots=True)
class Said:
    """A message: the one that was just written, else the one that opened the ticket."""

    text: str
    automatic: bool
    proof: str


@dataclass
class Seen:
    """One ticket, for the conditions of rules."""

    ticket: Ticket
    organisation: int | None
    address: str
    title: str
    language: str
    own: Mapping[str, Any]
    said: Said
    about: frozenset[int]  # its category and those above it
    now: datetime = field(default_factory=clock.now)

    @cached_property
    def subject_words(self) -> str:
        return words_in(self.ticket.subject)

    @cached_property
    def text_words(self) -> str:
        return words_in(self.said.text)

    @property
    def is_open_now(self) -> bool:
        """Is the desk open at this moment?"""
        hours = the_hours()
        return hours is None or hours.is_open(self.now)


_SEEN = """
SELECT {ticket}, p.organisation_id, p.email, p.title, coalesce(nullif(p.language, ''), t.language), v.values::text,
    left(m.text, %(longest)s), m.automatic, m.proof
FROM tickets_ticket t JOIN people_person p ON p.id = t.requester_id
LEFT JOIN tickets_ownvalues v ON v.ticket_id = t.number
LEFT JOIN LATERAL (
    SELECT said.text, said.automatic, said.proof FROM tickets_message said
    WHERE said.ticket_id = t.number AND said.withdrawn_at IS NULL AND said.forward_id IS NULL
    ORDER BY (said.id = ANY(%(messages)s)) DESC, said.seq LIMIT 1
) m ON true
WHERE t.number = ANY(%(numbers)s) AND t.status <> '{bin}' AND t.merged_into_id IS NULL
"""


def look_at(numbers: Iterable[int], messages: Iterable[int] = ()) -> dict[int, Seen]:
    """The tickets with these numbers, but for those in the bin or merged; `messages` are what was just written.

    2 statements.
    """
    shape = sql.shape(Ticket)
    values = {"numbers": list(numbers), "messages": list(messages), "longest": LONGEST}
    above = categories_above()
    found = {}
    for row in sql.rows(_SEEN.format(ticket=shape.columns("t"), bin=IN_BIN), values):
        ticket = shape.make(row[: shape.width])
        assert ticket is not None, "every row has a ticket"
        organisation, address, title, language, own, text, automatic, proof = row[shape.width :]
        found[ticket.pk] = Seen(
            ticket=ticket,
            organisation=organisation,
            address=address,
            title=title,
            language=language,
            own=json.loads(own) if own else {},
            said=Said(text or "", bool(automatic), proof or ""),
            about=chain_of(ticket.category_id, above),
        )
    return found


_SAID = """
SELECT m.id, left(m.text, %s), m.automatic, m.proof FROM tickets_message m
WHERE m.id = ANY(%s) AND m.withdrawn_at IS NULL AND m.forward_id IS NULL
"""


def said_in(messages: Iterable[int]) -> dict[int, Said]:
    """What was said in these messages (ids). 1 statement."""
    found = sql.rows(_SAID, [LONGEST, list(messages)])
    return {key: Said(text or "", bool(automatic), proof or "") for key, text, automatic, proof in found}


def categories_above() -> dict[int, int | None]:
    """Each category with the one above it. 1 statement, once while recalling."""
    return recall("categories", _above)


def _above() -> dict[int, int | None]:
    return dict(sql.rows("SELECT id, parent_id FROM tickets_category"))


def chain_of(category: int | None, above: Mapping[int, int | None]) -> frozenset[int]:
    """A category with those above it."""
    found = set()
    while category is not None and category not in found:
        found.add(category)
        category = above.get(category)
    return frozenset(found)
