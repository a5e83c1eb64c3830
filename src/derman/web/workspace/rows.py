"""The queue: what each line of a list shows, made ready so that the template only prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from derman.tickets import queries
from derman.tickets.queries.views import CAP, PAGE
from derman.web import markup
from derman.web.signed_in import Agent
from derman.web.workspace import words

DEFAULT = "mine"
OTHERS = ("my_teams", "all", "waiting", "resolved", "spam")  # views in which it matters who has a ticket
LONGEST = 200


def count_text(count: int) -> str:
    """A number that grows no wider than “999+”."""
    return str(count) if count < CAP else f"{CAP - 1}+"


def row(
    ticket: Any, *, unread: bool, suffix: str, now: Any, shows_holder: bool, excerpt: SafeString | str = ""
) -> dict[str, Any]:
    """One line, as the template prints it."""
    requester = ticket.requester
    return {
        "number": str(ticket.pk),  # never with a thousands separator
        "url": f"/desk/tickets/{ticket.pk}/{suffix}",
        "name": requester.name or requester.email,
        "subject": ticket.subject,
        "face": markup.avatar(requester.pk, requester.initials),
        "time": markup.time_ago(ticket.updated_at, now=now),
        "chips": _chips(ticket, shows_holder),
        "unread": unread,
        "excerpt": excerpt,
    }


def _chips(ticket: Any, shows_holder: bool) -> SafeString:
    made = []
    if ticket.priority <= 2:
        made.append(words.priority_chip(ticket))
    if ticket.status not in ("new", "open"):
        made.append(words.status_chip(ticket, briefly=True))
    if shows_holder:
        made.append(
            words.chip(ticket.assignee.name, "", "user") if ticket.assignee else words.chip(_("nobody's"), "warn")
        )
    made.append(words.channel_chip(ticket))
    if ticket.category is not None:
        made.append(words.chip(ticket.category.name))
    return mark_safe("".join(made))  # noqa: S308 each is escaped


def view_of(name: str) -> str:
    """A view that exists."""
    return name if name in words.VIEWS else DEFAULT


def rows_of(person: Agent, view: str, *, key: str = "", size: int = PAGE) -> dict[str, Any]:
    """One page of a view."""
    found = queries.page(person, view, key=key, size=min(max(size, PAGE), LONGEST))
    now = timezone.now()
    suffix = "" if view == DEFAULT else f"?view={view}"
    image, title, text, other, action = words.EMPTY[view]
    more = urlencode({"view": view, "after": found.next}) if found.next else ""
    return {
        "rows": [
            row(line.ticket, unread=line.unread, suffix=suffix, now=now, shows_holder=view in OTHERS)
            for line in found.rows
        ],
        "more_url": f"/desk/rows/?{more}" if more else "",
        "more_href": f"/desk/?{more}" if more else "",
        "unread_word": _("unread"),
        "empty": {
            "icon": image,
            "title": title,
            "text": text,
            "url": f"/desk/?view={other}" if other else "",
            "action": action,
        },
    }


def views_of(person: Agent, current: str) -> list[dict[str, Any]]:
    """The views with their counts. 2 statements."""
    counts = queries.counts(person)
    return [
        {
            "url": f"/desk/?view={name}",
            "label": tab,
            "count": count_text(counts[name]) if counts[name] else "",
            "current": name == current,
            "command": title,
        }
        for name, (title, tab) in words.VIEWS.items()
    ]


def queue_of(person: Agent, view: str, *, key: str = "") -> dict[str, Any]:
    """Everything that the list's part of the screen shows. 5 statements at most."""
    return {
        "title": words.VIEWS[view][0],
        "q": "",
        "live_url": f"/desk/rows/?view={view}",
        "views": views_of(person, view),
        **rows_of(person, view, key=key),
    }


def mark_current(rows: Iterable[dict[str, Any]], number: int) -> None:
    """Mark the ticket that stands beside the list."""
    for line in rows:
        line["current"] = line["number"] == str(number)
