"""What a ticket asks for and what is to be done, in the panel at the side."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from derman.catalogue.answering import words_of
from derman.kernel.texts import in_language
from derman.tickets import queries
from derman.tickets.devices import facts_of
from derman.web import markup, moments
from derman.web.devices import facts
from derman.web.workspace import words

_TONES = {"approved": "good", "refused": "urgent", "expired": "urgent", "asked": "warn"}


def asked_of(reader: Any, ticket: Any) -> dict[str, Any]:
    """The answers, approvals and tasks. No statement for a ticket without them; 4 at most."""
    if not ticket.is_service and not ticket.tasks:
        return {}
    asked = queries.asked_for(ticket)
    given = asked.request.answers if asked.request is not None else []
    named = facts_of(reader, given)
    return {
        "service": str(asked.request) if asked.request is not None else "",
        "answers": [
            {
                "label": in_language(one["labels"]),
                "words": text,
                "device": facts(named.get(one["value"])) if one["type"] == "asset" else {},
            }
            for one in given
            if (text := words_of(one))
        ],
        "approvals": [_approval(row) for row in asked.approvals],
        "tasks": [_task(row) for row in asked.tasks],
        "done": ticket.tasks_done,
        "all": ticket.tasks,
    }


def _approval(row: Any) -> dict[str, Any]:
    return {
        "name": row.person.name or row.person.email,
        "face": markup.avatar(row.person_id, row.person.initials, "avatar--sm"),
        "chip": words.chip(row.get_state_display(), _TONES.get(row.state, "")),
        "reason": row.reason,
        "until": moments.short(row.expires_at) if row.state == "asked" else "",
        "instead": _("in place of %(name)s") % {"name": row.instead_of.name} if row.instead_of is not None else "",
    }


def _task(row: Any) -> dict[str, Any]:
    about = []
    if row.assignee is not None:
        about.append(row.assignee.name)
    elif row.team is not None:
        about.append(row.team.name)
    if row.state == "done" and row.done_by is not None:
        about = [row.done_by.name]
    if row.due_at is not None and row.state == "open":
        about.append(_("until %(day)s") % {"day": moments.short(row.due_at)})
    return {
        "pk": str(row.pk),
        "title": row.title,
        "done": row.state == "done",
        "later": row.state == "planned",
        "dropped": row.state == "dropped",
        "about": " · ".join(about),
    }
