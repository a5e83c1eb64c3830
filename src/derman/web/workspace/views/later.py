"""An answer that leaves later: send it now, or take it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from derman.tickets import actions
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers, leaving


@require_POST
@agents_only
@answers.says_what_is_wrong
def send(request: HttpRequest, number: int, later: int) -> HttpResponse:
    """Send it now."""
    said = leaving.said_of(actions.send_now(actor=agent_of(request), ticket=number, later=later))
    return answers.done(request, number, said.text, more=said.more)


@require_POST
@agents_only
@answers.says_what_is_wrong
def take_back(request: HttpRequest, number: int, later: int) -> HttpResponse:
    """Do not send it: its text comes back into the composer."""
    actions.take_back(actor=agent_of(request), ticket=number, later=later)
    return answers.done(request, number, _("Taken back; the text is in the composer again."), composer=True)
