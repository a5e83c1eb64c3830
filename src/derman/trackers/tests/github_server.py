"""What GitHub's REST API of issues is documented to answer, for one repository."""

from __future__ import annotations

import re
from typing import Any

from derman.trackers.tests.served import Served, Told

DOCS = "https://docs.github.com/rest"


class Forge(Served):
    """The repository. Tests change it as people there would."""

    project = "ege/erp"
    token = "ghp_right"

    def __init__(self) -> None:
        super().__init__()
        self.issues: dict[int, dict[str, Any]] = {}
        self.notes: dict[int, list[dict[str, Any]]] = {}
        self.has_issues = True
        self.dies_after_opening = False

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
        at = self.stamp()
        self.issues[number].update(state="closed", state_reason=reason, closed_at=at, updated_at=at)

    def reopen(self, number: int) -> None:
        self.issues[number].update(state="open", state_reason="reopened", closed_at=None, updated_at=self.stamp())

    def routed(self, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: Any) -> Told:
        root = f"/repos/{self.project}"
        if headers.get("authorization") != f"Bearer {self.token}":
            return wrong(401, "Bad credentials")
        if path == root:
            return 200, {"full_name": self.project, "has_issues": self.has_issues, "archived": False}, {}
        if path.startswith(root + "/issues") and not self.has_issues:
            return wrong(410, "Issues has been disabled in this repository.")
        if path == f"{root}/issues":
            return self._added(body) if method == "POST" else self._listed(query.get("since", ""))
        if found := re.fullmatch(rf"{root}/issues/(\d+)(/comments)?", path):
            return self._issue(method, int(found[1]), bool(found[2]), query, headers, body)
        return wrong(404, "Not Found")

    def _listed(self, since: str) -> Told:
        rows = [row for row in self.issues.values() if row["updated_at"] >= since]
        return 200, sorted(rows, key=lambda row: -row["number"])[:100], {}

    def _added(self, body: Any) -> Told:
        if not isinstance(body, dict) or not str(body.get("title") or "").strip():
            return wrong(
                422, "Validation Failed", errors=[{"resource": "Issue", "field": "title", "code": "missing_field"}]
            )
        row = self.add(body["title"], body.get("body") or "", body.get("labels"))
        if self.dies_after_opening:
            self.dies_after_opening = False
            return wrong(502, "Server Error")
        return 201, row, {"Location": row["url"]}

    def _issue(
        self, method: str, number: int, comments: bool, query: dict[str, str], headers: dict[str, str], body: Any
    ) -> Told:
        row = self.issues.get(number)
        if row is None:
            return wrong(404, "Not Found")
        if comments and method == "POST":
            return 201, self.comment(number, "derman-desk", body["body"]), {}
        if comments:
            since = query.get("since", "")
            return 200, [one for one in self.notes[number] if one["updated_at"] >= since][:100], {}
        etag = f'W/"{row["updated_at"]}"'
        if headers.get("if-none-match") == etag:
            return 304, None, {"ETag": etag}
        return 200, row, {"ETag": etag, "X_RateLimit_Limit": "5000", "X_RateLimit_Remaining": "4999"}


def wrong(status: int, message: str, **more: Any) -> Told:
    return status, {"message": message, "documentation_url": DOCS, "status": str(status), **more}, {}
