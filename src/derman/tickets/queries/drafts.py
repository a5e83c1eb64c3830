"""What waits to be sent: files of drafts, and answers that leave later."""

from __future__ import annotations

from dataclasses import dataclass

from derman.people.models import Person
from derman.tickets.access import visible_to
from derman.tickets.models import Attachment, Draft, LaterReply, LaterState, Ticket


def files_of_draft(person: Person, draft: Draft) -> list[Attachment]:
    """The uploads of `person` that wait with a draft, the oldest first. 1 statement; none without files."""
    if not draft.files:
        return []
    found = Attachment.objects.filter(key__in=draft.files, message=None, uploader=person)
    return list(found.select_related("file"))


@dataclass(frozen=True, slots=True)
class Planned:
    """An answer that leaves later, or is held, with its files."""

    reply: LaterReply
    files: list[Attachment]


def planned(ticket: Ticket) -> Planned | None:
    """The answer that waits on a ticket which its reader is known to see. None without one: 0 statements, else 2."""
    if not ticket.later:
        return None
    found = LaterReply.objects.filter(ticket=ticket, state__in=[LaterState.WAITING, LaterState.HELD])
    reply = found.select_related("author").first()
    if reply is None:
        return None
    return Planned(reply, list(Attachment.objects.filter(key__in=reply.files).select_related("file")))


def planned_visible_to(person: Person, number: int) -> Planned | None:
    """The answer that waits on a ticket, for an agent who sees the ticket. 3 statements at most."""
    if not person.is_staff_member:
        return None
    ticket = visible_to(person).filter(pk=number).first() if abs(number) < 2**63 else None
    return planned(ticket) if ticket is not None else None
