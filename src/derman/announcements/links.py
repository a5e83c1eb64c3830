"""Links of mails by which somebody without an account sees one outage, and says whether it affects them.

A link names the outage, the person and the minute in which it was made, all signed, and is good for `LIFE`. It opens
what the person may see in any case, and nothing else.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from derman.announcements.access import visible_to
from derman.announcements.errors import NotFound
from derman.announcements.models import Announcement
from derman.kernel import clock, secrets
from derman.people.models import Person

LIFE = timedelta(days=90)
_PURPOSE = "outage"
_LENGTH = 26  # characters of the signature: 130 bits


def token_for(announcement: int, person: int) -> str:
    """What a link made now holds."""
    value = f"{announcement}.{person}.{int(clock.now().timestamp()) // 60}"
    return f"{value}.{secrets.signature(_PURPOSE, value, length=_LENGTH)}"


def opened_by(token: str) -> tuple[Person, Announcement]:
    """Whom a link lets in, and to which outage. 2 statements at most. Raises NotFound with what to do."""
    value, _dot, given = token.rpartition(".")
    parts = value.split(".")
    known = len(parts) == 3 and all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts)
    if not known or len(given) != _LENGTH or not secrets.signature_fits(_PURPOSE, value, given):
        raise NotFound(_("This link is not complete. Copy it whole from the mail."))
    number, pk, minute = map(int, parts)
    over = clock.now() - datetime.fromtimestamp(minute * 60, UTC) > LIFE
    person = Person.objects.filter(pk=pk, is_active=True).first() if not over else None
    row = visible_to(person).filter(pk=number).first() if person is not None else None
    if person is None or row is None:
        raise NotFound(_("This link is no longer good. The page of the help desk says what is known."))
    return person, row
