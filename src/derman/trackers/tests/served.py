"""A server on this machine that a test speaks with as if it were a tracker: what it was asked, and what it answers."""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

type Told = tuple[int, Any, dict[str, str]]


class Served(ABC):
    """What all of them have. A kind of tracker says in `routed` what it answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], Any]] = []
        self.answers: list[Told] = []  # given before anything else, once each
        self.lock = threading.Lock()
        self.url = ""
        self._moments = 0

    def stamp(self) -> str:
        """A moment; no two are the same."""
        self._moments += 1
        return (datetime.now(UTC) + timedelta(seconds=self._moments)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def posts(self) -> list[str]:
        return [path for method, path, _headers, _body in self.asked if method == "POST"]

    def answer(self, method: str, path: str, headers: dict[str, str], raw: bytes) -> Told:
        try:
            body: Any = json.loads(raw) if raw else None
        except ValueError:
            body = raw
        with self.lock:
            self.asked.append((method, path, headers, body))
            if self.answers:
                return self.answers.pop(0)
            query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
            return self.routed(method, urlsplit(path).path, query, headers, body)

    @abstractmethod
    def routed(self, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: Any) -> Told:
        """What is answered to one call."""


class _Handler(BaseHTTPRequestHandler):
    forge: Served
    protocol_version = "HTTP/1.1"

    def log_message(self, *_said: object) -> None:
        return

    def _go(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}  # protocol
        status, told, more = self.forge.answer(self.command, self.path, headers, raw)
        body = b"" if status == 304 else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self._go()

    def do_POST(self) -> None:
        self._go()


@contextmanager
def serving[T: Served](forge: T, port: int = 0) -> Iterator[T]:
    """The server, for as long as the block lasts."""
    handler = type("Handler", (_Handler,), {"forge": forge})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    forge.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
