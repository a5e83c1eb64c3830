"""The lists of the workspace and of the API: paged by key, counted up to a cap, never scanning the table."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from derman.people.access import Lens, lens_of
from derman.people.models import Person
from derman.tickets.access import visible_to
from derman.tickets.errors import WrongInput
from derman.tickets.models import ReadMark, Ticket
from derman.tickets.queries import counting, lines
from derman.tickets.queries.lines import VIEWS

PAGE = 40
CAP = 1000  # counts stop here: “999+”


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    ticket: Any  # a lines.Line in the workspace's lists, a Ticket elsewhere
    unread: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and the key of the next page (empty at the end)."""

    rows: list[Row]
    next: str


def encode_key(ticket: Any) -> str:
    """The place of a ticket in a list ordered by its latest change."""
    return encode_place(ticket.updated_at, ticket.pk)


def encode_place(moment: datetime, number: int) -> str:
    """The same by the latest change and the number."""
    raw = json.dumps([moment.isoformat(), number]).encode()
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def decode_key(key: str) -> tuple[datetime, int]:
    """Raises WrongInput for a key that no page gave."""
    try:
        moment, number = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        when = datetime.fromisoformat(moment)
        if when.tzinfo is None:
            raise ValueError(key)
        return when, int(number)
    except (ValueError, TypeError, binascii.Error):
        raise WrongInput(_("This page no longer exists. Begin at the start of the list."), field="cursor") from None


def after_key(found: QuerySet[Ticket], key: str) -> QuerySet[Ticket]:
    """The tickets behind `key`, latest change first."""
    found = found.order_by("-updated_at", "-number")
    if not key:
        return found
    moment, number = decode_key(key)
    # written as a range with an exception, so that the index is entered at the right place
    return found.filter(updated_at__lte=moment).exclude(updated_at=moment, number__gte=number)


def page(person: Person, view: str, *, key: str = "", size: int = PAGE, lens: Lens | None = None) -> Page:
    """One page of a view of the workspace; nothing for a requester. 2 statements, 1 where `lens` is given."""
    if not person.is_staff_member:
        return Page([], "")
    name = view if view in VIEWS else "all"
    after = decode_key(key) if key else None
    found = lines.lines(person, lens or lens_of(person), name, after=after, size=size + 1)
    rows = [Row(line, unread) for line, unread in found[:size]]
    return Page(rows, _place_of(rows[-1].ticket, name) if len(found) > size else "")


def _place_of(line: lines.Line, view: str) -> str:
    return encode_place(getattr(line, lines.place_in(view)[0]), line.pk)


def _with_rows(found: QuerySet[Ticket], person: Person, size: int) -> Page:
    seen = ReadMark.objects.filter(agent=person, ticket=OuterRef("pk")).values("seq")
    tickets = list(
        found.select_related("requester", "assignee", "team", "category").annotate(seen_seq=Subquery(seen))[: size + 1]
    )
    rows = [Row(ticket, ticket.message_seq > (ticket.seen_seq or 0)) for ticket in tickets[:size]]
    return Page(rows, encode_key(tickets[size - 1]) if len(tickets) > size else "")


def filtered(
    person: Person,
    *,
    status: str = "",
    team: int | None = None,
    assignee: int | None = None,
    requester: int | None = None,
    priority: int | None = None,
    channel: str = "",
    updated_after: datetime | None = None,
    key: str = "",
    size: int = PAGE,
) -> Page:
    """One page of visible tickets by their fields, latest change first. 1 statement."""
    found = visible_to(person)
    conditions = {
        "status": status,
        "team": team,
        "assignee": assignee,
        "requester": requester,
        "priority": priority,
        "channel": channel,
        "updated_at__gt": updated_after,
    }
    found = found.filter(**{name: value for name, value in conditions.items() if value not in (None, "")})
    return _with_rows(after_key(found, key), person, size)


def counts(person: Person, *, lens: Lens | None = None) -> dict[str, int]:
    """How many tickets each view has, up to CAP. 2 statements, 1 where `lens` is given."""
    if not person.is_staff_member:
        return dict.fromkeys(VIEWS, 0)
    return counting.capped_counts(person, lens or lens_of(person), CAP)
