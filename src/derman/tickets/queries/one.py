"""One ticket: its conversation, timeline, drafts, and the requester at a glance."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import Model
from django.utils.translation import gettext as _

from derman.kernel import sql
from derman.kernel.models import StoredFile
from derman.people.access import Lens, lens_of
from derman.people.models import Organisation, Person, Team
from derman.tickets.access import (
    SEEN_BY_AGENTS,
    attachments_visible_to,
    events_visible_to,
    final,
    messages_of,
    own,
    visible_to,
)
from derman.tickets.errors import TicketNotFound
from derman.tickets.events import Undone
from derman.tickets.merged import survivor_of
from derman.tickets.models import Attachment, Category, Draft, Event, Follower, Link, Message, Ticket

MOST_LINKS = 50  # shown beside the ticket
LONGEST = 400  # messages and events shown at once; the API pages through all


@dataclass(frozen=True, slots=True)
class Conversation:
    """A ticket with what was said and what happened, in order of `seq`."""

    ticket: Ticket
    messages: list[Message]
    events: list[Event]
    followers: list[Follower]
    links: list[Link]  # made here or there: one of the two ends is this ticket, the other is set
    files: dict[int, list[Attachment]]  # by message, each message's in order
    watchers: Sequence[Person] = ()


_FIND = f"""
SELECT {{columns}} FROM tickets_ticket t
JOIN people_person asker ON asker.id = t.requester_id
LEFT JOIN people_organisation organisation ON organisation.id = asker.organisation_id
LEFT JOIN people_person holder ON holder.id = t.assignee_id
LEFT JOIN people_team team ON team.id = t.team_id
LEFT JOIN tickets_category category ON category.id = t.category_id
LEFT JOIN tickets_category parent ON parent.id = category.parent_id
WHERE t.number = %(number)s AND {SEEN_BY_AGENTS}
"""  # noqa: S608
_FOUND: tuple[tuple[type[Model], str], ...] = (
    (Ticket, "t"),
    (Person, "asker"),
    (Organisation, "organisation"),
    (Person, "holder"),
    (Team, "team"),
    (Category, "category"),
    (Category, "parent"),
)


def find(person: Person, number: int, *, lens: Lens | None = None) -> Ticket:
    """The ticket, if `person` may see it. 2 statements, 1 where `lens` is given. Raises TicketNotFound."""
    ticket = _find(person, number, lens) if -(2**63) <= number < 2**63 else None
    if ticket is None:
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": number})
    return ticket


def _find(person: Person, number: int, lens: Lens | None) -> Ticket | None:
    if not person.is_active or not person.is_staff_member:
        found = visible_to(person).select_related("requester__organisation", "assignee", "team", "category__parent")
        return found.filter(pk=number).first()
    lens = lens or lens_of(person)
    rows = sql.read_joined(_FIND, _FOUND, {"number": number, "closed": lens.closed})
    if not rows:
        return None
    ticket, asker, organisation, holder, team, category, parent = rows[0]
    asker.organisation = organisation
    if category is not None:
        category.parent = parent
    ticket.requester, ticket.assignee, ticket.team, ticket.category = asker, holder, team, category
    return cast("Ticket", ticket)


def find_own(person: Person, number: int) -> Ticket:
    """The person's own request, or where it goes on. 1 statement, more where it was merged. Raises TicketNotFound."""
    found = own(person).select_related("requester", "assignee", "team", "category")
    ticket = found.filter(pk=number).first()
    if ticket is not None and ticket.merged_into_id is not None:
        ticket = found.filter(pk=survivor_of(number)).first() or ticket
    if ticket is None:
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": number})
    return ticket


def _latest[T](found: list[T]) -> list[T]:
    return list(reversed(found))


def _by_time(found: list[Message]) -> list[Message]:
    """What came along from another ticket stands where it was said."""
    return sorted(found, key=lambda message: (message.created_at, message.seq))


def conversation(person: Person, number: int, *, lens: Lens | None = None) -> Conversation:
    """Everything that the ticket page shows. 7 statements at most, less one for `lens`. Raises TicketNotFound."""
    if lens is None and person.is_staff_member:
        lens = lens_of(person)
    ticket = find(person, number, lens=lens)
    messages = _messages(person, ticket)
    events = _latest(sql.read(Event, f"WHERE t.ticket_id = %s ORDER BY t.seq DESC LIMIT {LONGEST}", [ticket.pk]))
    followers = sql.read(Follower, "WHERE t.ticket_id = %s ORDER BY t.id", [ticket.pk])
    watchers = _give_people(ticket, messages, events, followers)
    linked = _links(ticket, lens) if lens is not None else []
    return Conversation(
        ticket=ticket,
        messages=messages,
        events=events,
        followers=followers,
        links=linked,
        files=_files(messages),
        watchers=watchers,
    )


_LINKS = f"""
SELECT {{columns}} FROM (
  SELECT id, other_id AS far FROM tickets_link WHERE ticket_id = %(number)s
  UNION ALL SELECT id, ticket_id FROM tickets_link WHERE other_id = %(number)s
) known JOIN tickets_link link ON link.id = known.id JOIN tickets_ticket t ON t.number = known.far
WHERE {SEEN_BY_AGENTS} ORDER BY link.id LIMIT {MOST_LINKS:d}
"""  # noqa: S608
_FILES = """
SELECT {columns} FROM tickets_attachment attached JOIN kernel_storedfile file ON file.digest = attached.file_id
WHERE attached.message_id = ANY(%s) ORDER BY attached.id
"""


def _links(ticket: Ticket, lens: Lens) -> list[Link]:
    """What the ticket is linked to, as far as the agent may see it. 1 statement."""
    found = sql.read_joined(_LINKS, ((Link, "link"), (Ticket, "t")), {"number": ticket.pk, "closed": lens.closed})
    links = []
    for link, far in found:
        if link.ticket_id == ticket.pk:
            link.ticket, link.other = ticket, far
        else:
            link.ticket, link.other = far, ticket
        links.append(link)
    return links


def _messages(person: Person, ticket: Ticket) -> list[Message]:
    """The latest messages, in order. 1 statement."""
    if not person.is_staff_member:
        return _by_time(list(messages_of(person, ticket).order_by("-seq")[:LONGEST]))
    kept = f"WHERE t.ticket_id = %s AND t.withdrawn_at IS NULL ORDER BY t.seq DESC LIMIT {LONGEST}"
    return _by_time(sql.read(Message, kept, [ticket.pk]))


def _files(messages: list[Message]) -> dict[int, list[Attachment]]:
    """1 statement."""
    files: dict[int, list[Attachment]] = {message.pk: [] for message in messages}
    for attachment, stored in sql.read_joined(_FILES, ((Attachment, "attached"), (StoredFile, "file")), [list(files)]):
        attachment.file = stored
        files[attachment.message_id].append(attachment)
    return files


def _give_people(
    ticket: Ticket, messages: list[Message], events: list[Event], followers: list[Follower]
) -> list[Person]:
    """Set the people whom messages, events and followers name, read with one statement for all; returns who watches."""
    known: dict[int | None, Person] = {
        person.pk: person for person in (ticket.requester, ticket.assignee) if person is not None
    }
    wanted = {row.author_id for row in messages} | {row.actor_id for row in events}
    wanted |= {row.person_id for row in followers} | set(ticket.watchers)
    missing = [pk for pk in wanted - known.keys() if pk is not None]
    if missing:
        known.update((person.pk, person) for person in sql.read(Person, "WHERE t.id = ANY(%s)", [missing]))
    for message in messages:
        message.author = known.get(message.author_id)
    for event in events:
        event.actor = known.get(event.actor_id)
    for follower in followers:
        follower.person = known[follower.person_id]
    return [known[pk] for pk in ticket.watchers if pk in known]


def own_conversation(person: Person, number: int) -> Conversation:
    """What the portal shows of one's own request: public messages, no timeline. 4 statements."""
    ticket = find_own(person, number)
    said = final(Message.objects.filter(ticket=ticket, withdrawn_at=None, public=True)).select_related("author")
    messages = _by_time(list(said.order_by("-seq")[:LONGEST]))
    return Conversation(
        ticket=ticket,
        messages=messages,
        events=[],
        followers=list(ticket.followers.select_related("person")),
        links=[],
        files=_files(messages),
    )


def events_of(person: Person, number: int, *, after: int = 0, limit: int = 200) -> list[Event]:
    """The timeline behind sequence number `after`. 2 statements. Raises TicketNotFound."""
    ticket = find(person, number)
    return list(
        events_visible_to(person).filter(ticket=ticket, seq__gt=after).select_related("actor").order_by("seq")[:limit]
    )


def draft_of(person: Person, ticket: Ticket) -> dict[bool, Draft]:
    """What `person` has typed on a ticket and not sent: by public (reply) or not (note). 1 statement."""
    found = sql.read(Draft, "WHERE t.ticket_id = %s AND t.agent_id = %s", [ticket.pk, person.pk])
    return {draft.public: draft for draft in found}


def glance(person: Person, ticket: Ticket, *, lens: Lens | None = None, limit: int = 5) -> list[Ticket]:
    """The requester's other tickets, latest first, as far as the agent `person` may see them.

    2 statements, 1 where `lens` is given; nothing for a requester.
    """
    if not person.is_active or not person.is_staff_member:
        return []
    lens = lens or lens_of(person)
    tail = (
        f"WHERE t.requester_id = %(requester)s AND t.number != %(number)s AND {SEEN_BY_AGENTS}"
        f" ORDER BY t.updated_at DESC, t.number DESC LIMIT {limit:d}"
    )
    values = {"requester": ticket.requester_id, "number": ticket.pk, "closed": lens.closed}
    return sql.read(Ticket, tail, values)


def attachment_by_key(person: Person, key: str) -> Attachment | None:
    """The file behind an address, if `person` may see it. 1 statement."""
    return attachments_visible_to(person).select_related("file").filter(key=key).first()


_TAKEN_BACK = """
JOIN tickets_event u ON u.ticket_id = t.ticket_id CROSS JOIN jsonb_array_elements_text(u.details->'seqs') AS back
WHERE u.ticket_id = %s AND u.act = %s AND u.kind = %s AND t.seq = back::int AND t.kind = ANY(%s) ORDER BY t.seq DESC
"""


def taken_back(ticket: int, act: str, kinds: Collection[str]) -> list[Event]:
    """Which events of these kinds the act takes back, the latest first. 1 statement."""
    return sql.read(Event, _TAKEN_BACK, [ticket, act, Undone.kind, list(kinds)])
