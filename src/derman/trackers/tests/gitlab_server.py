"""What GitLab's REST API of issues, notes and uploads is documented to answer, for one project."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from derman.trackers.tests.served import Served, Told


class Lab(Served):
    """The project. Tests change it as people there would."""

    project = "ege/apps/erp"
    token = "glpat-right"

    def __init__(self) -> None:
        super().__init__()
        self.issues: dict[int, dict[str, Any]] = {}
        self.notes: dict[int, list[dict[str, Any]]] = {}
        self.uploads: list[bytes] = []

    def comment(self, number: int, name: str, body: str, *, system: bool = False) -> dict[str, Any]:
        row = {
            "id": 300 + sum(len(rows) for rows in self.notes.values()),
            "body": body,
            "author": {"username": name.casefold(), "name": name},
            "created_at": self.stamp(),
            "system": system,
        }
        self.notes[number].append(row)
        return row

    def routed(self, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: Any) -> Told:
        root = f"/api/v4/projects/{quote(self.project, safe='')}"
        if headers.get("private-token") != self.token:
            return 401, {"message": "401 Unauthorized"}, {}
        if path == root:
            return 200, {"id": 5, "path_with_namespace": self.project, "issues_enabled": True, "archived": False}, {}
        if path == f"{root}/uploads":
            self.uploads.append(body)
            number = len(self.uploads)
            return 201, {"id": number, "alt": "log", "markdown": f"[log](/uploads/66db{number}/vpn.log)"}, {}
        if path == f"{root}/issues":
            return self._added(body) if method == "POST" else self._listed(query)
        if found := re.fullmatch(rf"{root}/issues/(\d+)(/notes)?", path):
            number = int(found[1])
            if number not in self.issues:
                return 404, {"message": "404 Not found"}, {}
            if found[2] and method == "POST":
                return 201, self.comment(number, "Derman", body["body"]), {}
            return 200, self.notes[number][::-1] if found[2] else self.issues[number], {}
        return 404, {"message": "404 Project Not Found"}, {}

    def _listed(self, query: dict[str, str]) -> Told:
        rows = [row for row in self.issues.values() if row["created_at"] >= query.get("created_after", "")]
        return 200, rows[::-1], {}

    def _added(self, body: Any) -> Told:
        if not body.get("title"):
            return 400, {"error": "title is missing"}, {}
        number = len(self.issues) + 1
        self.notes[number] = []
        self.issues[number] = {
            "id": 8000 + number,
            "iid": number,
            "title": body["title"],
            "description": body.get("description", ""),
            "state": "opened",
            "web_url": f"https://gitlab.example/{self.project}/-/issues/{number}",
            "assignees": [],
            "labels": body.get("labels", "").split(",") if body.get("labels") else [],
            "created_at": self.stamp(),
        }
        return 201, self.issues[number], {}
