"""What Jira's REST API 2 of issues, comments and attachments is documented to answer, for one project."""

from __future__ import annotations

import base64
import re
from typing import Any

from derman.trackers.tests.served import Served, Told

CATEGORIES = {"To Do": "new", "In Progress": "indeterminate", "Done": "done"}


class Board(Served):
    """The project ERP. Tests change it as people there would."""

    project = "ERP"

    def __init__(self, *, in_cloud: bool) -> None:
        super().__init__()
        self.in_cloud = in_cloud
        self.issues: dict[str, dict[str, Any]] = {}
        self.notes: dict[str, list[dict[str, Any]]] = {}
        self.attached: list[bytes] = []
        self.may_create = True

    @property
    def key(self) -> str:
        pair = base64.b64encode(b"desk@ege.example:right").decode()
        return f"Basic {pair}" if self.in_cloud else "Bearer right"

    def move(self, key: str, status: str) -> None:
        category = {"key": CATEGORIES[status], "name": status}
        self.issues[key]["fields"]["status"] = {"name": status, "statusCategory": category}

    def comment(self, key: str, name: str, body: str, properties: list[Any] | None = None) -> dict[str, Any]:
        row = {
            "id": str(10_100 + sum(len(rows) for rows in self.notes.values())),
            "author": {"displayName": name},
            "body": body,
            "created": self.stamp().replace("Z", ".000+0000"),
            "properties": properties or [],
        }
        self.notes[key].append(row)
        return row

    def routed(self, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: Any) -> Told:
        if headers.get("authorization") != self.key:
            return 401, {"message": "Client must be authenticated to access this resource.", "status-code": 401}, {}
        search = "/rest/api/2/search/jql" if self.in_cloud else "/rest/api/2/search"
        if path == f"/rest/api/2/project/{self.project}":
            return 200, {"key": self.project, "name": "ERP reports"}, {}
        if path == "/rest/api/2/mypermissions":
            return 200, {"permissions": {"CREATE_ISSUES": {"havePermission": self.may_create}}}, {}
        if path == search:
            return 200, {"issues": list(self.issues.values())[::-1], "isLast": True}, {}
        if path == "/rest/api/2/issue" and method == "POST":
            return self._added(body["fields"])
        if found := re.fullmatch(r"/rest/api/2/issue/([A-Z]+-\d+)(/comment|/attachments)?", path):
            return self._issue(method, found[1], found[2] or "", headers, body)
        return 404, {"errorMessages": ["Not found"], "errors": {}}, {}

    def _added(self, fields: dict[str, Any]) -> Told:
        if fields.get("issuetype", {}).get("name") != "Bug":
            return 400, {"errorMessages": [], "errors": {"issuetype": "Specify a valid issue type"}}, {}
        key = f"{self.project}-{len(self.issues) + 1}"
        self.notes[key] = []
        self.issues[key] = {"id": str(10_000 + len(self.issues)), "key": key, "fields": {**fields, "assignee": None}}
        self.issues[key]["fields"].setdefault("labels", [])
        self.move(key, "To Do")
        return 201, {"id": self.issues[key]["id"], "key": key, "self": f"{self.url}/rest/api/2/issue/10000"}, {}

    def _issue(self, method: str, key: str, part: str, headers: dict[str, str], body: Any) -> Told:
        if key not in self.issues:
            missing = ["Issue does not exist or you do not have permission to see it."]
            return 404, {"errorMessages": missing, "errors": {}}, {}
        if part == "/attachments":
            if headers.get("x-atlassian-token") != "no-check":
                return 403, {"errorMessages": ["XSRF check failed"], "errors": {}}, {}
            self.attached.append(body)
            return 200, [{"id": "1", "filename": "vpn.log"}], {}
        if part == "/comment" and method == "POST":
            return 201, self.comment(key, "Derman", body["body"], body.get("properties")), {}
        if part == "/comment":
            return 200, {"comments": self.notes[key][::-1], "total": len(self.notes[key])}, {}
        return 200, self.issues[key], {}
