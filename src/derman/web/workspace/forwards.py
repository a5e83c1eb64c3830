"""What is sent to somebody outside: what can be, and how it stands in the conversation."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from derman.tickets.queries import Conversation
from derman.web import moments
from derman.web.workspace import words

OFFERED = 20  # single messages to choose from, the latest first


def forwardable(found: Conversation) -> list[dict[str, str]]:
    """The public messages, as the list beside the address offers them."""
    public = [message for message in found.messages if message.public]
    return [choice_of(message) for message in public[::-1][:OFFERED]]


def choosable(found: Conversation, *, public: bool = False) -> list[dict[str, str]]:
    """All messages in order, or the public ones, to choose some of them."""
    return [choice_of(message) for message in found.messages if message.public or not public]


def choice_of(message: Any) -> dict[str, str]:
    """A message to choose: by whom, when, and how it begins."""
    return {
        "id": str(message.pk),
        "words": _("%(name)s, %(time)s: %(beginning)s")
        % {
            "name": message.author.name or message.author.email if message.author else _("The desk"),
            "time": moments.short(message.created_at),
            "beginning": Truncator(" ".join(message.text[:200].split())).chars(50),
        },
    }


def beside(message: Any, forward: Any, vendor: str = "") -> str:
    """What stands beside the name of who wrote it; `vendor`: of what is with one."""
    if vendor:
        said = (
            _("to the vendor %(vendor)s") if message.staff else _("vendor %(vendor)s; the requester does not see this")
        )
        return said % {"vendor": vendor}
    if not message.staff:
        return _("from outside; the requester does not see this")
    told = _("forwarded to %(address)s") if forward.answers else _("copy to %(address)s")
    return told % {"address": forward.address}


def chip(message: Any, forward: Any, vendor: str = "") -> SafeString:
    """That somebody outside wrote it, and if that is not the one who was asked."""
    outside = words.chip(_("Vendor"), "info", "building") if vendor else words.chip(_("Outside"), "info", "out")
    if message.author is None or message.author.pk == forward.person_id:
        return outside
    return outside + words.chip(_("not the one who was asked"), "warn", "warn")
