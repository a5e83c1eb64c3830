"""The desk's own fields on a ticket: the form in the details, and what it sends."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from derman.tickets import actions, queries
from derman.tickets.errors import WrongInput
from derman.web.devices import offered_of
from derman.web.own_questions import question
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
@answers.says_what_is_wrong
def own_fields(request: HttpRequest, number: int) -> HttpResponse:
    """The form; what it sends sets only what differs from what it showed, so that nobody's change is lost."""
    agent = agent_of(request)
    ticket = queries.find(agent, number)
    found = [one for one in queries.standing_in(ticket) if one.asked]
    if request.method != "POST":
        near = offered_of(agent, ticket.requester_id, [one.field for one in found])
        context = {
            "fields": [question(one.field, one.value, devices=near) for one in found],
            "seen": str(ticket.seq),
            "shown": json.dumps({one.field.key: one.value for one in found}),
            "ticket_url": answers.ticket_url(number),
        }
        return render(request, "workspace/own_form.html", context)
    shown = _shown(request.POST.get("shown", ""))
    values: dict[str, Any] = {}
    for one in found:
        key = one.field.key
        if f"own-{key}" not in request.POST and one.field.type != "many":
            continue
        given = [text.replace("\r\n", "\n") for text in request.POST.getlist(f"own-{key}")]
        before = shown.get(key)
        if given != [_text(part) for part in (before if isinstance(before, list) else [before])] and (given or before):
            values[key] = given if one.field.type == "many" else given[-1]
    seen = request.POST.get("seen", "")
    with transaction.atomic():
        if seen.isascii() and seen.isdigit() and len(seen) < 10:
            for key in values:
                actions.expect_unchanged(actor=agent, ticket=number, seen=int(seen), kinds=("field.changed",), own=key)
        actions.set_own_fields(actor=agent, ticket=number, values=values)
    return answers.done(request, number, _("Fields saved."))


def _shown(kept: str) -> dict[str, Any]:
    try:
        found = json.loads(kept)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise WrongInput(_("This cannot be read. Reload the page and try again."))
    return found


def _text(value: Any) -> str:
    return "" if value is None else str(value)
