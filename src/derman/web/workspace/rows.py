"""The queue: what each line of a list shows, made ready so that the template only prints."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from derman.kernel import sql
from derman.people.access import Lens, lens_of
from derman.tickets import queries
from derman.tickets.queries.views import CAP, PAGE
from derman.web import markup, promises
from derman.web.signed_in import Agent
from derman.web.workspace import words

DEFAULT = "mine"
OTHERS = ("my_teams", "due", "all", "waiting", "resolved", "spam")  # views in which it matters who has a ticket
LONGEST = 200
CURRENT = ' aria-current="true"'  # the ticket that stands beside the list


def count_text(count: int) -> str:
    """A number that grows no wider than “999+”."""
    return str(count) if count < CAP else f"{CAP - 1}+"


def line(
    ticket: Any,
    *,
    unread: str,
    suffix: str,
    now: Any,
    shows_holder: bool,
    excerpt: SafeString | str = "",
    current: bool = False,
) -> SafeString:
    """One line of a list. `unread` is the word for it, empty where the ticket was read; `excerpt` is escaped.

    Put together here, since a list has dozens of them and each would ask a template for ten values.
    """
    requester = ticket.requester
    url = f"/desk/tickets/{ticket.pk}/{suffix}"
    word = f'<span class="only-read">{markup.text(unread)} </span>' if unread else ""
    return SafeString(
        f'<li class="ticket{" unread" if unread else ""}" id="t{ticket.pk}">'
        f'<label class="chooses"><input type="checkbox" value="{ticket.pk}" aria-label="#{ticket.pk}"></label>'
        f'<a href="{url}" data-number="{ticket.pk}"{CURRENT if current else ""}'
        f' hx-get="{url}" hx-target="#desk-ticket" hx-push-url="true" hx-swap="innerHTML">'
        f'{markup.avatar(requester.pk, requester.initials)}<span class="row">'
        f'<span class="grow clip">{markup.text(requester.name or requester.email)}</span>'
        f"{markup.time_ago(ticket.updated_at, now=now)}</span>"
        f'<span class="subject clip">{word}{markup.text(ticket.subject)}</span>'
        + (f'<span class="excerpt clip">{excerpt}</span>' if excerpt else "")
        + f'<span class="facts">{_chips(ticket, shows_holder, now)}</span></a></li>'
    )


def _chips(ticket: Any, shows_holder: bool, now: Any) -> SafeString:
    made = [promises.mark(ticket, now)]
    if getattr(ticket, "pinned", False):
        made.append(words.chip(_("Pinned"), "info", "pin"))
    if ticket.priority <= 2:
        made.append(words.priority_chip(ticket))
    if ticket.status not in ("new", "open"):
        made.append(words.status_chip(ticket, briefly=True))
    if shows_holder:
        made.append(
            words.chip(ticket.assignee.name, "", "user") if ticket.assignee else words.chip(_("Nobody's"), "warn")
        )
    made.append(words.channel_chip(ticket))
    if ticket.category is not None:
        made.append(words.chip(ticket.category.name))
    return SafeString("".join(made))


def view_of(name: str) -> str:
    """A view that exists."""
    return name if name in words.VIEWS else DEFAULT


def rows_of(
    person: Agent, view: str, *, key: str = "", size: int = PAGE, lens: Lens | None = None, current: int = 0
) -> dict[str, Any]:
    """One page of a view; `current` is the ticket beside it."""
    found = queries.page(person, view, key=key, size=min(max(size, PAGE), LONGEST), lens=lens)
    now = timezone.now()
    suffix = "" if view == DEFAULT else f"?view={view}"
    unread = _("unread")
    image, title, text, address, action = words.EMPTY[view]
    more = urlencode({"view": view, "after": found.next}) if found.next else ""
    return {
        "rows": [
            line(
                row.ticket,
                unread=unread if row.unread else "",
                suffix=suffix,
                now=now,
                shows_holder=view in OTHERS,
                current=row.ticket.pk == current,
            )
            for row in found.rows
        ],
        "more_url": f"/desk/rows/?{more}" if more else "",
        "more_href": f"/desk/?{more}" if more else "",
        "empty": {
            "icon": image,
            "title": title,
            "text": text,
            "url": address,
            "action": action,
        },
    }


def views_of(person: Agent, current: str, *, lens: Lens | None = None) -> list[dict[str, Any]]:
    """The views with their counts. 2 statements, 1 where `lens` is given."""
    counts = queries.counts(person, lens=lens)
    return [
        {
            "url": f"/desk/?view={name}",
            "sheet_url": f"/desk/table/?view={name}",
            "label": tab,
            "count": count_text(counts[name]) if counts[name] else "",
            "current": name == current,
            "command": title,
            # what only kept ones have: a template that asks for what is not there takes long to find that out
            "kept": "",
            "is_page": False,
        }
        for name, (title, tab) in words.VIEWS.items()
    ]


def queue_of(person: Agent, view: str, *, key: str = "", lens: Lens | None = None, current: int = 0) -> dict[str, Any]:
    """Everything that the list's part of the screen shows. 5 statements, 4 where `lens` is given."""
    lens = lens or lens_of(person)
    with sql.kept_plans():
        views = views_of(person, view, lens=lens)
        found = rows_of(person, view, key=key, lens=lens, current=current)
    title, live = words.VIEWS[view][0], f"/desk/rows/?view={view}"
    return {"title": title, "q": "", "view": view, "live_url": live, "views": views, **found}
