"""The lists of the workspace: the views that every desk has, and those that people keep, by one name."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from derman.kernel import sql
from derman.people.access import Lens, lens_of
from derman.tickets.queries.views import PAGE
from derman.views import queries
from derman.views.errors import ViewNotFound
from derman.web.signed_in import Agent
from derman.web.workspace import rows, saved


def view_of(name: str) -> str:
    """A view that exists, or may: the id of one that somebody keeps."""
    return name if saved.is_kept(name) else rows.view_of(name)


def plans_of(view: str) -> AbstractContextManager[None]:
    """Around everything that a page with this view asks for: plans that are kept, but for queries that people made."""
    return nullcontext() if saved.is_kept(view) else sql.kept_plans()


def rows_of(
    person: Agent, view: str, *, key: str = "", size: int = PAGE, lens: Lens | None = None, current: int = 0
) -> dict[str, Any]:
    """One page of a view; of one that is gone, nothing but the reason."""
    if not saved.is_kept(view):
        return rows.rows_of(person, view, key=key, size=size, lens=lens, current=current)
    try:
        return saved.rows_of(person, int(view), key=key, size=size, lens=lens, current=current)
    except ViewNotFound as gone:
        return {"rows": [], "empty": {"icon": "warn", "title": str(gone), "text": ""}}


def views_of(person: Agent, current: str, *, lens: Lens | None = None) -> list[dict[str, Any]]:
    """All views as tabs, the desk's own with their counts. 3 statements, 2 where `lens` is given."""
    return rows.views_of(person, current, lens=lens) + _kept(person, current)


def _kept(person: Agent, current: str) -> list[dict[str, Any]]:
    return [
        {
            "url": f"/desk/?view={kept.pk}" if kept.layout == "list" else f"/desk/table/?view={kept.pk}",
            "sheet_url": f"/desk/table/?view={kept.pk}",
            "is_page": kept.layout != "list",
            "label": kept.name,
            "count": "",  # asked for afterwards: the page does not wait for it
            "kept": str(kept.pk),
            "current": str(kept.pk) == current,
            "command": kept.name,
        }
        for kept in queries.views(person)
    ]


def queue_of(person: Agent, view: str, *, key: str = "", lens: Lens | None = None, current: int = 0) -> dict[str, Any]:
    """Everything that the list's part of the screen shows. 6 statements for a view that every desk has.

    For a kept one 7, and what its query names.
    """
    lens = lens or lens_of(person)
    if not saved.is_kept(view):
        queue = rows.queue_of(person, view, key=key, lens=lens, current=current)
        queue["views"] += _kept(person, view)
        return queue
    with sql.kept_plans():
        tabs = views_of(person, view, lens=lens)
    try:
        kept = queries.view(person, int(view))
    except ViewNotFound:
        return queue_of(person, rows.DEFAULT, lens=lens, current=current)
    found = saved.listed(person, kept.query, order=kept.order, view=view, key=key, lens=lens, current=current)
    return {
        "title": kept.name,
        "q": "",
        "query": queries.shown(kept.query, saved.language()),
        "view": view,
        "live_url": f"/desk/rows/?view={view}",
        "edit_url": f"/desk/views/{view}/",
        "views": tabs,
        **found,
    }
