"""Between the server and Django: whole answers leave at once, long ones in pieces, and nothing stays in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils import translation

from derman.site.pages import Pages

closed: list[str] = []
said_by: list[str | None] = []


def whole(request: HttpRequest) -> HttpResponse:
    said_by.append(translation.get_language())
    translation.activate("tr")
    return HttpResponse(f"{request.method} {request.POST.get('word', '')} {request.GET.get('q', '')}")


def in_pieces(request: HttpRequest) -> StreamingHttpResponse:
    def pieces() -> Iterator[bytes]:
        try:
            yield b"one"
            yield b"two"
        finally:
            closed.append(request.path)

    return StreamingHttpResponse(pieces())


urlpatterns = [path("health/whole", whole), path("health/pieces", in_pieces)]


@pytest.fixture
def ask(settings: Any) -> Any:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    settings.ALLOWED_HOSTS = ["desk.example"]
    pages = Pages(1)

    def asked(where: str, *, body: bytes = b"", query: bytes = b"", break_after: int = 99) -> list[dict[str, Any]]:
        said: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            if len(said) == break_after:
                raise ConnectionResetError
            said.append(dict(message))

        scope = {
            "type": "http",
            "method": "POST" if body else "GET",
            "path": where,
            "query_string": query,
            "http_version": "1.1",
            "headers": [
                (b"host", b"desk.example"),
                (b"content-length", str(len(body)).encode()),
                (b"content-type", b"application/x-www-form-urlencoded"),
            ],
        }
        asyncio.run(pages.answer(scope, BytesIO(body), send))
        return said

    return asked


def test_a_page_leaves_as_a_whole(ask: Any) -> None:
    begun, body = ask("/health/whole", body=b"word=merhaba", query=b"q=7")
    assert (begun["status"], body["body"]) == (200, b"POST merhaba 7")
    assert (b"content-type", b"text/html; charset=utf-8") in begun["headers"]
    assert not body.get("more_body")


def test_what_comes_in_pieces_leaves_in_pieces(ask: Any) -> None:
    closed.clear()
    begun, *pieces = ask("/health/pieces")
    assert begun["status"] == 200
    assert [piece["body"] for piece in pieces] == [b"one", b"two", b""]
    assert [bool(piece.get("more_body")) for piece in pieces] == [True, True, False]
    assert closed == ["/health/pieces"]


def test_who_leaves_in_the_middle_holds_nothing_up(ask: Any) -> None:
    closed.clear()
    with pytest.raises(ConnectionResetError):
        ask("/health/pieces", break_after=2)
    assert closed == ["/health/pieces"]
    assert ask("/health/whole")[0]["status"] == 200


def test_the_language_of_one_request_is_not_that_of_the_next(ask: Any) -> None:
    said_by.clear()
    ask("/health/whole")
    ask("/health/whole")
    assert said_by[0] == said_by[1]
