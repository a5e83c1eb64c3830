"""Files as answers: whole, a part of them (a download that goes on), or word that nothing changed (RFC 9110)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse

_PART = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_PIECE = 65536  # bytes read at once

type Answer = HttpResponse | StreamingHttpResponse


def served(request: HttpRequest, content: BinaryIO, headers: Mapping[str, str]) -> Answer:
    """`content` with these headers, of which ETag and Content-Length say which file it is and how long."""
    etag, size = headers["ETag"], int(headers["Content-Length"])
    if etag in _known(request):
        content.close()
        return _with(HttpResponseNotModified(), {name: headers[name] for name in ("ETag", "Cache-Control")})
    part = _wanted(request, etag, size)
    if part is None:
        # set last: the response would name the file after its place in the data folder, and show it
        return _with(FileResponse(content), {**headers, "Accept-Ranges": "bytes"})
    if part.start >= part.stop:
        content.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = StreamingHttpResponse(_read(content, part), status=206)
    # a part that is compressed on its way would no longer be that part
    where = {"Content-Range": f"bytes {part.start}-{part.stop - 1}/{size}", "Content-Encoding": "identity"}
    return _with(answer, {**headers, **where, "Content-Length": str(len(part)), "Accept-Ranges": "bytes"})


def _with[A: Answer](answer: A, headers: Mapping[str, str]) -> A:
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


def _known(request: HttpRequest) -> list[str]:
    """The versions that the browser has; a compressed one carries a weak tag."""
    return [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]


def _wanted(request: HttpRequest, etag: str, size: int) -> range | None:
    """The bytes that are asked for; None for all of them. Several parts at once are answered by the whole."""
    found = _PART.fullmatch(request.headers.get("Range", "").strip())
    if found is None or found.group() == "bytes=-" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = found[1], found[2]
    if not first:
        return range(max(0, size - int(last)), size)
    return range(int(first), min(int(last) + 1, size) if last else size)


def _read(content: BinaryIO, part: range) -> Iterator[bytes]:
    with content:
        content.seek(part.start)
        left = len(part)
        while left and (piece := content.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece


def as_mail(raw: bytes, name: str) -> HttpResponse:
    """A mail as it came, to be saved and never shown: nobody has checked what is inside."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(raw, content_type="application/octet-stream", headers=headers)
