"""Files of messages, for programs: the same as `/files/KEY/`, which browsers open with their session."""

from __future__ import annotations

from typing import Annotated

from django.http import FileResponse, HttpRequest
from ninja import Path, Router

from derman.api.callers import person_of
from derman.api.problems import NOT_FOUND, Problem
from derman.kernel import files
from derman.tickets.queries import attachment_by_key

router = Router(tags=["Messages"])


@router.get("/files/{str:key}", summary="Get a file of a message")
def get_file(request: HttpRequest, key: Annotated[str, Path(description="KEY of the file's url.")]) -> FileResponse:
    """Its bytes, as a download. For whoever may see the message."""
    found = attachment_by_key(person_of(request), key) if "\0" not in key else None
    if found is None:
        raise Problem(NOT_FOUND)
    try:
        content = files.open_file(found.file)
    except FileNotFoundError:
        raise Problem(NOT_FOUND) from None
    response = FileResponse(content)
    # set last: the response would name the file after its place in the data folder, and show it
    for name, value in files.headers_for(found.file, found.name).items():
        response.headers[name] = value
    return response
