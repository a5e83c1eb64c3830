"""How often links may be asked for: enough for an office behind one address, too little to flood a mailbox."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest

LINKS = {"link": "40/5m/ip,5/15m/key"}


def may_ask_for_link(request: HttpRequest, folded: str) -> bool:
    """Count one more request of a link to `folded`; False where it was one too many."""
    return ratelimit.consume(request, app="derman.accounts", action="link", config=LINKS, key=folded) is not None
