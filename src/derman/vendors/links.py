"""The link of a guest page: which case it opens, signed. It opens nothing else, and nothing once it is withdrawn."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from derman.kernel import clock, secrets
from derman.tickets.binned import IN_BIN
from derman.tickets.models import Attachment, Status
from derman.tickets.settling import settled_since
from derman.vendors.errors import RoomClosed
from derman.vendors.models import Case

LIFE = timedelta(days=90)  # since the desk wrote last
_PURPOSE = "vendor.room"
_LENGTH = 32  # characters of the signature: 160 bits


def token_of(case: Case) -> str:
    """What the link of a case holds now."""
    value = f"{case.pk}.{case.link_serial}"
    return f"{value}.{secrets.signature(_PURPOSE, value, length=_LENGTH)}"


def link_of(case: Case) -> str:
    """The address of the guest page."""
    return f"{settings.DERMAN_PORTAL_URL}/vendor/{token_of(case)}/"


def case_of(token: str) -> Case:
    """The case that a link opens. 1 statement. Raises RoomClosed."""
    value, _dot, given = token.rpartition(".")
    parts = value.split(".")
    known = len(parts) == 2 and all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts)
    if not known or len(given) != _LENGTH or not secrets.signature_fits(_PURPOSE, value, given):
        raise RoomClosed(_("This link is not complete. Copy it whole from the mail."), was_there=False)
    related = Case.objects.select_related("vendor", "contract", "ticket", "forward__person")
    case = related.filter(pk=int(parts[0]), way=Case.Way.GUEST).first()
    if case is None or not _opens(case, int(parts[1])):
        raise RoomClosed(_("This page is closed. If you still work on it, write to whoever asked you."), was_there=True)
    return case


def _opens(case: Case, serial: int) -> bool:
    over = case.link_until is None or clock.now() >= case.link_until
    gone = case.ticket.status in (Status.SPAM, IN_BIN)
    return not over and not gone and case.link_serial == serial and case.state != Case.State.WITHDRAWN


def file_of(case: Case, key: str) -> Attachment | None:
    """A file that the vendor was sent, or sent itself. 1 statement."""
    seen = Attachment.objects.filter(key=key, message__forward=case.forward_id, message__withdrawn_at=None)
    found = seen.select_related("file", "message").first()
    if found is None or found.message is None:
        return None
    return found if not found.message.staff or found.message.created_at <= settled_since() else None
