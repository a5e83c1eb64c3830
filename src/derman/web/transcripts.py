"""A conversation as a page to print, as a PDF and as a mail: the same for the workspace and the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from derman.tickets.actions.messages import file_address
from derman.transcripts.forms import FORMS, Form, written
from derman.transcripts.queries import kind_words

if TYPE_CHECKING:
    from derman.transcripts.queries import Said, Transcript


def download(found: Transcript, form: Form) -> HttpResponse:
    """The transcript as a file, in the reader's language."""
    return HttpResponse(
        written(found, form, get_language() or "en"),
        content_type=FORMS[form],
        headers={
            "Content-Disposition": f'attachment; filename="{found.number}.{form}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def page(request: HttpRequest, found: Transcript, *, back: str, chooses_notes: bool) -> HttpResponse:
    """The transcript as a page, with the ways to take it along."""
    context = {
        "transcript": found,
        "said": [_shown(said) for said in found.said],
        "back": back,
        "chooses_notes": chooses_notes,
        "query": "?notes=1" if found.with_notes else "",
    }
    return render(request, "web/transcript.html", context)


def _shown(said: Said) -> dict[str, Any]:
    attached = [*said.pictures, *said.files]
    return {
        "author": said.author,
        "address": said.address,
        "kind": kind_words(said.kind),
        "at": said.at,
        "body": SafeString(said.html),  # cleaned when stored
        "pictures": [
            {"url": file_address(file.key), "name": file.name}
            for file in said.pictures
            if file_address(file.key) not in said.html
        ],
        "files": [{"name": file.name, "size": filesizeformat(file.file.size)} for file in attached],
    }
