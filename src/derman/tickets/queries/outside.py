"""Who outside was written to, and what hangs on a ticket."""

from __future__ import annotations

from collections.abc import Sequence

from derman.people.models import Person
from derman.tickets.access import attachments_visible_to
from derman.tickets.models import Attachment, Forward, Message
from derman.tickets.queries.one import find

MOST_FILES = 100


def forwards_of(messages: Sequence[Message]) -> dict[int | None, Forward]:
    """What was forwarded, by id, for messages that the reader is known to see. 1 statement, or none."""
    wanted = {message.forward_id for message in messages if message.forward_id is not None}
    return {forward.pk: forward for forward in Forward.objects.filter(pk__in=wanted)} if wanted else {}


def files_of(person: Person, number: int) -> list[Attachment]:
    """The files of a ticket, the latest first and each content once. 3 statements. Raises TicketNotFound."""
    ticket = find(person, number)
    found = attachments_visible_to(person).filter(message__ticket=ticket).select_related("file").order_by("-pk")
    once = {(file.file_id, file.name): file for file in reversed(found[: MOST_FILES * 2])}
    return sorted(once.values(), key=lambda file: -file.pk)[:MOST_FILES]
