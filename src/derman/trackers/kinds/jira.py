"""Jira, in the cloud or one's own (Data Center): its REST API 2 of issues, and its webhooks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from derman.kernel import clock
from derman.trackers.kinds.failing import Failed
from derman.trackers.kinds.github import json_of
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
    words,
)
from derman.trackers.models import Kind, Tracker

FIELDS = "summary,status,assignee,labels"
PROPERTY = "derman"


class Jira:
    """The way of Jira. Files are attached once the issue is there."""

    takes_files = "after"

    def headers(self, tracker: Tracker, token: str) -> dict[str, str]:
        """In the cloud a mail address with its token, else a personal access token."""
        if tracker.login:
            pair = base64.b64encode(f"{tracker.login}:{token}".encode()).decode()
            return {"Authorization": f"Basic {pair}"}
        return {"Authorization": f"Bearer {token}"} if token else {}

    def check(self, line: Line) -> str:
        """The project is seen, and issues may be made in it."""
        key = quote(line.tracker.project)
        found = line.json("GET", f"/rest/api/2/project/{key}")
        may = line.json("GET", f"/rest/api/2/mypermissions?projectKey={key}&permissions=CREATE_ISSUES")
        if part(may, "permissions", "CREATE_ISSUES", "havePermission") is False:
            raise Failed("forbidden", "CREATE_ISSUES")
        return words(found, "name")

    def send(self, line: Line, number: str, name: str, content: bytes, media_type: str) -> str:
        """Attached; Jira shows it by itself."""
        body, kind = multipart(name, content, media_type)
        line.call(
            "POST",
            f"/rest/api/2/issue/{quote(number)}/attachments",
            body=body,
            kind=kind,
            more={"X-Atlassian-Token": "no-check"},
        )
        return ""

    def find(self, line: Line, marker: uuid.UUID, since: datetime) -> Seen | None:
        """Among those that were made since then: in minutes before now, since a moment is read in the key's zone."""
        minutes = max(1, int((clock.now() - since).total_seconds() // 60) + 1)
        project = line.tracker.project.replace('"', "")
        jql = quote(f'project = "{project}" AND created >= "-{minutes}m" ORDER BY created DESC')
        in_cloud = line.tracker.kind == Kind.JIRA_CLOUD
        path = f"/rest/api/2/search{'/jql' if in_cloud else ''}?jql={jql}&maxResults=100&fields={FIELDS},description"
        found = line.json("GET", path)
        one = first_with(rows(part(found, "issues")), marker, "fields", "description")
        return _seen(line, one) if one is not None else None

    def open(self, line: Line, title: str, body: str, marker: uuid.UUID) -> Seen:
        """The marker stands in its last line: Jira has no text that is not seen."""
        fields: dict[str, Any] = {
            "project": {"key": line.tracker.project},
            "issuetype": {"name": line.tracker.issue_type or "Bug"},
            "summary": title,
            "description": f"{body.rstrip()}\n\nderman:{marker}",
        }
        if line.tracker.labels:
            fields["labels"] = [label.replace(" ", "-") for label in line.tracker.labels]
        found = line.json("POST", "/rest/api/2/issue", {"fields": fields})
        key = words(found, "key", most=80)
        if not key:
            raise Failed("odd", begun=True)
        return Seen(key, f"{line.tracker.address}/browse/{key}", title, closed=False, state="")

    def read(self, line: Line, number: str, etag: str) -> tuple[Seen | None, str]:
        """How it stands; Jira gives no ETag to ask with."""
        return _seen(line, line.json("GET", f"/rest/api/2/issue/{quote(number)}?fields={FIELDS}")), ""

    def comments(self, line: Line, number: str, since: datetime | None) -> list[Said]:
        """The latest hundred."""
        path = f"/rest/api/2/issue/{quote(number)}/comment?orderBy=-created&maxResults=100&expand=properties"
        found = [_said(one) for one in rows(part(line.json("GET", path), "comments"))]
        return sorted(found, key=lambda one: one.at)

    def say(self, line: Line, number: str, text: str, marker: uuid.UUID) -> Said:
        """With the marker as a property, which nobody sees."""
        told = {"body": text, "properties": [{"key": PROPERTY, "value": {"marker": str(marker)}}]}
        return _said(line.json("POST", f"/rest/api/2/issue/{quote(number)}/comment", told))

    def number_of(self, tracker: Tracker, given: str) -> str:
        """12, ERP-12 or an address that ends in …/browse/ERP-12."""
        text, project = given.strip(), re.escape(tracker.project)
        if re.fullmatch(r"\d{1,12}", text):
            return f"{tracker.project}-{text}"
        found = re.fullmatch(rf"(?:https?://[^\s]+/browse/)?({project}-\d{{1,12}})(?:[/?#].*)?", text, re.IGNORECASE)
        return found[1].upper() if found else ""  # protocol

    def is_signed(self, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
        """X-Hub-Signature: an HMAC of the body. Data Center, which signs nothing, brings the secret itself."""
        if not secret:
            return False
        if "x-hub-signature" in headers:
            made = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
            return hmac.compare_digest(made.encode(), headers["x-hub-signature"].encode())
        return hmac.compare_digest(secret.encode(), headers.get("x-derman-token", "").encode())

    def news(self, tracker: Tracker, headers: Mapping[str, str], body: bytes) -> News | None:
        """Of issues and their comments in this project."""
        found = json_of(body, headers)
        if not words(found, "webhookEvent").startswith(("jira:issue_", "comment_")):
            return None
        key = words(found, "issue", "key", most=80)
        if key.rpartition("-")[0].casefold() != tracker.project.casefold():  # protocol
            return None
        return News(headers.get("x-atlassian-webhook-identifier", "")[:120], key)


def _seen(line: Line, found: Any) -> Seen:
    key = words(found, "key", most=80)
    if not key:
        raise Failed("odd", begun=True)
    return Seen(
        number=key,
        url=f"{line.tracker.address}/browse/{key}",
        title=words(found, "fields", "summary"),
        closed=words(found, "fields", "status", "statusCategory", "key") == "done",
        state=words(found, "fields", "status", "name", most=60),
        assignee=words(found, "fields", "assignee", "displayName", most=120),
        labels=named(part(found, "fields", "labels")),
    )


def _said(found: Any) -> Said:
    kept = part(found, "properties")
    own = (
        [part(one, "value", "marker") for one in kept if part(one, "key") == PROPERTY] if isinstance(kept, list) else []
    )
    return Said(
        key=words(found, "id", most=80),
        author=words(found, "author", "displayName", most=120),
        text=words(found, "body", most=LONGEST_TEXT),
        at=moment(found, "created"),
        marker=str(own[0]) if own and isinstance(own[0], str) else "",
    )
