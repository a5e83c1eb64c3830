"""`ETag`: the state of a ticket that a client has seen, for If-Match (412) and If-None-Match (304)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from derman.api.problems import OVERTAKEN, Problem
from derman.kernel.secrets import signature

if TYPE_CHECKING:
    from derman.tickets.models import Ticket


def etag_of(ticket: Ticket) -> str:
    """Signed, because the bare number of events would tell a requester that a note was written."""
    return f'"{signature("etag", f"{ticket.pk}.{ticket.seq}")}"'


def seen_already(request: HttpRequest, ticket: Ticket) -> bool:
    """Has the client this state already (If-None-Match)?"""
    given = request.headers.get("If-None-Match")
    if not given:
        return False
    tags = {tag.removeprefix("W/") for tag in parse_etags(given)}
    return "*" in tags or etag_of(ticket) in tags


def expected_seq(request: HttpRequest, ticket: Ticket) -> int | None:
    """The state on which a change builds (If-Match); None where the client gave none. Raises Problem 412."""
    given = request.headers.get("If-Match")
    if not given:
        return None
    tags = parse_etags(given)
    if "*" in tags:
        return None
    if etag_of(ticket) not in tags:
        raise Problem(
            OVERTAKEN,
            _("Somebody changed this ticket in the meantime. Look at it again."),
            headers={"ETag": etag_of(ticket)},
        )
    return ticket.seq
