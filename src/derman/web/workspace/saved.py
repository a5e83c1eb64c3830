"""Views that people keep: how the workspace lists what their queries find, and says what is wrong with one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from derman.people.access import Lens
from derman.search.errors import QueryError, SearchError
from derman.tickets.queries.views import PAGE
from derman.views import queries
from derman.web.signed_in import Agent
from derman.web.workspace import rows


def language() -> str:
    """The language in which a query is shown."""
    return (get_language() or "en")[:2]


def is_kept(view: str) -> bool:
    """Is this the id of a view that somebody kept, rather than the name of one that every desk has?"""
    return view.isascii() and view.isdigit() and len(view) < 19


def rows_of(
    person: Agent, pk: int, *, key: str = "", size: int = PAGE, lens: Lens | None = None, current: int = 0
) -> dict[str, Any]:
    """One page of a kept view. Raises ViewNotFound, WrongInput for a key that no page gave."""
    kept = queries.view(person, pk)
    return listed(person, kept.query, order=kept.order, view=str(pk), key=key, size=size, lens=lens, current=current)


def listed(
    person: Agent,
    query: str,
    *,
    order: str = "updated",
    view: str = "",
    key: str = "",
    size: int = PAGE,
    lens: Lens | None = None,
    current: int = 0,
) -> dict[str, Any]:
    """One page of what a query finds, of a kept view or as it was typed; what is wrong with it stands in its place."""
    try:
        found = queries.page(
            person,
            query,
            order=order,
            key=key,
            size=min(max(size, PAGE), rows.LONGEST),
            lens=lens,
            pins=bool(view),
        )
    except SearchError as error:
        return {"rows": [], "empty": {"icon": "warn", "title": _("This view finds nothing"), "text": str(error)}}
    now, unread = timezone.now(), _("unread")
    more = {"view": view} if view else {"q": query}
    place = urlencode({**more, "after": found.next}) if found.next else ""
    lines, page = ("/desk/rows/", "/desk/") if view else ("/desk/search/", "/desk/search/")
    return {
        "rows": [
            rows.line(
                row.ticket,
                unread=unread if row.unread else "",
                suffix=f"?view={view}" if view else "",
                now=now,
                shows_holder=True,
                current=row.ticket.pk == current,
            )
            for row in found.rows
        ],
        "more_url": f"{lines}?{place}" if place else "",
        "more_href": f"{page}?{place}" if place else "",
        "empty": {
            "icon": "check",
            "title": _("Nothing here now"),
            "text": _("What fits the query of this view appears here by itself."),
            "url": "/desk/?view=all",
            "action": _("All open tickets"),
        },
    }


def pointed_at(query: str, mistakes: list[QueryError]) -> list[dict[str, Any]]:
    """What is wrong with a query: each time a sentence, and the query with that place marked."""
    return [{"said": str(mistake), "query": _marked(query, mistake.start, mistake.end)} for mistake in mistakes]


def _marked(query: str, start: int, end: int) -> SafeString:
    before, wrong, after = query[:start], query[start:end], query[end:]
    return format_html("{}<mark>{}</mark>{}", before, wrong or "…", after)
