"""What programs ask of tickets: lists by fields, and one ticket page by page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet, Subquery

from derman.people.models import Person
from derman.tickets.access import events_visible_to, final, visible_to
from derman.tickets.errors import TicketNotFound
from derman.tickets.models import HIDDEN, Attachment, Event, Follower, Message, Ticket
from derman.tickets.queries.one import LONGEST, find, find_own
from derman.tickets.queries.views import PAGE, Page, _with_rows, after_key


@dataclass(frozen=True, slots=True)
class Readable:
    """A ticket and how its reader sees it: as an agent, or as somebody who asked for it or is in copy."""

    ticket: Ticket
    as_requester: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which tickets: None or empty asks for all. A person or team 0 stands for none."""

    statuses: Collection[str] = ()
    teams: Collection[int] | None = None
    assignees: Collection[int] | None = None
    requesters: Collection[int] | None = None
    priorities: Collection[int] = ()
    channels: Collection[str] = ()
    updated_after: datetime | None = None
    numbers: Collection[int] | None = None
    conditions: Collection[Q] = ()  # on the desk's own fields, as queries.meets makes them


def readable(person: Person, number: int) -> Readable:
    """The ticket as `person` may see it; agents reach their own requests even in teams closed to them.

    2 statements at most. Raises TicketNotFound.
    """
    if person.is_staff_member:
        try:
            return Readable(find(person, number), as_requester=False)
        except TicketNotFound:
            pass
    return Readable(find_own(person, number), as_requester=True)


def messages_of(found: Readable, *, after: int = 0, limit: int = 200) -> list[Message]:
    """What was said behind sequence number `after`, oldest first. 2 statements."""
    return list(_messages(found).filter(seq__gt=after).order_by("seq")[:limit])


def latest_messages(found: Readable) -> list[Message]:
    """The last LONGEST of what was said, oldest first. 2 statements."""
    return list(reversed(_messages(found).order_by("-seq")[:LONGEST]))


def _messages(found: Readable) -> QuerySet[Message]:
    files = Prefetch("attachments", Attachment.objects.select_related("file"))
    said = Message.objects.filter(ticket=found.ticket, withdrawn_at=None)
    if found.as_requester:
        said = final(said.filter(public=True))
    return said.select_related("author").prefetch_related(files)


def in_copy(found: Readable) -> list[Person]:
    """Who is in copy. 1 statement."""
    return [row.person for row in found.ticket.followers.select_related("person").order_by("pk")]


def event_of(person: Person, number: int, event: int) -> Event:
    """One fact of a timeline. 1 statement. Raises TicketNotFound."""
    row = events_visible_to(person).filter(ticket=number, pk=event).first()
    if row is None:
        find(person, number)
        raise TicketNotFound("")
    return row


def built_on(event: Event, *, limit: int = 20) -> list[Event]:
    """The later events that stand on what `event` changed. 1 statement."""
    later = Event.objects.filter(ticket=event.ticket_id, seq__gt=event.seq, kind=event.kind).exclude(act=event.act)
    if "field" in event.details:
        later = later.filter(details__field=event.details["field"])
    return list(later.select_related("actor").order_by("seq")[:limit])


def listed(person: Person, wanted: Filter, *, key: str = "", size: int = PAGE) -> Page:
    """One page of the tickets that `person` may see, latest change first. 1 statement."""
    found = visible_to(person) if person.is_staff_member else _own_by_index(person)
    if wanted.statuses:
        found = found.filter(status__in=wanted.statuses)
    if wanted.priorities:
        found = found.filter(priority__in=wanted.priorities)
    if wanted.channels:
        found = found.filter(channel__in=wanted.channels)
    if wanted.updated_after is not None:
        found = found.filter(updated_at__gt=wanted.updated_after)
    found = found.filter(*wanted.conditions)
    if wanted.numbers is not None:
        found = found.filter(pk__in=wanted.numbers)
    for column, ids in (("team", wanted.teams), ("assignee", wanted.assignees), ("requester", wanted.requesters)):
        if ids is None:
            continue
        found = found.filter(**({f"{column}__isnull": True} if 0 in ids else {f"{column}__in": ids}))
    return _with_rows(after_key(found, key), person, size)


def of_numbers(person: Person, numbers: list[int]) -> list[Ticket]:
    """Those of these tickets that `person` may see, in their order. 1 statement."""
    related = visible_to(person).select_related("requester", "assignee", "team", "category")
    found = related.in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


def _own_by_index(person: Person) -> QuerySet[Ticket]:
    # asked for or in copy: two short index scans instead of one condition that no index serves
    asked = Ticket.objects.filter(requester=person).values("pk")
    followed = Follower.objects.filter(person=person).values("ticket")
    return Ticket.objects.filter(pk__in=Subquery(asked.union(followed))).exclude(status__in=HIDDEN)
