"""One's own requests, as the portal lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from derman.kernel import sql
from derman.people.models import Person
from derman.tickets.models import HIDDEN, Ticket
from derman.tickets.queries.handed import CONTACT
from derman.tickets.queries.views import PAGE, decode_key, encode_key

MOST_NAMED = 3  # of those whose approval is waited for
_HIDDEN = ", ".join(f"'{status}'" for status in HIDDEN)
_BEHIND = " AND (t.updated_at, t.number) < (%(moment)s, %(number)s)"
# asked for or in copy: two short walks through indexes instead of one condition that no index serves
_LIST = (
    "WITH mine AS ("  # noqa: S608
    f"(SELECT t.number FROM tickets_ticket t WHERE t.requester_id = %(me)s AND t.status NOT IN ({_HIDDEN}){{behind}}"
    " ORDER BY t.updated_at DESC, t.number DESC LIMIT %(size)s) UNION "
    "(SELECT t.number FROM tickets_follower f JOIN tickets_ticket t ON t.number = f.ticket_id"
    f" WHERE f.person_id = %(me)s AND t.status NOT IN ({_HIDDEN}){{behind}}"
    " ORDER BY t.updated_at DESC, t.number DESC LIMIT %(size)s))"
    " SELECT CASE WHEN t.waiting_for = 'approval' THEN ARRAY(SELECT coalesce(nullif(p.name, ''), p.email)"
    " FROM tickets_approval a JOIN people_person p ON p.id = a.person_id"
    " WHERE a.ticket_id = t.number AND a.state = 'asked' ORDER BY a.id LIMIT %(named)s) END,"
    f" CASE WHEN t.tier > 1 THEN {CONTACT} END,"
    " {columns} FROM mine JOIN tickets_ticket t USING (number) LEFT JOIN people_person holder"
    " ON holder.id = t.assignee_id ORDER BY t.updated_at DESC, t.number DESC LIMIT %(size)s"
)


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A request, the names of those whose approval it waits for, MOST_NAMED at most, and who stays its contact."""

    ticket: Ticket
    approvers: list[str]
    contact: str = ""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Some of them, and the key of the next page (empty at the end)."""

    rows: list[OwnRow]
    next: str


def own_page(person: Person, *, key: str = "", size: int = PAGE) -> OwnPage:
    """What `person` asked for or is in copy of (`access.own`), latest change first. 1 statement.

    Raises WrongInput for a key that no page gave.
    """
    if not person.is_active:
        return OwnPage([], "")
    values: dict[str, Any] = {"me": person.pk, "size": size + 1, "named": MOST_NAMED}
    if key:
        values["moment"], values["number"] = decode_key(key)
    ticket, holder = sql.shape(Ticket), sql.shape(Person)
    columns = f"{ticket.columns('t')}, {holder.columns('holder')}"
    rows = []
    for row in sql.rows(_LIST.format(columns=columns, behind=_BEHIND if key else ""), values):
        found = cast("Ticket", ticket.make(row[2 : 2 + ticket.width]))
        found.assignee = holder.make(row[2 + ticket.width :])
        rows.append(OwnRow(found, row[0] or [], row[1] or ""))
    return OwnPage(rows[:size], encode_key(rows[size - 1].ticket) if len(rows) > size else "")
