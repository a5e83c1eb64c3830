"""Links of mails by which a requester rates one ticket without an account. Being opened, they decide nothing.

A link names ticket, person and minute, all signed; it is good for `LIFE`, while the ticket is theirs, and no longer
once the desk has withdrawn the ticket's links.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from derman.kernel import clock, secrets
from derman.people.models import Person
from derman.surveys.errors import NotFound
from derman.tickets.access import own
from derman.tickets.models import Ticket

LIFE = timedelta(days=30)
_PURPOSE = "rating"
_LENGTH = 26  # characters of the signature: 130 bits


def token_for(ticket: int, person: int) -> str:
    """What a link made now holds."""
    value = f"{ticket}.{person}.{int(clock.now().timestamp()) // 60}"
    return f"{value}.{secrets.signature(_PURPOSE, value, length=_LENGTH)}"


def opened_by(token: str) -> tuple[Person, Ticket]:
    """Whom a link lets in, and to which ticket. 2 statements at most. Raises NotFound with what to do."""
    value, _dot, given = token.rpartition(".")
    parts = value.split(".")
    known = len(parts) == 3 and all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts)
    if not known or len(given) != _LENGTH or not secrets.signature_fits(_PURPOSE, value, given):
        raise NotFound(_("This link is not complete. Copy it whole from the mail."))
    number, pk, minute = map(int, parts)
    made = datetime.fromtimestamp(minute * 60, UTC)
    person = Person.objects.filter(pk=pk, is_active=True).first() if clock.now() - made <= LIFE else None
    ticket = own(person).filter(pk=number, requester=person).first() if person is not None else None
    if person is None or ticket is None or (ticket.links_since is not None and made <= ticket.links_since):
        raise NotFound(_("This link is no longer good. Sign in instead, or answer one of our mails."))
    return person, ticket
