"""GitLab, hosted or one's own: its REST API of issues, and its webhooks."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from derman.trackers.kinds.failing import Failed
from derman.trackers.kinds.github import json_of, marked, marker_in, unmarked
from derman.trackers.kinds.speaking import (
    LONGEST_TEXT,
    Line,
    News,
    Said,
    Seen,
    first_with,
    moment,
    multipart,
    named,
    part,
    rows,
    understood,
    words,
)
from derman.trackers.models import Tracker

EVENTS = ("Issue Hook", "Confidential Issue Hook", "Note Hook", "Confidential Note Hook")


class GitLab:
    """The way of GitLab. Files are uploaded first; their Markdown stands in the issue."""

    takes_files = "before"

    def headers(self, tracker: Tracker, token: str) -> dict[str, str]:
        """Personal, project and group tokens alike."""
        return {"PRIVATE-TOKEN": token} if token else {}

    def check(self, line: Line) -> str:
        """The project is seen, and has issues."""
        found = line.json("GET", _place(line))
        if part(found, "issues_enabled") is False or part(found, "issues_access_level") == "disabled":
            raise Failed("gone", "issues_enabled: false")
        if part(found, "archived") is True:
            raise Failed("forbidden", "archived: true")
        return words(found, "path_with_namespace")

    def send(self, line: Line, number: str, name: str, content: bytes, media_type: str) -> str:
        """Uploaded to the project; what shows it is Markdown."""
        body, kind = multipart(name, content, media_type)
        found = understood(line.call("POST", f"{_place(line)}/uploads", body=body, kind=kind))
        return words(found, "markdown", most=600)

    def find(self, line: Line, marker: uuid.UUID, since: datetime) -> Seen | None:
        """Among those that were made since then."""
        from_then = quote(since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        path = f"{_place(line)}/issues?scope=all&order_by=created_at&sort=desc&per_page=100&created_after={from_then}"
        one = first_with(rows(line.json("GET", path)), marker, "description")
        return _seen(one) if one is not None else None

    def open(self, line: Line, title: str, body: str, marker: uuid.UUID) -> Seen:
        """Its description ends with the marker, as a comment that nobody sees."""
        told: dict[str, Any] = {"title": title, "description": marked(body, marker)}
        if line.tracker.labels:
            told["labels"] = ",".join(line.tracker.labels)
        return _seen(line.json("POST", f"{_place(line)}/issues", told))

    def read(self, line: Line, number: str, etag: str) -> tuple[Seen | None, str]:
        """Asked with the ETag that came last."""
        answer = line.call("GET", f"{_place(line)}/issues/{quote(number)}", etag=etag)
        if answer.status == 304:
            return None, etag
        return _seen(understood(answer)), answer.headers.get("etag", "")[:200]

    def comments(self, line: Line, number: str, since: datetime | None) -> list[Said]:
        """The latest hundred; those that GitLab writes itself (“changed the milestone”) are left out."""
        path = f"{_place(line)}/issues/{quote(number)}/notes?sort=desc&order_by=created_at&per_page=100"
        found = [one for one in rows(line.json("GET", path)) if one.get("system") is not True]
        return [_said(one) for one in reversed(found)]

    def say(self, line: Line, number: str, text: str, marker: uuid.UUID) -> Said:
        """With the marker, so that it is known again."""
        path = f"{_place(line)}/issues/{quote(number)}/notes"
        return _said(line.json("POST", path, {"body": marked(text, marker)}))

    def number_of(self, tracker: Tracker, given: str) -> str:
        """12, #12, group/project#12 or an address that ends in …/group/project/-/issues/12."""
        text, project = given.strip(), re.escape(tracker.project)
        found = re.fullmatch(rf"(?:{project})?#?(\d{{1,12}})", text, re.IGNORECASE)
        found = found or re.fullmatch(
            rf"https?://[^\s]+/{project}/(?:-/)?(?:issues|work_items)/(\d{{1,12}})(?:[/?#].*)?", text, re.IGNORECASE
        )
        return found[1] if found else ""

    def is_signed(self, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
        """The secret token as it is (X-Gitlab-Token), or a signature with the signing token (webhook-signature)."""
        if not secret:
            return False
        if "webhook-signature" in headers:
            return _is_signed_anew(headers, body, secret)
        given = headers.get("x-gitlab-token", "")
        return hmac.compare_digest(secret.encode(), given.encode())

    def news(self, tracker: Tracker, headers: Mapping[str, str], body: bytes) -> News | None:
        """Of issues and of notes on issues in this project."""
        if headers.get("x-gitlab-event") not in EVENTS:
            return None
        found = json_of(body, headers)
        here = (words(found, "project", "path_with_namespace"), words(found, "project", "id"))
        if tracker.project.casefold() not in {name.casefold() for name in here}:  # protocol
            return None
        number = words(found, "issue", "iid", most=80) or words(found, "object_attributes", "iid", most=80)
        names = ("webhook-id", "idempotency-key", "x-gitlab-event-uuid")
        key = next((headers[name] for name in names if headers.get(name)), "")
        return News(key[:120], number) if number else None


def _is_signed_anew(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """By the rules of Standard Webhooks: an HMAC of key, moment and body, with a token that begins with whsec_."""
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return False
    signed = f"{headers.get('webhook-id', '')}.{headers.get('webhook-timestamp', '')}.".encode() + body
    made = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = headers["webhook-signature"].split(" ")[:5]
    return any(hmac.compare_digest(f"v1,{made}".encode(), one.encode()) for one in given)


def _place(line: Line) -> str:
    return f"/api/v4/projects/{quote(line.tracker.project, safe='')}"


def _seen(found: Any) -> Seen:
    number = words(found, "iid", most=80)
    if not number:
        raise Failed("odd", begun=True)
    people = part(found, "assignees")
    who = [words(one, "name", most=60) for one in people[:3]] if isinstance(people, list) else []
    return Seen(
        number=number,
        url=words(found, "web_url", most=600),
        title=words(found, "title"),
        closed=words(found, "state") == "closed",
        state=words(found, "state", most=60),
        assignee=", ".join(filter(None, who)) or words(found, "assignee", "name", most=60),
        labels=named(part(found, "labels"), "name"),
    )


def _said(found: Any) -> Said:
    text = words(found, "body", most=LONGEST_TEXT)
    return Said(
        key=words(found, "id", most=80),
        author=words(found, "author", "name", most=120),
        text=unmarked(text),
        at=moment(found, "created_at"),
        marker=marker_in(text),
    )
