"""`ETag`: the state of a ticket that a client has seen, for If-Match (412) and If-None-Match (304)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from derman.api.problems import OVERTAKEN, Problem
from derman.kernel.secrets import signature
from derman.tickets.settling import settled_since

if TYPE_CHECKING:
    from derman.tickets.models import Ticket


def etag_of(ticket: Ticket, *, as_requester: bool = False) -> str:
    """Signed, because the bare number of events would tell a requester that a note was written.

    A requester's changes once more when what was just written is final.
    """
    return _tag(ticket, settles=as_requester and ticket.updated_at > settled_since())


def _tag(ticket: Ticket, *, settles: bool) -> str:
    return f'"{signature("etag", f"{ticket.pk}.{ticket.seq}{'.settles' if settles else ''}")}"'


def seen_already(request: HttpRequest, etag: str) -> bool:
    """Has the client this state already (If-None-Match)?"""
    given = request.headers.get("If-None-Match")
    if not given:
        return False
    tags = {tag.removeprefix("W/") for tag in parse_etags(given)}
    return "*" in tags or etag in tags


def expected_seq(request: HttpRequest, ticket: Ticket) -> int | None:
    """The state on which a change builds (If-Match); None where the client gave none. Raises Problem 412."""
    given = request.headers.get("If-Match")
    if not given:
        return None
    tags = parse_etags(given)
    if "*" in tags:
        return None
    if {_tag(ticket, settles=True), _tag(ticket, settles=False)}.isdisjoint(tags):
        raise Problem(
            OVERTAKEN,
            _("Somebody changed this ticket in the meantime. Look at it again."),
            headers={"ETag": etag_of(ticket)},
        )
    return ticket.seq
