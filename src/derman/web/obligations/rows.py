"""How what could slip is shown: each with its reason, where it leads, and the one thing to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from derman.obligations.queries import Group, priority_of

ICONS: Mapping[str, str] = {
    "promise": "clock",
    "word": "hand",
    "mood": "warn",
    "unanswered": "reply",
    "untaken": "inbox",
    "absent": "person-check",
    "bounced": "mail",
    "returned": "refresh",
    "waiting": "wait",
    "task": "check",
    "approval": "shield",
    "vendor": "building",
    "issue": "out",
    "contract": "calendar",
    "major_update": "alert",
    "page": "bell",
    "major_review": "learn",
    "major_action": "check",
    "reopened": "undo",
    "idle": "moon",
    "problem": "layers",
    "offered": "quote",
    "quarantine": "ban",
    "mail": "mail",
    "job": "server",
}
_ROOMS = {
    "major_update": "majors:one",
    "page": "majors:one",
    "major_review": "majors:review",
    "major_action": "majors:review",
}
_PLACES = {
    "contract": "settings:vendors",
    "issue": "trackers:index",
    "quarantine": "settings:quarantine",
    "mail": "settings:outbox",
    "job": "settings:jobs",
}


def words_of(act: str) -> str:
    """What stands on the button of an act."""
    return {
        "answer": _("Answer"),
        "open": pgettext("obligation", "Open"),
        "take": _("Take"),
        "wake": _("Back into work"),
        "finish": pgettext("obligation", "Done"),
        "remind": _("Ask once more"),
        "keep": _("Keep it"),
        "settle": pgettext("obligation", "Done"),
        "drop": _("No promise"),
        "send_again": _("Send again"),
        "try_again": _("Try again"),
    }[act]


def shown(groups: Sequence[Group], now: datetime) -> list[dict[str, Any]]:
    """The groups as the page shows them."""
    return [
        {
            "code": group.kind.code,
            "name": group.kind.name,
            "icon": ICONS.get(group.kind.code, "flag"),
            "more": group.more,
            "count": len(group.findings),
            "rows": [_row(found, now) for found in group.findings],
        }
        for group in groups
    ]


def _row(found: Any, now: datetime) -> dict[str, Any]:
    kind, address = found.kind, ""
    if found.ticket is not None:
        address = reverse("workspace:ticket", args=[found.ticket])
    elif kind.code == "problem":
        address = reverse("problems:one", args=[found.key])
    elif kind.code in _ROOMS:
        address = reverse(_ROOMS[kind.code], args=[found.key])
    elif kind.code in _PLACES:
        address = reverse(_PLACES[kind.code])
    second = kind.second
    return {
        "id": f"{kind.code}-{found.ticket or 0}-{found.key}",
        "number": str(found.ticket or ""),  # as people say it, and as forms send it: without points
        "key": str(found.key),
        # what is about no ticket has no name but its reason
        "title": found.subject or found.reason(now),
        "address": address,
        "reason": found.reason(now) if found.subject else "",
        "owner": found.owner_name,
        "team": found.team_name,
        "priority": priority_of(found),
        "late": found.due_at is not None and found.due_at <= now,
        "act": kind.act,
        "words": words_of(kind.act),
        "links": kind.act in ("answer", "open"),
        "second": second,
        "second_words": pgettext("obligation", "Seen") if second == "settle" else words_of(second) if second else "",
    }
