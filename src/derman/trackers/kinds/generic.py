"""Any other tracker, by webhook: JSON by a template goes out, JSON whose places were named comes in.

It cannot be asked, so what it tells is believed, and it alone says how its issues stand.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from derman.kernel import clock, outward, secrets
from derman.trackers.kinds.failing import Failed, checked
from derman.trackers.kinds.github import json_of
from derman.trackers.kinds.speaking import LONGEST_TEXT, Line, News, Said, Seen, words
from derman.trackers.models import Tracker

PLACES = ("title", "body", "marker", "labels")
REACHED = (400, 405, 415, 422)  # of a question that it does not know: it is there all the same


class Generic:
    """The way of a webhook. It gets files by links."""

    takes_files = "never"

    def headers(self, tracker: Tracker, token: str) -> dict[str, str]:
        """A token as bearer, if it wants one."""
        return {"Authorization": f"Bearer {token}"} if token else {}

    def check(self, line: Line) -> str:
        """Is somebody there, and is the key taken? Nothing is sent."""
        try:
            answer = outward.request(
                "GET", line.tracker.address, headers=dict(line.headers), inside=line.tracker.inside
            )
        except outward.NotCalled as error:
            raise Failed("network" if "not public" in str(error) else "away", str(error)) from None
        if answer.status not in REACHED:
            checked(answer)
        return ""

    def send(self, line: Line, number: str, name: str, content: bytes, media_type: str) -> str:
        """Never asked for."""
        raise Failed("no_file", name)

    def find(self, line: Line, marker: uuid.UUID, since: datetime) -> Seen | None:
        """It cannot be asked: a person looks."""
        raise Failed("unclear")

    def open(self, line: Line, title: str, body: str, marker: uuid.UUID) -> Seen:
        """By the template; where its answer says no number, its news brings it, with the marker."""
        values = {"title": title, "body": body, "marker": str(marker), "labels": ", ".join(line.tracker.labels)}
        if line.tracker.template:
            told = _filled(json.loads(line.tracker.template), values)
        else:
            told = {"event": "open", **values}
        found = _post(line, told, marker).json()
        paths = line.tracker.paths
        return Seen(
            number=words(at(found, paths.get("id", "")), most=80),
            url=words(at(found, paths.get("url", "")), most=600),
            title=title,
            closed=False,
            state="",
        )

    def read(self, line: Line, number: str, etag: str) -> tuple[Seen | None, str]:
        """It tells by itself."""
        return None, ""

    def comments(self, line: Line, number: str, since: datetime | None) -> list[Said]:
        """It tells by itself."""
        return []

    def say(self, line: Line, number: str, text: str, marker: uuid.UUID) -> Said:
        """To the same address, with the same key however often it is tried."""
        _post(line, {"event": "comment", "id": number, "text": text, "marker": str(marker)}, marker)
        return Said(str(marker), "", text, clock.now(), str(marker))

    def number_of(self, tracker: Tracker, given: str) -> str:
        """What was typed, or the last part of an address."""
        text = given.strip()
        if text.startswith(("https://", "http://")):
            text = text.split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2]
        return text if text and len(text) <= 80 and not any(sign.isspace() for sign in text) else ""

    def is_signed(self, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
        """The secret as a token, or an HMAC of the body as GitHub makes it."""
        if not secret:
            return False
        if "x-hub-signature-256" in headers:
            made = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
            return hmac.compare_digest(made.encode(), headers["x-hub-signature-256"].encode())
        given = headers.get("x-derman-token") or headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(secret.encode(), given.encode())

    def news(self, tracker: Tracker, headers: Mapping[str, str], body: bytes) -> News | None:
        """By the places that an administrator named."""
        found, paths = json_of(body, headers), tracker.paths
        number = words(at(found, paths.get("id", "id")), most=80)
        marker = words(at(found, paths.get("marker", "marker")), most=36)
        try:
            marker = str(uuid.UUID(marker)) if marker else ""
        except ValueError:
            marker = ""
        if not number:
            return None
        state = words(at(found, paths.get("state", "state")), most=60)
        over = {
            one.strip().casefold() for one in (paths.get("closed") or "closed,done,resolved").split(",")
        }  # protocol
        text = words(at(found, paths.get("comment", "comment")), most=LONGEST_TEXT)
        key = headers.get("idempotency-key", "")[:120] or hashlib.sha256(body).hexdigest()
        author = words(at(found, paths.get("author", "author")), most=120)
        return News(
            key=key,
            number=number,
            told=True,
            marker=marker,
            closed=state.casefold() in over if state else None,  # protocol
            state=state,
            said=Said(key[:80], author, text, clock.now(), marker="") if text else None,
            url=words(at(found, paths.get("url", "url")), most=600),
        )


def at(found: Any, path: str) -> Any:
    """What stands at a path like issue.id or items.0.name; None where there is none."""
    if not path:
        return None
    for name in path.split("."):
        if isinstance(found, list) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        elif isinstance(found, dict):
            found = found.get(name)
        else:
            return None
    return found


def _filled(told: Any, values: Mapping[str, str]) -> Any:
    """A template with its places filled: each stays one text, whatever stands in it."""
    if isinstance(told, str):
        for name in PLACES:
            if told == f"{{{{{name}}}}}":
                return values[name]
        parts = told.split("{{")
        return parts[0] + "".join(_place(one, values) for one in parts[1:])
    if isinstance(told, list):
        return [_filled(one, values) for one in told]
    if isinstance(told, dict):
        return {name: _filled(one, values) for name, one in told.items()}
    return told


def _place(text: str, values: Mapping[str, str]) -> str:
    name, closed, rest = text.partition("}}")
    return f"{values[name.strip()]}{rest}" if closed and name.strip() in values else "{{" + text


def _post(line: Line, told: Any, marker: uuid.UUID) -> outward.Answer:
    body = json.dumps(told).encode()
    more = {"Idempotency-Key": str(marker)}
    if line.tracker.secret_sealed:
        try:
            secret = secrets.decrypt(line.tracker.secret_sealed)
        except secrets.SecretUnreadable:
            raise Failed("unreadable") from None
        more["X-Hub-Signature-256"] = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return line.call("POST", line.tracker.address, body=body, kind="application/json", more=more)
