"""Links by which somebody without an account opens one request of theirs, and nothing else.

A link names the ticket, the person and the minute in which it was made, all signed. It opens the request for
`LIFE`, as long as the person takes part in it, and no longer once the desk has withdrawn the ticket's links.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from derman.kernel import clock, secrets
from derman.people.models import Person
from derman.tickets.access import own
from derman.tickets.errors import TicketNotFound
from derman.tickets.merged import survivor_of
from derman.tickets.models import Attachment, Ticket

LIFE = timedelta(days=90)
_PURPOSE = "guest"
_LENGTH = 26  # characters of the signature: 130 bits


def guest_token(ticket: int, person: int) -> str:
    """What a link made now holds."""
    value = f"{ticket}.{person}.{int(clock.now().timestamp()) // 60}"
    return f"{value}.{secrets.signature(_PURPOSE, value, length=_LENGTH)}"


def guest_of(token: str) -> tuple[Person, Ticket]:
    """Whom a link lets in, and to which ticket. 2 statements, more where it was merged.

    Raises TicketNotFound with what to do.
    """
    value, _dot, given = token.rpartition(".")
    parts = value.split(".")
    known = len(parts) == 3 and all(part.isdecimal() and len(part) < 19 for part in parts)
    if not known or len(given) != _LENGTH or not secrets.signature_fits(_PURPOSE, value, given):
        raise TicketNotFound(_("This link is not complete. Copy it whole from the mail."))
    number, pk, minute = map(int, parts)
    made = datetime.fromtimestamp(minute * 60, UTC)
    person = Person.objects.filter(pk=pk, is_active=True).first()
    ticket = own(person).filter(pk=number).first() if person is not None else None
    over = clock.now() - made > LIFE
    if ticket is None or person is None or over or (ticket.links_since is not None and made <= ticket.links_since):
        raise TicketNotFound(_("This link is no longer good. Sign in instead, or answer one of our mails."))
    if ticket.merged_into_id is not None:  # the request goes on there, with the same people
        ticket = own(person).filter(pk=survivor_of(ticket.pk)).first() or ticket
    return person, ticket


def guest_file(ticket: Ticket, key: str) -> Attachment | None:
    """A file of the ticket's public messages. 1 statement."""
    seen = Attachment.objects.filter(key=key, message__ticket=ticket, message__public=True, message__withdrawn_at=None)
    return seen.select_related("file").first()
