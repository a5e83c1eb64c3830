"""The lines of the workspace's lists, read in one statement from the end of an index, with just what a line shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language

from derman.kernel import clock, sql
from derman.people.access import Lens
from derman.people.models import Person, initials_of
from derman.tickets.access import SEEN_BY_AGENTS
from derman.tickets.models import Channel, Priority, Status

# name → which tickets, in SQL; each condition stands word for word at a partial index of `Ticket`
VIEWS = {
    "mine": "assignee_id = %(person)s AND status IN ('new', 'open', 'waiting')",
    "unassigned": "assignee_id IS NULL AND status IN ('new', 'open')",
    "my_teams": "team_id = %(team)s AND status IN ('new', 'open', 'waiting')",
    "due": "team_id = %(team)s AND due_at IS NOT NULL AND due_at < %(soon)s",
    "all": "status IN ('new', 'open', 'waiting')",
    "waiting": "status = 'waiting'",
    "resolved": "status = 'resolved'",
    "spam": "status = 'spam'",
}
OF_TEAMS = ("my_teams", "due")  # each of one's teams is read from its own end of the index
SOON = timedelta(hours=4)  # what is due before that, or late, is due soon


def place_in(view: str) -> tuple[str, str, str]:
    """By what a view is ordered: the column, its direction, and which sign stands before what follows."""
    return ("due_at", "ASC", ">") if view == "due" else ("updated_at", "DESC", "<")


def order_of(view: str) -> str:
    """The same as an ORDER BY."""
    column, direction, _sign = place_in(view)
    return f"ORDER BY {column} {direction}, number {direction}"


@dataclass(frozen=True, slots=True)
class Face:
    """A person as a line shows them."""

    pk: int
    name: str
    email: str

    @property
    def initials(self) -> str:
        return initials_of(self.name, self.email)


@dataclass(frozen=True, slots=True)
class Topic:
    """A category as a line shows it."""

    names: dict[str, str]

    @property
    def name(self) -> str:
        return str(self.names.get(get_language() or "en") or next(iter(self.names.values()), ""))


@dataclass(frozen=True, slots=True)
class Line:
    """A ticket as a list shows it."""

    pk: int
    subject: str
    excerpt: str
    status: str
    waiting_for: str
    priority: int
    channel: str
    updated_at: datetime
    message_seq: int
    requester: Face
    assignee: Face | None
    team_name: str
    category: Topic | None
    pinned: bool = False  # at the top of the reader's own lists
    promise: str = ""
    promised_at: datetime | None = None
    due_at: datetime | None = None

    def get_status_display(self) -> str:
        return str(Status(self.status).label)

    def get_priority_display(self) -> str:
        return str(Priority(self.priority).label)

    def get_channel_display(self) -> str:
        return str(Channel(self.channel).label)


def select_view(name: str, lens: Lens, *, columns: str, tail: str) -> str:
    """The tickets of a view that are seen through `lens`; of one's teams, each from its own end of the index.

    Its values: `parameters_of`.
    """
    # `!= ALL` of a literal array is one cheap test for each row; most desks have nothing to hide from anybody
    hidden = " AND (team_id IS NULL OR team_id != ALL(%(closed)s))" if lens.closed and name not in OF_TEAMS else ""
    if name not in OF_TEAMS:
        return f"SELECT {columns} FROM tickets_ticket WHERE {VIEWS[name]}{hidden} {tail}"  # noqa: S608
    condition = VIEWS[name].replace("%(team)s", "own.team")
    return (
        f"SELECT {columns} FROM unnest(%(teams)s::bigint[]) AS own(team), LATERAL "  # noqa: S608
        f"(SELECT * FROM tickets_ticket WHERE {condition} {tail}) AS part"
    )


def select_pinned(name: str, lens: Lens, *, columns: str) -> str:
    """Those tickets of a view that `person` has pinned, each found by its number: there are a few at most."""
    hidden = " AND (team_id IS NULL OR team_id != ALL(%(closed)s))" if lens.closed and name not in OF_TEAMS else ""
    condition = VIEWS[name].replace("= %(team)s", "= ANY(%(teams)s)")
    return (
        f"SELECT {columns} FROM tickets_pin pin, LATERAL (SELECT * FROM tickets_ticket"  # noqa: S608
        f" WHERE number = pin.ticket_id AND {condition}{hidden} OFFSET 0) AS part WHERE pin.person_id = %(person)s"
    )


def parameters_of(person: Person, lens: Lens) -> dict[str, Any]:
    """The values of what `select_view` and `select_pinned` write."""
    return {"person": person.pk, "closed": lens.closed, "teams": lens.teams, "soon": clock.now() + SOON}


MOST_PINS = 20
# left out of what the index gave: as a condition beside its own, PostgreSQL would rather read all and sort
_NOT_PINNED = "number != ALL(ARRAY(SELECT ticket_id FROM tickets_pin WHERE person_id = %(person)s))"
COLUMNS = (
    "number, subject, excerpt, status, waiting_for, priority, channel, updated_at, message_seq,"
    " requester_id, assignee_id, team_id, category_id, promise, promised_at, due_at"
)


def lines(
    person: Person, lens: Lens, view: str, *, after: tuple[datetime, int] | None, size: int
) -> list[tuple[Line, bool]]:
    """The first `size` lines behind a key, each with whether `person` has yet to read it. 1 statement.

    What the person has pinned stands before all, and is not listed again further on.
    """
    column, direction, sign = place_in(view)
    key = f"AND ({column}, number) {sign} (%(moment)s, %(number)s) " if after else ""
    # the limit stands in the statement: a plan that is kept must know it
    order = f"{order_of(view)} LIMIT {size + MOST_PINS:d}"
    latest = select_view(view, lens, columns=COLUMNS, tail=key + order)
    inner = f"(SELECT {COLUMNS}, false AS top FROM ({latest}) AS latest WHERE {_NOT_PINNED})"  # noqa: S608
    if not after:
        inner += f" UNION ALL ({select_pinned(view, lens, columns=f'{COLUMNS}, true')})"
    parameters = parameters_of(person, lens)
    if after:
        parameters["moment"], parameters["number"] = after
    # cut to a page before people, team and category are joined, so that each is looked up by its key
    first = f"ORDER BY t.top DESC, t.{column} {direction}, t.number {direction} LIMIT {size:d}"
    whole = f"{_shown(f'SELECT * FROM ({inner}) AS t {first}')} {first}"  # noqa: S608
    found = sql.rows(whole, parameters)
    return [_line(row) for row in found]


def lines_of(person: Person, lens: Lens, numbers: list[int]) -> dict[int, tuple[Line, bool]]:
    """The lines of the tickets with these numbers that are seen through `lens`, by number. 1 statement."""
    inner = f"SELECT {COLUMNS}, false AS top FROM tickets_ticket t WHERE number = ANY(%(numbers)s) AND {SEEN_BY_AGENTS}"  # noqa: S608
    parameters = {"person": person.pk, "closed": lens.closed, "numbers": numbers}
    return {row[0]: _line(row) for row in sql.rows(_shown(inner), parameters)}


def _shown(inner: str) -> str:
    """With what a line says of a ticket's people, team and category, and how far it was read."""
    return f"""
        SELECT t.number, t.subject, t.excerpt, t.status, t.waiting_for, t.priority, t.channel, t.updated_at,
            t.message_seq, asker.id, asker.name, asker.email, holder.id, holder.name, holder.email,
            team.name, category.names, coalesce(mark.seq, 0), t.top, t.promise, t.promised_at, t.due_at
        FROM ({inner}) AS t
        JOIN people_person asker ON asker.id = t.requester_id
        LEFT JOIN people_person holder ON holder.id = t.assignee_id
        LEFT JOIN people_team team ON team.id = t.team_id
        LEFT JOIN tickets_category category ON category.id = t.category_id
        LEFT JOIN tickets_readmark mark ON mark.agent_id = %(person)s AND mark.ticket_id = t.number"""  # noqa: S608


def _line(row: tuple[Any, ...]) -> tuple[Line, bool]:
    names = json.loads(row[16]) if isinstance(row[16], str) else row[16]  # Django's cursors leave JSON as text
    line = Line(
        pk=row[0],
        subject=row[1],
        excerpt=row[2],
        status=row[3],
        waiting_for=row[4],
        priority=row[5],
        channel=row[6],
        updated_at=row[7],
        message_seq=row[8],
        requester=Face(row[9], row[10], row[11]),
        assignee=Face(row[12], row[13], row[14]) if row[12] is not None else None,
        team_name=row[15] or "",
        category=Topic(names) if names else None,
        pinned=row[18],
        promise=row[19],
        promised_at=row[20],
        due_at=row[21],
    )
    return line, row[8] > row[17]
