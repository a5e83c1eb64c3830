"""Deleting tickets, and the bin."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.tickets import actions
from derman.tickets.access import may_delete
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers, deleted


@require_POST
@agents_only
@answers.says_what_is_wrong
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Into the bin, and back to the queue."""
    actions.delete(actor=agent_of(request), ticket=number)
    said = _("#%(number)s was deleted. It lies in the bin for 30 days.") % {"number": number}
    return answers.on_to(request, None, said, undo=answers.undo_address(request, number))


@require_POST
@agents_only
@answers.says_what_is_wrong
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Out of the bin, and there."""
    actions.restore(actor=agent_of(request), ticket=number)
    return answers.on_to(request, number, _("#%(number)s is back as it was.") % {"number": number})


@require_safe
@agents_only
def bin_page(request: HttpRequest) -> HttpResponse:
    """What was deleted; for leads and administrators."""
    agent = agent_of(request)
    if not may_delete(agent):
        raise Http404
    return render(request, "workspace/bin.html", {"bin": deleted.bin_of(agent)})
