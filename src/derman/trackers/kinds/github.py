"""GitHub, also GitHub Enterprise: its REST API of issues, and its webhooks."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, quote

from derman.trackers.kinds.failing import Failed
from derman.trackers.kinds.speaking import (
    LONGEST_TEXT,
    Line,
    News,
    Said,
    Seen,
    first_with,
    moment,
    named,
    part,
    rows,
    understood,
    words,
)
from derman.trackers.models import Tracker

VERSION = "2022-11-28"


class GitHub:
    """The way of GitHub. Its API takes no files for issues."""

    takes_files = "never"

    def send(self, line: Line, number: str, name: str, content: bytes, media_type: str) -> str:
        """Never asked for."""
        raise Failed("no_file", name)

    def headers(self, tracker: Tracker, token: str) -> dict[str, str]:
        """A token as bearer, and the version of the API."""
        held = {"Authorization": f"Bearer {token}"} if token else {}
        return {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": VERSION, **held}

    def check(self, line: Line) -> str:
        """The repository is seen, has issues, and the key may write in it."""
        found = line.json("GET", _place(line))
        if part(found, "has_issues") is False:
            raise Failed("gone", "has_issues: false")
        if part(found, "archived") is True:
            raise Failed("forbidden", "archived: true")
        return words(found, "full_name")

    def find(self, line: Line, marker: uuid.UUID, since: datetime) -> Seen | None:
        """Among those of the time since: the list is complete at once, which the search is not."""
        from_then = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        path = f"{_place(line)}/issues?state=all&sort=created&direction=desc&per_page=100&since={from_then}"
        one = first_with(rows(line.json("GET", path)), marker, "body")
        return _seen(one) if one is not None else None

    def open(self, line: Line, title: str, body: str, marker: uuid.UUID) -> Seen:
        """Its body ends with the marker, as a comment that nobody sees."""
        told: dict[str, Any] = {"title": title, "body": marked(body, marker)}
        if line.tracker.labels:
            told["labels"] = list(line.tracker.labels)
        return _seen(line.json("POST", f"{_place(line)}/issues", told))

    def read(self, line: Line, number: str, etag: str) -> tuple[Seen | None, str]:
        """Asked with the ETag, which costs nothing of the limit where nothing has changed."""
        answer = line.call("GET", f"{_place(line)}/issues/{quote(number)}", etag=etag)
        if answer.status == 304:
            return None, etag
        return _seen(understood(answer)), answer.headers.get("etag", "")[:200]

    def comments(self, line: Line, number: str, since: datetime | None) -> list[Said]:
        """A hundred at most since then; what is more comes with the next look."""
        path = f"{_place(line)}/issues/{quote(number)}/comments?per_page=100"
        if since is not None:
            path += f"&since={since.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%SZ')}"
        return [_said(one) for one in rows(line.json("GET", path))]

    def say(self, line: Line, number: str, text: str, marker: uuid.UUID) -> Said:
        """With the marker, so that it is known again."""
        path = f"{_place(line)}/issues/{quote(number)}/comments"
        return _said(line.json("POST", path, {"body": marked(text, marker)}))

    def number_of(self, tracker: Tracker, given: str) -> str:
        """12, #12, owner/name#12 or an address that ends in …/owner/name/issues/12."""
        text = given.strip()
        project = re.escape(tracker.project)
        found = re.fullmatch(rf"(?:{project})?#?(\d{{1,12}})", text, re.IGNORECASE)
        found = found or re.fullmatch(
            rf"https?://[^/\s]+/(?:repos/)?{project}/issues/(\d{{1,12}})(?:[/?#].*)?", text, re.IGNORECASE
        )
        return found[1] if found else ""

    def is_signed(self, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
        """X-Hub-Signature-256: an HMAC of the body with the secret."""
        made = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return bool(secret) and hmac.compare_digest(made, headers.get("x-hub-signature-256", ""))

    def news(self, tracker: Tracker, headers: Mapping[str, str], body: bytes) -> News | None:
        """Of events `issues` and `issue_comment` in this repository."""
        if headers.get("x-github-event") not in ("issues", "issue_comment"):
            return None
        found = json_of(body, headers)
        if words(found, "repository", "full_name").casefold() != tracker.project.casefold():  # protocol
            return None
        number = words(found, "issue", "number", most=80)
        return News(headers.get("x-github-delivery", "")[:120], number) if number else None


def json_of(body: bytes, headers: Mapping[str, str]) -> Any:
    """The payload, whether it came as JSON or as the field of a form; None where it is none."""
    text = body
    if headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        text = parse_qs(body.decode("utf-8", "replace"), max_num_fields=5).get("payload", [""])[0].encode()
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def marked(text: str, marker: uuid.UUID) -> str:
    """Markdown with the marker behind it, in a comment that is not shown."""
    return f"{text.rstrip()}\n\n<!-- derman:{marker} -->"


def unmarked(text: str) -> str:
    """The same without it."""
    return re.sub(r"\s*<!-- derman:[0-9a-f-]{36} -->\s*$", "", text)


def marker_in(text: str) -> str:
    """The marker that stands in it; empty for none."""
    found = re.search(r"<!-- derman:([0-9a-f-]{36}) -->\s*$", text)
    return found[1] if found else ""


def _place(line: Line) -> str:
    return f"/repos/{quote(line.tracker.project, safe='/')}"


def _seen(found: Any) -> Seen:
    number = words(found, "number", most=80)
    if not number:
        raise Failed("odd", begun=True)
    closed = words(found, "state") == "closed"
    people = part(found, "assignees") or []
    who = [words(one, "login", most=60) for one in people[:3]] if isinstance(people, list) else []
    reason = words(found, "state_reason", most=40)
    return Seen(
        number=number,
        url=words(found, "html_url", most=600),
        title=words(found, "title"),
        closed=closed,
        state=f"closed: {reason}" if closed and reason else words(found, "state", most=60),
        assignee=", ".join(filter(None, who)) or words(found, "assignee", "login", most=60),
        labels=named(part(found, "labels"), "name"),
    )


def _said(found: Any) -> Said:
    text = words(found, "body", most=LONGEST_TEXT)
    return Said(
        key=words(found, "id", most=80),
        author=words(found, "user", "login", most=120),
        text=unmarked(text),
        at=moment(found, "created_at"),
        marker=marker_in(text),
    )
