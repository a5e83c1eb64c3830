"""The originals of messages that came by mail: get them, read them anew. For agents who see the ticket."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Schema

from derman.api.callers import person_of
from derman.api.shapes import answer
from derman.api.tickets import Number
from derman.channels.mail import originals

router = Router(tags=["Messages"])

MessageId = Annotated[int, Path(description="The message's id.")]


class Reread(Schema):
    """Whether the message differs now."""

    changed: bool


def as_mail(raw: bytes, name: str) -> HttpResponse:
    """A mail as it came, as a file."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(raw, content_type="message/rfc822", headers=headers)


@router.get("/tickets/{int:number}/messages/{int:message}/original", summary="Get the mail that became a message")
def get_original(request: HttpRequest, number: Number, message: MessageId) -> HttpResponse:
    """The mail as it came (message/rfc822)."""
    return as_mail(originals.raw_of(person_of(request), number, message), f"mail-{number}-{message}.eml")


@router.post("/tickets/{int:number}/messages/{int:message}/original/read", response=Reread, summary="Read a mail anew")
def read_again(request: HttpRequest, number: Number, message: MessageId) -> HttpResponse:
    """The message gets the text and files that are found in its mail now; the earlier text is kept, nothing is sent."""
    changed = originals.read_again(actor=person_of(request), ticket=number, message=message)
    return answer(Reread(changed=changed))


@router.post(
    "/tickets/{int:number}/messages/{int:message}/original/back", response=Reread, summary="Put the earlier text back"
)
def put_back(request: HttpRequest, number: Number, message: MessageId) -> HttpResponse:
    """The message gets its text and files from before it was read anew; 409 where it was not."""
    originals.put_earlier_back(actor=person_of(request), ticket=number, message=message)
    return answer(Reread(changed=True))
