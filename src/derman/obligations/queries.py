"""What could slip, for one person: found in two statements, whatever the size of the desk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import get_language

from derman.desk.hours import the_zone
from derman.kernel import clock, sql
from derman.obligations.finding import COLUMNS, Finding, Kind
from derman.obligations.kinds import BY_CODE, KINDS
from derman.obligations.models import Morning, Obligation
from derman.obligations.scope import Scope, scope_of
from derman.people.models import Person
from derman.tickets.models import PRIORITY_CODES

SIZE = 20  # of one kind on the page of all
WHOLE = 300  # of one kind on its own page


NOTED = ("word", "offered", "mood", "bounced", "returned", "reopened", "unanswered")  # whose key is an Obligation


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; `more`: there are further ones."""

    kind: Kind
    findings: Sequence[Finding]
    more: bool


def is_kind(code: str) -> bool:
    """Is there such a kind? No statement."""
    return code in BY_CODE


def priority_of(found: Finding) -> str:
    """The code of the priority of its ticket; empty where it is about none. No statement."""
    return PRIORITY_CODES.get(found.priority, "normal") if found.ticket else ""


def values_at(now: datetime, today: date) -> dict[str, Any]:
    """The moments that the questions of the kinds name."""
    return {
        "now": now,
        "today": today,
        "soon": now + timedelta(hours=1),
        "day": now + timedelta(days=1),
        "hour": now - timedelta(hours=1),
        "yesterday": now - timedelta(days=1),
        "days": now - timedelta(days=3),
        "week": now - timedelta(days=7),
        "fortnight": now - timedelta(days=14),
        "quarter": now - timedelta(days=90),
        "language": get_language() or "en",
    }


def could_slip(asker: Person, *, kinds: Collection[str] = (), size: int = SIZE) -> list[Group]:
    """What could slip, by kind, the most pressing first; nothing for who does not work at the desk. 3 statements."""
    scope = scope_of(asker)
    if scope is None:
        return []
    wanted = [kind for kind in KINDS if not kinds or kind.code in kinds]
    found = _found(scope, wanted, size + 1)
    groups = []
    for kind in wanted:
        rows = found.get(kind.code, [])
        if rows:
            groups.append(Group(kind, rows[:size], len(rows) > size))
    return groups


_SHOWN = """
SELECT f.kind, f.ticket, f.key, f.owner, f.since, f.due, f.words, COALESCE(t.subject, ''),
    COALESCE(NULLIF(asker.name, ''), asker.email, ''), COALESCE(NULLIF(holder.name, ''), holder.email, ''),
    COALESCE(team.name, ''), COALESCE(t.priority, 3), COALESCE(t.waiting_for, '')
FROM ({parts}) AS f LEFT JOIN tickets_ticket t ON t.number = f.ticket
LEFT JOIN people_person asker ON asker.id = t.requester_id
LEFT JOIN people_person holder ON holder.id = f.owner
LEFT JOIN people_team team ON team.id = t.team_id
ORDER BY f.kind, f.place
"""


def statement(scope: Scope, kinds: Sequence[Kind], size: int) -> str:
    """The one statement that asks for all of these kinds; empty where none asks the desk's tables."""
    parts = []
    for kind in kinds:
        select = kind.select(scope, size) if kind.select is not None else None
        if select is not None:
            parts.append(
                f"SELECT '{kind.code}'::text AS kind, {COLUMNS}, row_number() OVER () AS place"  # noqa: S608
                f" FROM ({select}) AS one"
            )
    return _SHOWN.format(parts=" UNION ALL ".join(parts)) if parts else ""


def _found(scope: Scope, kinds: Sequence[Kind], size: int) -> dict[str, list[Finding]]:
    asked = statement(scope, kinds, size)
    now = clock.now()
    parameters = {**scope.parameters, **values_at(now, now.astimezone(the_zone()).date())}
    found: dict[str, list[Finding]] = {}
    for code, *row in sql.rows(asked, parameters) if asked else ():
        found.setdefault(code, []).append(Finding(BY_CODE[code], *row))
    for kind in kinds:
        if kind.rows is not None:
            found[kind.code] = [Finding(kind, *row) for row in kind.rows(scope, size)]
    # a kind that asks in several parts, like one for each team, gives each of them in order
    return {code: _in_order(rows)[:size] for code, rows in found.items() if rows}


def _in_order(rows: list[Finding]) -> list[Finding]:
    if rows[0].kind.code == "untaken":
        return rows
    by_due = rows[0].kind.code in ("promise", "word", "task", "approval", "major_update", "major_action")
    return sorted(rows, key=lambda one: (one.due_at or one.since) if by_due else one.since)


_WORDS_ON = """
SELECT {columns} FROM obligations_obligation o LEFT JOIN people_person p ON p.id = o.person_id
WHERE o.ticket_id = %(ticket)s AND o.kind = 'word' AND o.state IN ('offered', 'open') ORDER BY o.due_at, o.id
"""


def words_on(asker: Person, ticket: int) -> list[Obligation]:
    """What was promised in replies on a ticket that the asker is known to see, and is neither kept nor dropped.

    1 statement.
    """
    if not asker.is_staff_member:
        return []
    found = []
    for obligation, giver in sql.read_joined(_WORDS_ON, ((Obligation, "o"), (Person, "p")), {"ticket": ticket}):
        obligation.person = giver
        found.append(obligation)
    return found


def morning_of(asker: Person) -> Morning:
    """Whether somebody wants the mail in the morning. 1 statement."""
    return Morning.objects.filter(person=asker).first() or Morning(person=asker)
