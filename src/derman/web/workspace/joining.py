"""Tickets that are merged, split or linked: their sentences on the timeline, and what stands beside the ticket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from derman.tickets import queries
from derman.tickets.queries import Conversation
from derman.web import markup
from derman.web.signed_in import Agent
from derman.web.workspace import words
from derman.web.workspace.told import Sentence

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

KINDS: Mapping[str, Any] = {
    "related": gettext_lazy("Belongs to it"),
    "duplicate": gettext_lazy("Is the same as"),
    "caused_by": gettext_lazy("Was caused by"),
    "parent": gettext_lazy("Is a part of"),
}
# kind → how it reads beside the ticket that was linked from, and beside the other one
_WORDS: Mapping[str, tuple[Any, Any]] = {
    "follow_up": (gettext_lazy("carries this on"), gettext_lazy("carried on here")),
    "mentioned": (gettext_lazy("named by the sender"), gettext_lazy("its sender named this one")),
    "related": (gettext_lazy("related"), gettext_lazy("related")),
    "duplicate": (gettext_lazy("the same as this"), gettext_lazy("the same as this")),
    "caused_by": (gettext_lazy("the cause"), gettext_lazy("caused by this")),
    "parent": (gettext_lazy("the whole"), gettext_lazy("a part")),
    "split": (gettext_lazy("split from"), gettext_lazy("split off")),
}
ICONS: Mapping[str, str] = {
    "ticket.merged": "merge",
    "ticket.absorbed": "merge",
    "ticket.unmerged": "split",
    "ticket.released": "split",
    "ticket.split": "split",
    "ticket.split_from": "split",
    "links.changed": "link",
    "parts.resolved": "check",
    "ticket.copied": "copy",
    "ticket.copied_from": "copy",
}
UNDONE: Mapping[str, Any] = {
    "ticket.absorbed": gettext_lazy("merge"),
    "ticket.split": gettext_lazy("split"),
    "links.changed": gettext_lazy("link"),
    "parts.resolved": gettext_lazy("parts"),
    "ticket.copied": gettext_lazy("copy"),
    "message.moved": gettext_lazy("messages"),
}


def _told(text: Any, field: str) -> Callable[[Teller, Any], Sentence]:
    def tell(teller: Teller, event: Any) -> Sentence:
        return str(text), {"who": teller.who(event), "number": f"#{event.details[field]}"}

    return tell


def _linked(teller: Teller, event: Any) -> Sentence:
    values = {"who": teller.who(event), "number": f"#{event.details['other']}"}
    return {
        "related": _("Linked to %(number)s · %(who)s"),
        "duplicate": _("Said to be the same as %(number)s · %(who)s"),
        "caused_by": _("Said to be caused by %(number)s · %(who)s"),
        "parent": _("Made a part of %(number)s · %(who)s"),
    }.get(event.details["after"], _("No longer linked to %(number)s · %(who)s")), values


def _parts(teller: Teller, event: Any) -> Sentence:
    count = len(event.details["parts"])
    values = {"who": teller.who(event), "count": count}
    if event.details.get("answered"):
        return ngettext(
            "%(count)s part was answered and resolved with it by %(who)s",
            "%(count)s parts were answered and resolved with it by %(who)s",
            count,
        ), values
    return ngettext(
        "%(count)s part was resolved with it by %(who)s", "%(count)s parts were resolved with it by %(who)s", count
    ), values


def _copied(teller: Teller, event: Any) -> Sentence:
    values = {"who": teller.who(event), "number": f"#{event.details['into']}"}
    if event.details["follow_up"]:
        return _("Carried on in %(number)s by %(who)s"), values
    return _("Copied into %(number)s by %(who)s"), values


def _copied_from(teller: Teller, event: Any) -> Sentence:
    values = {"who": teller.who(event), "number": f"#{event.details['other']}"}
    if event.details["follow_up"]:
        return _("Opened by %(who)s to carry on %(number)s"), values
    return _("Copied from %(number)s by %(who)s"), values


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {
    "parts.resolved": _parts,
    "ticket.copied": _copied,
    "ticket.copied_from": _copied_from,
    "ticket.merged": _told(gettext_lazy("Merged into %(number)s by %(who)s; the conversation goes on there"), "into"),
    "ticket.absorbed": _told(gettext_lazy("%(number)s was merged into this one by %(who)s"), "other"),
    "ticket.unmerged": _told(gettext_lazy("Taken out of %(number)s again by %(who)s"), "out_of"),
    "ticket.released": _told(gettext_lazy("%(number)s is a ticket of its own again · %(who)s"), "other"),
    "ticket.split": _told(gettext_lazy("Messages went into %(number)s by %(who)s"), "into"),
    "ticket.split_from": _told(gettext_lazy("Split from %(number)s by %(who)s"), "other"),
    "links.changed": _linked,
}


def links_of(found: Conversation) -> list[dict[str, Any]]:
    """What the ticket is linked to, each with how; what can be taken away says so."""
    shown = []
    for link in found.links:
        is_here = link.ticket_id == found.ticket.pk
        far = link.other if is_here else link.ticket
        shown.append(
            {
                "url": f"/desk/tickets/{far.pk}/",
                "number": str(far.pk),
                "subject": far.subject,
                "status_chip": words.status_chip(far),
                "words": str(_WORDS[link.kind][0 if is_here else 1]),
                "can_go": link.kind in KINDS,
            }
        )
    return shown


def parts_of(found: Conversation) -> dict[str, int] | None:
    """How many parts of the ticket there are, and how many of them are over; None where it has none."""
    parts = [link.ticket for link in found.links if link.kind == "parent" and link.other_id == found.ticket.pk]
    if not parts:
        return None
    done = sum(not part.is_unresolved for part in parts)
    return {"all": len(parts), "done": done, "open": len(parts) - done}


def mergeable(reader: Agent, ticket: Any) -> list[dict[str, Any]]:
    """Into what a ticket is merged most often: the other tickets of its requester. 2 statements."""
    return [
        {
            "name": "merge",
            "value": str(other.pk),
            "word": f"#{other.pk} {other.subject}",
            "face": markup.icon("merge"),
            "beside": other.get_status_display(),
        }
        for other in queries.glance(reader, ticket, limit=8)
        if other.merged_into_id is None and other.status != "spam"
    ]


def copyable(found: Conversation) -> dict[str, str]:
    """What a copy begins with: the subject, and what was asked for first."""
    asked = next((message.text for message in found.messages if message.public and not message.staff), "")
    return {"subject": found.ticket.subject, "text": asked[:20_000]}
