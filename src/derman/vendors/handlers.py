"""What the room does when it hears that a vendor wrote, that something was taken back, or where a ticket stands."""

from __future__ import annotations

from collections.abc import Collection

from derman.kernel import sql
from derman.kernel.recalling import recall_once, remember
from derman.tickets.actions import ticket_at_hand
from derman.tickets.events import StatusChanged
from derman.tickets.facts import MessageAdded, MessageWithdrawn, TicketChanged, TicketEmptied, TicketsChanged
from derman.tickets.models import Message, Ticket
from derman.vendors.actions.answering import heard
from derman.vendors.actions.handing import again, finish
from derman.vendors.models import OPEN, Case
from derman.vendors.undoing import BY_HAND, OVER, as_before, put_back_by_hand


def hear(fact: MessageAdded) -> None:
    """A mail of a vendor is its answer; what its machine wrote by itself is none. 1 statement for what is no case."""
    if fact.public or fact.staff or fact.automatic:
        return
    written = Message.objects.filter(pk=fact.message, forward__isnull=False).values("forward")
    case = Case.objects.select_for_update(no_key=True).select_related(None).filter(forward__in=written).first()
    if case is None:
        return
    heard(case)
    case.save(update_fields=["answered_at", "heard_at", "reminded", "reminded_at", "remind_at"])


def forget_taken_back(fact: MessageWithdrawn) -> None:
    """What was handed over and taken back within the undo time never was. 1 statement for what is no case."""
    Case.objects.filter(message=fact.message).delete()


def read_together(fact: TicketsChanged) -> None:
    """What is asked of each of many tickets in a moment. 1 statement where one of them stands elsewhere."""
    if StatusChanged.kind not in fact.kinds:
        return
    found: dict[int, list[Case]] = {number: [] for number in fact.acts}
    for case in _cases_of(fact.acts):
        for number in (case.ticket_id, case.ticket.merged_into_id):
            if number is not None and number in found:
                found[number].append(case)
    for number, cases in found.items():
        remember(("cases", number), cases)


_CASES = """
SELECT {columns} FROM (
    SELECT of.ticket FROM unnest(%(tickets)s::bigint[]) AS of (ticket) UNION
    SELECT m.number FROM unnest(%(tickets)s::bigint[]) AS of (ticket)
    JOIN tickets_ticket m ON m.merged_into_id = of.ticket
) AS there JOIN vendors_case c ON c.ticket_id = there.ticket JOIN tickets_ticket t ON t.number = c.ticket_id
ORDER BY c.ended_at DESC, c.id DESC FOR NO KEY UPDATE OF c
"""


def _cases_of(tickets: Collection[int]) -> list[Case]:
    """What of these and of what was merged into them is or was with vendors, locked; the latest ended first."""
    # written out, since every change of a status asks it
    statement = sql.for_so_many(_CASES, tickets)
    found: list[Case] = []
    for case, ticket in sql.read_joined(statement, [(Case, "c"), (Ticket, "t")], {"tickets": list(tickets)}):
        case.ticket = ticket
        found.append(case)
    return found


def keep_up(fact: TicketChanged) -> None:
    """A ticket that is over ends what is with vendors; reopened, they are asked again. 1 statement for what is none."""
    if not set(BY_HAND).isdisjoint(fact.undone):
        put_back_by_hand(fact)
    moved, undone = StatusChanged.kind in fact.kinds, StatusChanged.kind in fact.undone
    if not moved and not undone:
        return
    ticket = ticket_at_hand(fact.ticket)
    if ticket.merged_into_id is not None:
        return  # it goes on there
    cases = recall_once(("cases", fact.ticket), lambda: _cases_of([fact.ticket]))
    if not cases:
        return
    if undone and not moved:
        as_before(fact, cases, over=ticket.status in OVER)
        return
    if ticket.status in OVER:
        for case in cases:
            if case.state in OPEN:
                finish(case, None, why="resolved")
            elif case.state == Case.State.DONE:
                Case.objects.filter(pk=case.pk).update(ended_why="resolved")
        return
    ended = [case for case in cases if case.state == Case.State.DONE and case.ended_why == "resolved"]
    if ended and ticket.is_unresolved and _was_over(fact):
        again(ended[0], None, why="reopened")


_STOOD = """
SELECT details->'before'->>'status' FROM tickets_event WHERE ticket_id = %s AND act = %s AND kind = 'status.changed'
ORDER BY seq LIMIT 1
"""


def _was_over(fact: TicketChanged) -> bool:
    """Was the ticket reopened, not only moved from one kind of work to another? 1 statement."""
    return all(status in OVER for (status,) in sql.rows(_STOOD, [fact.ticket, fact.act]))


def forget(fact: TicketEmptied) -> None:
    """Of a ticket that lost its content, what vendors said of it is gone as well."""
    Case.objects.filter(ticket=fact.ticket).update(their_number="", remind_at=None, link_until=None)
