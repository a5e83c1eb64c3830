"""The conversation of a ticket as a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Annotated

from django.http import FileResponse, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router

from derman.api.callers import person_of
from derman.api.problems import FORBIDDEN, Problem
from derman.api.shapes import PRIVATE
from derman.api.tickets import Number

if TYPE_CHECKING:
    from derman.people.models import Person

from derman.tickets.errors import TicketNotFound
from derman.transcripts.forms import FORMS, Form, written
from derman.transcripts.queries import Transcript, own_transcript, transcript

router = Router(tags=["Messages"])
Notes = Annotated[bool, Query(description="With internal notes; for agents.")]


def _found(person: Person, number: int, *, notes: bool) -> Transcript:
    if person.is_staff_member:
        try:
            return transcript(person, number, notes=notes)
        except TicketNotFound:
            pass  # perhaps their own request, in a team that is closed to them
    found = own_transcript(person, number)
    if notes:
        raise Problem(FORBIDDEN, _("Only agents can read notes."))
    return found


def _file(found: Transcript, form: Form) -> FileResponse:
    content = io.BytesIO(written(found, form, get_language() or "en"))
    name = f"{found.number}.{form}"
    return FileResponse(content, as_attachment=True, filename=name, content_type=FORMS[form], headers=PRIVATE)


@router.get("/tickets/{int:number}/conversation.pdf", summary="Download the conversation as a PDF")
def as_pdf(request: HttpRequest, number: Number, notes: Notes = False) -> FileResponse:
    """Requesters get the public messages."""
    return _file(_found(person_of(request), number, notes=notes), "pdf")


@router.get("/tickets/{int:number}/conversation.eml", summary="Download the conversation as a mail")
def as_mail(request: HttpRequest, number: Number, notes: Notes = False) -> FileResponse:
    """With its files, as far as they are not too large together. Requesters get the public messages."""
    return _file(_found(person_of(request), number, notes=notes), "eml")
