"""The hand-overs of a ticket."""

from __future__ import annotations

from derman.kernel import sql
from derman.people.models import Person, Tier
from derman.tickets.access import visible_to
from derman.tickets.handed import HandOver
from derman.tickets.models import Ticket


def hand_overs(reader: Person, ticket: Ticket) -> list[HandOver]:
    """All of a ticket, the oldest first, for agents who may see it. 1 statement."""
    if not reader.is_staff_member:
        return []
    found = HandOver.objects.filter(ticket=ticket, ticket__in=visible_to(reader))
    return list(found.select_related("from_team", "to_team", "by", "answered_by"))


# whose name the requester of a ticket `t` reads, where somebody stayed the contact when it was moved up
CONTACT = (
    "(SELECT coalesce(nullif(contact.name, ''), contact.email) FROM tickets_handover h JOIN people_person contact"
    " ON contact.id = h.by_id AND contact.is_active WHERE h.ticket_id = t.number AND h.keeps_contact"
    " AND h.state IN ('waiting', 'accepted') ORDER BY h.id DESC LIMIT 1)"
)
_CONTACT_OF = f"SELECT {CONTACT} FROM tickets_ticket t WHERE t.number = %(ticket)s"  # noqa: S608


def contact_of(ticket: Ticket) -> str:
    """The name of whoever stays the requester's contact after the ticket was moved up; empty where nobody does.

    No statement for a ticket of the front line, 1 for others.
    """
    if ticket.tier <= Tier.L1:
        return ""
    found = sql.rows(_CONTACT_OF, {"ticket": ticket.pk})
    return (found[0][0] or "") if found else ""


def waits(row: HandOver, ticket: Ticket) -> bool:
    """Does it wait to be answered, where the ticket now is?"""
    return row.state == HandOver.State.WAITING and row.to_team_id == ticket.team_id
