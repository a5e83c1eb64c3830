"""How tickets are locked: one, some in the order of their numbers, or many of a run at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import gettext as _

from derman.kernel import sql
from derman.people.models import Person, Team
from derman.tickets import access
from derman.tickets.errors import TicketNotFound
from derman.tickets.merged import survivor_of
from derman.tickets.models import Ticket

_LOCKED = """
SELECT {columns} FROM tickets_ticket t LEFT JOIN people_team team ON team.id = t.team_id
WHERE t.number = %(number)s AND """
_MODELS = ((Ticket, "t"), (Team, "team"))


def locked(number: int, actor: Person | None, *, deleted_too: bool = False) -> Ticket:
    """The ticket, locked until the transaction ends. Raises TicketNotFound where `actor` may not see it.

    `deleted_too`: also one in the bin; the desk itself (None) reaches that in any case.
    """
    if actor is not None and not (actor.is_active and actor.is_staff_member):
        found = access.visible_to(actor).select_related("team").select_for_update(of=("self",))
        ticket = found.filter(pk=number).first()
    else:
        seen = "true" if actor is None else access.OPEN_TO_AGENT if deleted_too else access.SEEN_BY_AGENT
        values = {"number": number, "person": actor.pk if actor else None}
        rows = sql.read_joined(f"{_LOCKED}{seen} FOR UPDATE OF t", _MODELS, values) if abs(number) < 2**63 else []
        ticket = None
        for ticket, team in rows:
            ticket.team = team
    if ticket is None:
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": number})
    return ticket


_TOGETHER = """
SELECT {columns} FROM tickets_ticket t LEFT JOIN people_team team ON team.id = t.team_id
WHERE t.number = ANY(%(numbers)s) AND """
# Tickets that are locked already, each with who is in copy: `changing` takes one from here, once.
_ready: ContextVar[dict[int, tuple[Ticket, frozenset[int]]] | None] = ContextVar("ready_tickets", default=None)


@contextmanager
def locked_together(numbers: Sequence[int], actor: Person, *, deleted_too: bool = False) -> Iterator[None]:
    """Inside the block, `actor` changes many tickets, which are locked and read at once, in order of their numbers.

    Those that they may not see are not among them. 2 statements.
    """
    seen = access.OPEN_TO_AGENT if deleted_too else access.SEEN_BY_AGENT
    values = {"numbers": list(numbers), "person": actor.pk}
    found = sql.read_joined(f"{_TOGETHER}{seen} ORDER BY t.number FOR UPDATE OF t", _MODELS, values)
    copies: dict[int, set[int]] = {}
    following = "SELECT ticket_id, person_id FROM tickets_follower WHERE ticket_id = ANY(%s)"
    for number, person in sql.rows(following, [values["numbers"]]):
        copies.setdefault(number, set()).add(person)
    ready = {}
    for ticket, team in found:
        ticket.team = team
        ready[ticket.pk] = (ticket, frozenset(copies.get(ticket.pk, ())))
    token = _ready.set(ready)
    try:
        yield
    finally:
        _ready.reset(token)


def taken(number: int, actor: Person | None) -> tuple[Ticket, frozenset[int]] | None:
    """A ticket of the block around, with who is in copy; None outside of one, or the second time."""
    ready = _ready.get()
    known = ready.pop(number, None) if ready else None
    return known if actor is not None else None


def lock_in_order(*numbers: int) -> None:
    """Lock tickets until the transaction ends, by their numbers, so that no two who need the same wait for each other.

    For what begins with one and comes to the other later. 1 statement, none for none.
    """
    if not numbers:
        return
    list(Ticket.objects.select_for_update().filter(pk__in=numbers).order_by("pk").values_list("pk", flat=True))


def locked_survivor(named: int, merged_into: int | None) -> tuple[Ticket, int | None]:
    """The ticket on which the conversation of the one that is `named` goes on, locked; and that one, if it is another.

    `merged_into`: what was read of it.
    """
    ticket = locked(named if merged_into is None else survivor_of(merged_into), None)
    while ticket.merged_into_id is not None:  # since a moment ago
        ticket = locked(ticket.merged_into_id, None)
    return ticket, named if ticket.pk != named else None
