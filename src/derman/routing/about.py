"""What of a ticket decides where it goes: read at once, for one that opens or for many that are there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from derman.desk.hours import Hours, the_hours
from derman.kernel import sql
from derman.kernel.recalling import recall
from derman.routing.naming import Named, Naming
from derman.routing.words import words_in
from derman.tickets.models import PRIORITY_CODES, Message, Ticket

LONGEST = 5_000  # characters of the first message in which words are looked for


@dataclass(frozen=True, slots=True)
class House:
    """The desk's zone and business hours. `hours` is None where it is always open."""

    zone: ZoneInfo
    hours: Hours | None


def the_house() -> House:
    """2 statements; inside `recalling` once."""
    ((zone,),) = recall("zone", lambda: sql.rows("SELECT zone FROM desk_desk WHERE id = 1") or [("UTC",)])
    return House(ZoneInfo(zone), the_hours())


@dataclass
class About:
    """One ticket, for the conditions of rows."""

    number: int
    requester: int
    subject: str
    text: str
    channel: str
    kind: str
    priority: str
    language: str
    at: datetime
    mailbox: int | None = None
    category: int | None = None
    categories: frozenset[int] = frozenset()  # its own and those above it
    service: int | None = None
    organisation: int | None = None
    organisation_name: str = ""
    place: str = ""
    naming: Naming | None = None  # what it names, with the others that are read
    shared: House | None = None  # where it was read for many

    @cached_property
    def house(self) -> House:
        """Read only for rows that ask for the time."""
        return self.shared or the_house()

    @cached_property
    def words(self) -> str:
        return words_in(self.subject) + words_in(self.text[:LONGEST])

    @cached_property
    def assets(self) -> list[Named]:
        """Read only for rows that ask for assets."""
        return self.naming.of(self.number) if self.naming is not None else []

    @cached_property
    def place_words(self) -> str:
        return words_in(self.place)

    @property
    def is_open(self) -> bool:
        """Is the desk open at the ticket's moment?"""
        return self.house.hours is None or self.house.hours.is_open(self.at)

    @property
    def on_the_wall(self) -> datetime:
        """The ticket's moment by the clock of the desk."""
        return self.at.astimezone(self.house.zone)


_ABOVE = """
WITH RECURSIVE above (id, parent) AS (
    SELECT id, parent_id FROM tickets_category WHERE id = %(category)s
    UNION ALL SELECT c.id, c.parent_id FROM tickets_category c JOIN above ON above.parent = c.id)
SELECT p.organisation_id, o.name, p.language, p.place, ARRAY(SELECT id FROM above)
FROM people_person p LEFT JOIN people_organisation o ON o.id = p.organisation_id WHERE p.id = %(requester)s
"""


def about_new(ticket: Ticket, message: Message | None) -> About:
    """A ticket that is being opened. 1 statement, 2 more where a row asks for the time, 1 for assets."""
    values = {"category": ticket.category_id, "requester": ticket.requester_id}
    ((organisation, name, language, place, categories),) = sql.rows(_ABOVE, values)
    origin, text = ticket.origin, message.text if message is not None else ""
    naming = Naming()
    naming.add(ticket.pk, f"{ticket.subject} {text[:LONGEST]}")
    return About(
        number=ticket.pk,
        requester=ticket.requester_id,
        subject=ticket.subject,
        text=text,
        channel=ticket.channel,
        kind=ticket.kind,
        priority=PRIORITY_CODES[ticket.priority],
        language=language or ticket.language,
        at=ticket.created_at,
        mailbox=_number(origin, "mailbox"),
        category=ticket.category_id,
        categories=frozenset(categories),
        service=_number(origin, "service"),
        organisation=organisation,
        organisation_name=name or "",
        place=place or "",
        naming=naming,
    )


_SOME = """
SELECT t.number, t.requester_id, t.subject, left(m.text, %(longest)s), t.channel, t.kind, t.priority,
    COALESCE(NULLIF(p.language, ''), t.language), t.created_at, t.origin::text, t.category_id,
    s.service_id, p.organisation_id, o.name, p.place
FROM tickets_ticket t JOIN people_person p ON p.id = t.requester_id
LEFT JOIN people_organisation o ON o.id = p.organisation_id
LEFT JOIN tickets_servicerequest s ON s.ticket_id = t.number
LEFT JOIN LATERAL (SELECT said.text FROM tickets_message said
    WHERE said.ticket_id = t.number AND said.withdrawn_at IS NULL AND said.forward_id IS NULL
    ORDER BY said.seq LIMIT 1) m ON true
WHERE t.number = ANY(%(numbers)s) ORDER BY t.created_at, t.number
"""


def about_some(numbers: list[int]) -> list[About]:
    """Tickets that are there, in the order in which they came, with what is known of them now.

    4 statements, 1 more where a row asks for assets.
    """
    above: Mapping[int, int | None] = dict(sql.rows("SELECT id, parent_id FROM tickets_category"))
    house, naming = the_house(), Naming()
    found = []
    for row in sql.rows(_SOME, {"numbers": numbers, "longest": LONGEST}):
        origin, category = json.loads(row[9]), row[10]
        naming.add(row[0], f"{row[2]} {row[3] or ''}")
        found.append(
            About(
                number=row[0],
                requester=row[1],
                subject=row[2],
                text=row[3] or "",
                channel=row[4],
                kind=row[5],
                priority=PRIORITY_CODES[row[6]],
                language=row[7],
                at=row[8],
                mailbox=_number(origin, "mailbox"),
                category=category,
                categories=chain_of(category, above),
                service=row[11],
                organisation=row[12],
                organisation_name=row[13] or "",
                place=row[14] or "",
                naming=naming,
                shared=house,
            )
        )
    return found


def chain_of(category: int | None, above: Mapping[int, int | None]) -> frozenset[int]:
    """A category with those above it."""
    found = set()
    while category is not None and category not in found:
        found.add(category)
        category = above.get(category)
    return frozenset(found)


def _number(origin: Mapping[str, Any], name: str) -> int | None:
    value = origin.get(name)
    return value if isinstance(value, int) else None
