"""How a request for a service goes on, for the person who asked: who agreed, and what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from derman.tickets import queries
from derman.web import moments

if TYPE_CHECKING:
    from derman.tickets.models import Approval, Task, Ticket


def progress_of(ticket: Ticket) -> dict[str, Any]:
    """The steps in order, and the names of those whose approval is waited for.

    No statement for a request without a service; 3 for one with it.
    """
    if not ticket.is_service:
        return {"approvals": [], "tasks": [], "waiting_for": []}
    asked = queries.asked_for(ticket)
    # what an agent added for the desk's own use is the desk's
    tasks = [task for task in asked.tasks if task.stage and task.state != "dropped"]
    return {
        "approvals": [_approval(row) for row in asked.approvals if row.state != "dropped"],
        "tasks": [_task(task) for task in tasks],
        "waiting_for": [_name(row) for row in asked.approvals if row.state == "asked"],
    }


def _name(row: Approval) -> str:
    return row.person.name or row.person.email


def _approval(row: Approval) -> dict[str, Any]:
    name = _name(row)
    if row.state == "approved":
        return {"icon": "check", "tone": "done", "words": _("Approved by %(name)s") % {"name": name}, "more": ""}
    if row.state == "refused":
        words = _("Not approved by %(name)s") % {"name": name}
        return {"icon": "x", "tone": "wrong", "words": words, "more": row.reason}
    if row.state == "expired":
        words = _("Not answered in time: %(name)s") % {"name": name}
        return {"icon": "x", "tone": "wrong", "words": words, "more": ""}
    until = _("until %(day)s") % {"day": moments.short(row.expires_at)}
    return {"icon": "wait", "tone": "now", "words": _("Waiting for approval: %(name)s") % {"name": name}, "more": until}


def _task(task: Task) -> dict[str, Any]:
    icon, tone = {"done": ("check", "done"), "open": ("activity", "now")}.get(task.state, ("clock", "later"))
    more = ""
    if task.state == "open" and task.due_at is not None:
        more = _("until %(day)s") % {"day": moments.short(task.due_at)}
    return {"icon": icon, "tone": tone, "title": task.title, "more": more}
