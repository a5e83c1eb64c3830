"""A server on this machine that behaves as GitHub's REST API of issues is documented to, for one repository."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

DOCS = "https://docs.github.com/rest"


class Forge:
    """What the server holds, and what was asked of it. Tests change it as people there would."""

    project = "ege/erp"
    token = "ghp_right"

    def __init__(self) -> None:
        self.issues: dict[int, dict[str, Any]] = {}
        self.notes: dict[int, list[dict[str, Any]]] = {}
        self.asked: list[tuple[str, str, dict[str, str], Any]] = []
        self.answers: list[tuple[int, Any, dict[str, str]]] = []  # given before anything else, once each
        self.has_issues = True
        self.dies_after_opening = False
        self.lock = threading.Lock()
        self.url = ""
        self._clock = 0

    def stamp(self) -> str:
        self._clock += 1  # no two moments are the same
        return (datetime.now(UTC) + timedelta(seconds=self._clock)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def add(self, title: str, body: str, labels: list[str] | None = None) -> dict[str, Any]:
        number = len(self.issues) + 1
        made = self.stamp()
        self.issues[number] = {
            "id": 9000 + number,
            "number": number,
            "title": title,
            "body": body,
            "state": "open",
            "state_reason": None,
            "html_url": f"https://github.com/{self.project}/issues/{number}",
            "url": f"{self.url}/repos/{self.project}/issues/{number}",
            "user": {"login": "derman-desk", "id": 7},
            "assignee": None,
            "assignees": [],
            "labels": [{"id": 1, "name": name, "color": "d73a4a"} for name in labels or []],
            "comments": 0,
            "created_at": made,
            "updated_at": made,
            "closed_at": None,
        }
        self.notes[number] = []
        return self.issues[number]

    def comment(self, number: int, login: str, body: str) -> dict[str, Any]:
        made = self.stamp()
        row = {
            "id": 5000 + sum(len(rows) for rows in self.notes.values()),
            "html_url": f"https://github.com/{self.project}/issues/{number}#issuecomment-1",
            "user": {"login": login},
            "body": body,
            "created_at": made,
            "updated_at": made,
        }
        self.notes[number].append(row)
        self.issues[number]["comments"] += 1
        self.issues[number]["updated_at"] = made
        return row

    def close(self, number: int, reason: str = "completed") -> None:
        self.issues[number].update(state="closed", state_reason=reason, closed_at=self.stamp(), updated_at=self.stamp())

    def posts(self) -> list[str]:
        return [path for method, path, _headers, _body in self.asked if method == "POST"]


class _Handler(BaseHTTPRequestHandler):
    forge: Forge
    protocol_version = "HTTP/1.1"

    def log_message(self, *_said: Any) -> None:
        return

    def _answer(self, status: int, told: Any, **headers: str) -> None:
        body = b"" if status == 304 else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _wrong(self, status: int, message: str, **more: Any) -> None:
        self._answer(status, {"message": message, "documentation_url": DOCS, "status": str(status), **more})

    def _go(self) -> None:
        forge = self.forge
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        headers = {name.lower(): value for name, value in self.headers.items()}
        with forge.lock:
            forge.asked.append((self.command, self.path, headers, body))
            if forge.answers:
                status, told, more = forge.answers.pop(0)
                self._answer(status, told, **more)
                return
            if headers.get("authorization") != f"Bearer {forge.token}":
                self._wrong(401, "Bad credentials")
                return
            self._routed(urlsplit(self.path).path, parse_qs(urlsplit(self.path).query), body)

    def do_GET(self) -> None:
        self._go()

    def do_POST(self) -> None:
        self._go()

    def _routed(self, path: str, query: dict[str, list[str]], body: Any) -> None:
        forge, root = self.forge, f"/repos/{self.forge.project}"
        if path == root:
            self._answer(200, {"full_name": forge.project, "has_issues": forge.has_issues, "archived": False})
        elif not path.startswith(root + "/issues"):
            self._wrong(404, "Not Found")
        elif not forge.has_issues:
            self._wrong(410, "Issues has been disabled in this repository.")
        elif path == f"{root}/issues":
            self._issues(query, body)
        elif found := re.fullmatch(rf"{root}/issues/(\d+)(/comments)?", path):
            self._issue(int(found[1]), bool(found[2]), query, body)
        else:
            self._wrong(404, "Not Found")

    def _issues(self, query: dict[str, list[str]], body: Any) -> None:
        forge = self.forge
        if self.command == "GET":
            since = query.get("since", [""])[0]
            rows = [row for row in forge.issues.values() if not since or row["updated_at"] >= since]
            self._answer(200, sorted(rows, key=lambda row: -row["number"])[:100])
            return
        if not isinstance(body, dict) or not str(body.get("title") or "").strip():
            wrong = [{"resource": "Issue", "field": "title", "code": "missing_field"}]
            self._wrong(422, "Validation Failed", errors=wrong)
            return
        row = forge.add(body["title"], body.get("body") or "", body.get("labels"))
        if forge.dies_after_opening:
            forge.dies_after_opening = False
            self._wrong(502, "Server Error")
            return
        self._answer(201, row, Location=row["url"])

    def _issue(self, number: int, comments: bool, query: dict[str, list[str]], body: Any) -> None:
        forge = self.forge
        row = forge.issues.get(number)
        if row is None:
            self._wrong(404, "Not Found")
        elif comments and self.command == "POST":
            self._answer(201, forge.comment(number, "derman-desk", body["body"]))
        elif comments:
            since = query.get("since", [""])[0]
            self._answer(200, [one for one in forge.notes[number] if one["updated_at"] >= since][:100])
        else:
            etag = f'W/"{row["updated_at"]}"'
            if self.headers.get("If-None-Match") == etag:
                self._answer(304, None, ETag=etag)
            else:
                self._answer(200, row, ETag=etag, X_RateLimit_Limit="5000", X_RateLimit_Remaining="4999")


@contextmanager
def github() -> Iterator[Forge]:
    """The server, for as long as the block lasts."""
    forge = Forge()
    handler = type("Handler", (_Handler,), {"forge": forge})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    forge.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
