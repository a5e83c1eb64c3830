"""A request that is too large is answered as its sender can read it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest


def send(path: str, monkeypatch: pytest.MonkeyPatch, **headers: str) -> tuple[int, dict[str, str], str]:
    """POST more than the desk takes."""
    from derman.site import asgi

    monkeypatch.setattr(asgi, "BODY_LIMIT", 1000)
    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
        "scheme": "http",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "server": ("127.0.0.1", 8000), "client": ("127.0.0.1", 1), "http_version": "1.1", "root_path": "",
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"x" * 600, "more_body": True}

    async def told(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(asgi.app(scope, receive, told))
    start, body = sent
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body["body"].decode()


def test_a_browser_gets_a_page_in_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    status, headers, body = send("/requests/new/", monkeypatch, accept="text/html,*/*;q=0.8", accept_language="tr-TR")
    assert status == 413
    assert headers["content-type"].startswith("text/html")
    assert '<html lang="tr">' in body
    assert "çok büyük" in body


@pytest.mark.parametrize("path", ["/api/v1/tickets", "/requests/new/"])
def test_a_program_gets_a_problem_document(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    status, headers, body = send(path, monkeypatch, accept="application/json")
    assert status == 413
    assert headers["content-type"] == "application/problem+json"
    assert json.loads(body)["limit"] == 1000
