"""One requester at a glance: all that they asked for, what was said, and what they tried before they asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from derman.kernel import sql
from derman.people.access import Lens, lens_of
from derman.people.models import Person
from derman.tickets.access import SEEN_BY_AGENTS
from derman.tickets.models import UNRESOLVED, Event, Message, Ticket

LISTED = 30  # tickets, the open ones first
COUNTED = 1_000  # the latest tickets, of which the open ones are listed first; monitoring opens a million
READ = 30  # the latest tickets, of which it is read what was said and tried
SAID = 12
TRIED = 20
EARLY = 200  # events of a ticket among which is what was tried before it


@dataclass(frozen=True, slots=True)
class Asked:
    """All that somebody asked for, as far as its reader may see it: `all` and `open` are of the latest COUNTED."""

    tickets: list[Ticket] = field(default_factory=list)
    open: int = 0
    all: int = 0
    more: bool = False  # there are older ones
    channels: dict[str, int] = field(default_factory=dict)
    said: list[Message] = field(default_factory=list)  # in public, the latest first, with their authors
    tried: list[Event] = field(default_factory=list)  # searches and guided fixes, the latest first, with their actors


_LATEST = f"""(SELECT t.number, t.status, t.channel, t.updated_at FROM tickets_ticket t
WHERE t.requester_id = %(requester)s AND {SEEN_BY_AGENTS}
ORDER BY t.updated_at DESC, t.number DESC LIMIT %(counted)s) latest"""  # noqa: S608
_TICKETS = f"""
JOIN (SELECT number, status = ANY(%(unresolved)s) AS is_open FROM {_LATEST}
  ORDER BY is_open DESC, updated_at DESC, number DESC LIMIT {LISTED:d}) chosen ON chosen.number = t.number
ORDER BY chosen.is_open DESC, t.updated_at DESC, t.number DESC
"""  # noqa: S608
_COUNTS = f"""
SELECT channel, count(*) FILTER (WHERE place <= %(kept)s),
  count(*) FILTER (WHERE place <= %(kept)s AND status = ANY(%(unresolved)s)), max(place)
FROM (SELECT *, row_number() OVER (ORDER BY updated_at DESC, number DESC) AS place FROM {_LATEST}) placed
GROUP BY channel
"""  # noqa: S608
_SAID = f"""
SELECT {{columns}} FROM {_LATEST} CROSS JOIN LATERAL (
  SELECT id FROM tickets_message m WHERE m.ticket_id = latest.number AND m.public AND m.withdrawn_at IS NULL
  ORDER BY m.seq DESC LIMIT {SAID:d}
) near JOIN tickets_message said ON said.id = near.id LEFT JOIN people_person author ON author.id = said.author_id
ORDER BY said.created_at DESC, said.id DESC LIMIT {SAID:d}
"""  # noqa: S608
_TRIED = f"""
SELECT {{columns}} FROM {_LATEST} JOIN tickets_event event ON event.ticket_id = latest.number
LEFT JOIN people_person actor ON actor.id = event.actor_id
WHERE event.seq <= {EARLY:d} AND event.kind IN ('requester.tried', 'runbook.walked', 'runbook.ended')
ORDER BY event.id DESC LIMIT {TRIED:d}
"""  # noqa: S608


def asked_by(reader: Person, requester: int, *, lens: Lens | None = None) -> Asked:
    """What the agent `reader` may see of all that somebody asked for. 5 statements, 4 where `lens` is given.

    Nothing for a requester. However many tickets there are, no more than the latest COUNTED are looked at.
    """
    if not reader.is_active or not reader.is_staff_member:
        return Asked()
    lens = lens or lens_of(reader)
    values = {"requester": requester, "closed": lens.closed, "unresolved": list(UNRESOLVED), "counted": COUNTED}
    few = {**values, "counted": READ}
    counts = sql.rows(_COUNTS, {**values, "kept": COUNTED, "counted": COUNTED + 1})
    said, tried = [], []
    for message, author in sql.read_joined(_SAID, ((Message, "said"), (Person, "author")), few):
        message.author = author
        said.append(message)
    for event, actor in sql.read_joined(_TRIED, ((Event, "event"), (Person, "actor")), few):
        event.actor = actor
        tried.append(event)
    return Asked(
        tickets=sql.read(Ticket, _TICKETS, values),
        open=sum(row[2] for row in counts),
        all=sum(row[1] for row in counts),
        more=any(row[3] > COUNTED for row in counts),
        channels={row[0]: row[1] for row in sorted(counts, key=lambda row: (-row[1], row[0])) if row[1]},
        said=said,
        tried=tried,
    )
