"""One ticket: its conversation, timeline, drafts, and the requester at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.tickets.access import (
    attachments_visible_to,
    events_visible_to,
    messages_of,
    own,
    visible_to,
)
from derman.tickets.errors import TicketNotFound
from derman.tickets.models import Attachment, Draft, Event, Follower, Link, Message, Ticket

LONGEST = 400  # messages and events shown at once; the API pages through all


@dataclass(frozen=True, slots=True)
class Conversation:
    """A ticket with what was said and what happened, in order of `seq`."""

    ticket: Ticket
    messages: list[Message]
    events: list[Event]
    followers: list[Follower]
    links: list[Link]


def find(person: Person, number: int) -> Ticket:
    """The ticket, if `person` may see it. 1 statement. Raises TicketNotFound."""
    found = visible_to(person).select_related("requester__organisation", "assignee", "team", "category__parent")
    ticket = found.filter(pk=number).first() if -(2**63) <= number < 2**63 else None
    if ticket is None:
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": number})
    return ticket


def find_own(person: Person, number: int) -> Ticket:
    """The ticket, if it is one of the person's own requests. 1 statement. Raises TicketNotFound."""
    ticket = own(person).select_related("requester", "assignee", "team", "category").filter(pk=number).first()
    if ticket is None:
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": number})
    return ticket


def _latest[T](found: list[T]) -> list[T]:
    return list(reversed(found))


def conversation(person: Person, number: int) -> Conversation:
    """Everything that the ticket page shows. 7 statements at most. Raises TicketNotFound."""
    ticket = find(person, number)
    files = Prefetch("attachments", Attachment.objects.select_related("file"))
    messages = _latest(list(messages_of(person, ticket).prefetch_related(files).order_by("-seq")[:LONGEST]))
    events = _latest(list(Event.objects.filter(ticket=ticket).order_by("-seq")[:LONGEST]))
    followers = list(Follower.objects.filter(ticket=ticket).order_by("pk"))
    _give_people(ticket, messages, events, followers)
    return Conversation(
        ticket=ticket,
        messages=messages,
        events=events,
        followers=followers,
        links=list(Link.objects.filter(ticket=ticket).select_related("other")[:20]),
    )


def _give_people(ticket: Ticket, messages: list[Message], events: list[Event], followers: list[Follower]) -> None:
    """Set the people whom messages, events and followers name, read with one statement for all of them."""
    known: dict[int | None, Person] = {
        person.pk: person for person in (ticket.requester, ticket.assignee) if person is not None
    }
    wanted = {row.author_id for row in messages} | {row.actor_id for row in events}
    wanted |= {row.person_id for row in followers}
    missing = [pk for pk in wanted - known.keys() if pk is not None]
    if missing:
        known.update(Person.objects.in_bulk(missing))
    for message in messages:
        message.author = known.get(message.author_id)
    for event in events:
        event.actor = known.get(event.actor_id)
    for follower in followers:
        follower.person = known[follower.person_id]


def own_conversation(person: Person, number: int) -> Conversation:
    """What the portal shows of one's own request: public messages, no timeline. 4 statements."""
    ticket = find_own(person, number)
    files = Prefetch("attachments", Attachment.objects.select_related("file"))
    messages = (
        Message.objects.filter(ticket=ticket, withdrawn_at=None, public=True)
        .select_related("author")
        .prefetch_related(files)
    )
    return Conversation(
        ticket=ticket,
        messages=_latest(list(messages.order_by("-seq")[:LONGEST])),
        events=[],
        followers=list(ticket.followers.select_related("person")),
        links=[],
    )


def events_of(person: Person, number: int, *, after: int = 0, limit: int = 200) -> list[Event]:
    """The timeline behind sequence number `after`. 2 statements. Raises TicketNotFound."""
    ticket = find(person, number)
    return list(
        events_visible_to(person).filter(ticket=ticket, seq__gt=after).select_related("actor").order_by("seq")[:limit]
    )


def draft_of(person: Person, ticket: Ticket) -> dict[bool, Draft]:
    """What `person` has typed on a ticket and not sent: by public (reply) or not (note). 1 statement."""
    return {draft.public: draft for draft in Draft.objects.filter(ticket=ticket, agent=person)}


def glance(person: Person, ticket: Ticket, *, limit: int = 5) -> list[Ticket]:
    """The requester's other tickets, latest first, as far as `person` may see them. 1 statement."""
    others = visible_to(person).filter(requester=ticket.requester_id).exclude(pk=ticket.pk)
    return list(others.order_by("-updated_at", "-number")[:limit])


def attachment_by_key(person: Person, key: str) -> Attachment | None:
    """The file behind an address, if `person` may see it. 1 statement."""
    return attachments_visible_to(person).select_related("file").filter(key=key).first()
