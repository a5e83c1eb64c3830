"""A view as a table or as a board: what each cell and each card shows, and what can be changed in its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from derman.tickets import queries
from derman.views import queries as views
from derman.views.columns import USUAL, Cell, columns_of, tickets_with
from derman.views.errors import WrongInput
from derman.web import markup, promises
from derman.web.signed_in import Agent
from derman.web.workspace import saved, words
from derman.web.workspace.many import STATUSES as MANY

PAGE = 60
GROUPED = 200  # tickets that are parted into groups
EDITED = ("status", "priority", "team", "assignee")
PRIORITIES = tuple(words.PRIORITIES)
STATUSES: dict[str, Any] = {
    "new": pgettext_lazy("status", "New"),
    "open": gettext_lazy("In progress"),
    "waiting": pgettext_lazy("status", "Waiting"),
    "resolved": pgettext_lazy("status", "Resolved"),
    "closed": pgettext_lazy("status", "Closed"),
    "spam": gettext_lazy("Spam"),
}
# a status of the board, and what a ticket gets that is moved there
MOVES = {"new": "new", "open": "open", "waiting": "waiting:requester", "resolved": "resolved", "closed": "closed"}


def sheet_of(person: Agent, asked: dict[str, str], *, key: str = "") -> dict[str, Any]:
    """A view (or a typed query) as a table, or with the layout `board` as a board. 5 statements at most for its rows.

    `asked`: `view` or `q`, and `layout`, `group`, `order` in place of those of the view. Raises ViewNotFound,
    WrongInput, SearchError.
    """
    view, query = asked.get("view", ""), asked.get("q", "")
    kept = views.view(person, int(view)) if not query and saved.is_kept(view) else None
    layout = asked.get("layout") or (kept.layout if kept else "table")
    group = asked.get("group", kept.group if kept else "").replace("none", "")
    if group not in dict(views.groups()):
        raise WrongInput(_("A view cannot be grouped by this."))
    if layout == "board":
        group = group or "status"
    chosen = columns_of((kept.columns if kept else ()) or USUAL)
    size = GROUPED if group else PAGE
    if kept is None and not query:
        page = queries.page(person, view, key=key, size=size)
        numbers, following = [row.ticket.pk for row in page.rows], page.next
    else:
        order = asked.get("order") or (kept.order if kept else "updated")
        numbers, following = views.numbers(person, kept.query if kept else query, order=order, key=key, size=size)
    rows = tickets_with(person, numbers, chosen)
    now = timezone.now()
    entry = _card if layout == "board" else None
    made = [(ticket, entry(ticket, now) if entry else _line(ticket, row, chosen, now)) for ticket, row in rows]
    address = {"q": query} if query else {"view": view}
    return {
        "title": kept.name if kept else query or words.VIEWS[view][0],
        "query": views.shown(kept.query, saved.language()) if kept else "",
        "edit_url": f"/desk/views/{view}/" if kept else "",
        "list_url": f"/desk/search/?{urlencode(address)}" if query else f"/desk/?{urlencode(address)}",
        "address": urlencode(address),
        "again": urlencode({**asked, "after": key} if key else asked),
        "layout": layout,
        "group": group,
        "groups": [(code, name) for code, name in views.groups() if code or layout != "board"],
        "cut": GROUPED if following and group else 0,
        "titles": [(column.code, column.title) for column in chosen],
        "parts": _parts(person, group, made),
        "more": urlencode({**asked, "after": following}) if following and not group else "",
        "first": urlencode(asked) if key else "",
        "any": bool(made),
    }


def _line(ticket: Any, row: Sequence[Cell], chosen: Sequence[Any], now: datetime) -> dict[str, Any]:
    cells = [
        {"title": column.title, **_cell(ticket, column.code, cell, now)}
        for column, cell in zip(chosen, row, strict=True)
    ]
    return {"number": str(ticket.pk), "cells": cells}


def _cell(ticket: Any, code: str, cell: Cell, now: datetime) -> dict[str, Any]:
    shown: Any = markup.time_short(cell, "") if isinstance(cell, datetime) else "" if cell is None else cell
    match code:
        case "status":
            shown = words.status_chip(ticket)
        case "priority":
            shown = words.priority_chip(ticket)
        case "number":
            shown = str(cell)  # as people say it, without separators
        case "due":
            shown = promises.mark(ticket, now)
    return {"code": code, "shown": shown, "edits": code in EDITED}


def _part(ticket: Any, group: str) -> str:
    """The code of the group in which a ticket stands; empty for none, or for nobody's."""
    match group:
        case "status":
            return str(ticket.status)
        case "assignee":
            return str(ticket.assignee_id or "")
        case "team":
            return str(ticket.team_id or "")
        case "priority":
            return str(PRIORITIES[ticket.priority - 1])
    return ""


def _named(person: Agent, group: str, tickets: Sequence[Any]) -> dict[str, str]:
    """The groups by code, in their order: each status and priority, else nobody's, mine and those that occur."""
    match group:
        case "status":
            spam = {"spam": STATUSES["spam"]} if any(ticket.status == "spam" for ticket in tickets) else {}
            return {code: str(STATUSES[code]) for code in (*MOVES, *spam)}
        case "priority":
            return {code: str(word) for code, word in words.PRIORITIES.items()}
        case "assignee":
            names = {str(person.pk): str(_("%(name)s (you)") % {"name": person.name})}
            for ticket in tickets:
                if ticket.assignee is not None:
                    names.setdefault(str(ticket.assignee_id), ticket.assignee.name)
            return {"": str(_("Nobody's")), **names}
        case "team":
            found = {str(ticket.team_id): ticket.team.name for ticket in tickets if ticket.team is not None}
            without = {"": str(_("no team"))} if any(ticket.team is None for ticket in tickets) else {}
            return {**without, **dict(sorted(found.items(), key=lambda one: one[1]))}
    return {"": ""}


def _parts(person: Agent, group: str, rows: Sequence[tuple[Any, Any]]) -> list[dict[str, Any]]:
    """The groups with what is in each: (code, value that a ticket gets that is moved there, name, entries)."""
    names = _named(person, group, [ticket for ticket, _entry in rows])
    parts = {
        code: {"code": code, "to": MOVES.get(code, code) if group == "status" else code, "name": name, "entries": []}
        for code, name in names.items()
    }
    for ticket, entry in rows:
        part: Any = parts.get(_part(ticket, group))
        if part is not None:
            part["entries"].append(entry)
    return list(parts.values())


def _card(ticket: Any, now: datetime) -> dict[str, Any]:
    requester = ticket.requester
    chips = [promises.mark(ticket, now)]
    if ticket.priority <= 2:
        chips.append(words.priority_chip(ticket))
    if ticket.assignee is not None:
        chips.append(words.chip(ticket.assignee.name, "", "user"))
    return {
        "number": str(ticket.pk),
        "seen": str(ticket.seq),
        "subject": ticket.subject,
        "requester": requester.name or requester.email,
        "chips": SafeString("".join(chips)),
    }


def statuses_of(ticket: Any) -> list[dict[str, Any]]:
    """What the menu of a status offers."""
    offered = ("open", "waiting:requester", "waiting:vendor", "resolved", "closed", "spam")
    now = f"{ticket.status}:{ticket.waiting_for}" if ticket.waiting_for else ticket.status
    return [
        {"name": "status", "value": code, "word": str(MANY[code]), "current": code == now, "face": "", "beside": ""}
        for code in offered
    ]
