"""The lists of the workspace and the portal: paged by key, counted up to a cap, never scanning the table."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.tickets.access import own, visible_to
from derman.tickets.errors import WrongInput
from derman.tickets.models import IN_WORK, UNRESOLVED, Follower, ReadMark, Status, Ticket

PAGE = 40
CAP = 1000  # counts stop here: “999+”


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    ticket: Ticket
    unread: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and the key of the next page (empty at the end)."""

    rows: list[Row]
    next: str


type Filter = Callable[[QuerySet[Ticket], Person, list[int]], QuerySet[Ticket]]

# name → which of the visible tickets, given the person and the ids of their teams
VIEWS: dict[str, Filter] = {
    "mine": lambda found, person, teams: found.filter(assignee=person, status__in=UNRESOLVED),
    "unassigned": lambda found, person, teams: found.filter(assignee=None, status__in=IN_WORK),
    "my_teams": lambda found, person, teams: found.filter(team__in=teams, status__in=UNRESOLVED),
    "all": lambda found, person, teams: found.filter(status__in=UNRESOLVED),
    "waiting": lambda found, person, teams: found.filter(status=Status.WAITING),
    "resolved": lambda found, person, teams: found.filter(status=Status.RESOLVED),
    "spam": lambda found, person, teams: found.filter(status=Status.SPAM),
}


def encode_key(ticket: Ticket) -> str:
    """The place of a ticket in a list ordered by its latest change."""
    raw = json.dumps([ticket.updated_at.isoformat(), ticket.pk]).encode()
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def decode_key(key: str) -> tuple[datetime, int]:
    """Raises WrongInput for a key that no page gave."""
    try:
        moment, number = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        return datetime.fromisoformat(moment), int(number)
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


def _teams_of(person: Person) -> list[int]:
    return list(person.memberships.values_list("team_id", flat=True))


def page(person: Person, view: str, *, key: str = "", size: int = PAGE) -> Page:
    """One page of a view with what a line shows. 3 statements at most."""
    chosen = VIEWS.get(view, VIEWS["all"])
    teams = _teams_of(person) if view == "my_teams" else []
    found = after_key(chosen(visible_to(person), person, teams), key)
    if view == "my_teams" and 1 < len(teams) <= 12:
        # one short index scan for each team beats sorting all of them
        parts = [found.filter(team=team).values("pk")[: size + 1] for team in teams]
        numbers = parts[0].union(*parts[1:], all=True)
        found = Ticket.objects.filter(pk__in=Subquery(numbers)).order_by("-updated_at", "-number")
    return _with_rows(found, person, size)


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
    numbers: list[int] | None = None,
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
    if numbers is not None:
        found = found.filter(pk__in=numbers)
    return _with_rows(after_key(found, key), person, size)


def counts(person: Person) -> dict[str, int]:
    """How many tickets each view has, up to CAP. 2 statements."""
    teams = _teams_of(person)
    parts: list[str] = []
    parameters: list[Any] = []
    for name, chosen in VIEWS.items():
        found = chosen(visible_to(person), person, teams).order_by()
        if name == "my_teams" and not teams:
            continue
        sql, values = found.values("pk")[:CAP].query.sql_with_params()
        parts.append(f"SELECT '{name}' AS name, count(*) FROM ({sql}) AS part")  # noqa: S608 - names of VIEWS, values apart
        parameters.extend(values)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        found_counts: dict[str, int] = dict(cursor.fetchall())
    return {name: found_counts.get(name, 0) for name in VIEWS}


def own_page(person: Person, *, key: str = "", size: int = PAGE) -> Page:
    """The person's own requests for the portal: asked for or in copy, latest change first. 1 statement."""
    asked = Ticket.objects.filter(requester=person).exclude(status=Status.SPAM)
    followed = Ticket.objects.filter(Q(pk__in=Follower.objects.filter(person=person).values("ticket"))).exclude(
        status=Status.SPAM
    )
    first = after_key(asked, key).values("pk")[: size + 1]
    second = after_key(followed, key).values("pk")[: size + 1]
    found = own(person).filter(pk__in=Subquery(first.union(second))).order_by("-updated_at", "-number")
    return _with_rows(found, person, size)
