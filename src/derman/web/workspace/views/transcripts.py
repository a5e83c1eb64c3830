"""The conversation of a ticket to take along, with the notes or without."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from derman.transcripts.forms import Form
from derman.transcripts.queries import transcript
from derman.web import transcripts
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers


@require_safe
@agents_only
@answers.says_what_is_wrong
def on_paper(request: HttpRequest, number: int) -> HttpResponse:
    """To print."""
    found = transcript(agent_of(request), number, notes=request.GET.get("notes") == "1")
    return transcripts.page(request, found, back=answers.ticket_url(number), chooses_notes=True)


@require_safe
@agents_only
@answers.says_what_is_wrong
def download(request: HttpRequest, number: int, form: Form) -> HttpResponse:
    """As a file."""
    found = transcript(agent_of(request), number, notes=request.GET.get("notes") == "1")
    return transcripts.download(found, form)
