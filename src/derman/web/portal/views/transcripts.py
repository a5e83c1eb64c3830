"""One's own request to take along: what the portal shows of it, and nothing else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from derman.tickets.errors import TicketNotFound
from derman.transcripts.forms import Form
from derman.transcripts.queries import Transcript, own_transcript
from derman.web import transcripts
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only


def _found(request: HttpRequest, number: int) -> Transcript:
    try:
        return own_transcript(agent_of(request), number)
    except TicketNotFound as error:
        raise Http404(str(error)) from None


@require_safe
@signed_in_only
def on_paper(request: HttpRequest, number: int) -> HttpResponse:
    """To print."""
    back = reverse("portal:request", args=[number])
    return transcripts.page(request, _found(request, number), back=back, chooses_notes=False)


@require_safe
@signed_in_only
def download(request: HttpRequest, number: int, form: Form) -> HttpResponse:
    """As a file."""
    return transcripts.download(_found(request, number), form)
