"""Tickets that are deleted: their sentences on the timeline, and what the bin shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.tickets import queries
from derman.tickets.binned import KEPT
from derman.web.signed_in import Agent
from derman.web.workspace.told import Sentence

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {"ticket.deleted": "trash", "ticket.restored": "undo"}
UNDONE: Mapping[str, Any] = {
    "ticket.deleted": gettext_lazy("deletion"),
    "ticket.restored": gettext_lazy("bringing back"),
}


def _deleted(teller: Teller, event: Any) -> Sentence:
    return _("Deleted by %(who)s"), {"who": teller.who(event)}


def _restored(teller: Teller, event: Any) -> Sentence:
    return _("Brought back from the bin by %(who)s"), {"who": teller.who(event)}


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {
    "ticket.deleted": _deleted,
    "ticket.restored": _restored,
}


def bin_of(reader: Agent) -> dict[str, Any]:
    """What can be brought back, and what is gone for good. 2 statements."""
    return {
        "days": KEPT.days,
        "kept": [
            {
                "number": str(row.pk),
                "subject": row.subject,
                "requester": row.requester.name or row.requester.email,
                "by": row.binned.by.name or row.binned.by.email,
                "at": row.binned.at,
                "until": row.binned.at + KEPT,
            }
            for row in queries.binned(reader)
        ],
        "gone": [
            {
                "number": str(row.pk),
                "by": row.binned.by.name or row.binned.by.email,
                "at": row.binned.at,
                "emptied_at": row.binned.emptied_at,
            }
            for row in queries.emptied(reader)
        ],
    }
