"""What goes wrong between the desk and a tracker: a code, what the tracker said, and how long to wait."""

from __future__ import annotations

import time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from derman.kernel.outward import Answer

# by their codes, what people read of it and do about it
WORDS: dict[str, Promise] = {
    "away": _("The tracker did not answer. It is tried again by itself."),
    "network": _("The tracker stands in a network that is not public. An administrator can allow that."),
    "token": _("The tracker does not take the token (401). An administrator enters a new one in the settings."),
    "forbidden": _("The token may not do this (403). An administrator gives it the right that is missing."),
    "missing": _("The tracker knows no such project or issue (404), or the token may not see it."),
    "gone": _("The issue was deleted, or issues are switched off there (410)."),
    "moved": _("The issue was moved to another project (301). Link it anew by its new address."),
    "refused": _("The tracker did not take what was sent (422)."),
    "slow": _("The tracker asks for patience. It goes on by itself."),
    "broken": _("The tracker has a fault of its own (5xx). It is tried again by itself."),
    "odd": _("What the tracker answered cannot be understood. Look whether the address is that of its API."),
    "unclear": _("It is not known whether it was opened. Look there, and link it by its address, or try again."),
    "unreadable": _("The token cannot be read with this desk's key. An administrator enters it anew."),
    "no_file": _("A file could not be sent along. It is tried again by itself."),
}
TRIED_AGAIN = frozenset({"away", "slow", "broken", "token", "forbidden", "unreadable", "no_file", "network"})


class Failed(Exception):
    """It did not work. `wait`: seconds for which the tracker wants to be left alone."""

    def __init__(self, code: str, said: str = "", *, wait: int = 0, begun: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.said = " ".join(said.split())[:300]
        self.wait = wait
        self.begun = begun  # the other side may have done it all the same


def checked(answer: Answer) -> Answer:
    """An answer that is one, else Failed with what the tracker said of it."""
    status = answer.status
    if 200 <= status < 300 or status == 304:
        return answer
    said, wait = words_of(answer), _wait(answer)
    limited = answer.headers.get("x-ratelimit-remaining") == "0" or "rate limit" in said.casefold()  # protocol
    if status == 429 or (status == 403 and (limited or "retry-after" in answer.headers)):
        raise Failed("slow", said, wait=wait or 60)
    code = {401: "token", 403: "forbidden", 404: "missing", 410: "gone"}.get(status)
    if code is None:
        code = "moved" if 300 <= status < 400 else "broken" if status >= 500 else "refused"
    raise Failed(code, said, wait=wait if code == "broken" else 0, begun=status >= 500)


def _wait(answer: Answer) -> int:
    """By Retry-After (seconds), else until the moment of X-RateLimit-Reset; an hour at most."""
    after = answer.headers.get("retry-after", "").strip()
    if after.isascii() and after.isdecimal() and len(after) < 9:
        return min(3600, max(1, int(after)))
    reset = answer.headers.get("x-ratelimit-reset", answer.headers.get("ratelimit-reset", "")).strip()
    if reset.isascii() and reset.isdecimal() and len(reset) < 12:
        return min(3600, max(1, int(reset) - int(time.time())))
    return 0


def words_of(answer: Answer) -> str:
    """What a tracker says is wrong: GitHub's message with its errors, GitLab's message or error, Jira's lists."""
    found = answer.json()
    if not isinstance(found, dict):
        return ""
    parts: list[str] = []
    for name in ("message", "error", "error_description", "errorMessages", "errors"):
        parts.extend(_flat(found.get(name)))
    return " · ".join(dict.fromkeys(parts))[:300]


def _flat(value: Any, depth: int = 0) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() else []
    if depth > 3:
        return []
    if isinstance(value, list):
        return [text for one in value[:10] for text in _flat(one, depth + 1)]
    if isinstance(value, dict):
        if "code" in value and "field" in value:  # GitHub: {"resource": …, "field": …, "code": …, "message": …}
            return [" ".join(str(value[name]) for name in ("field", "message", "code") if value.get(name))[:120]]
        return [f"{name}: {text}" for name, one in list(value.items())[:10] for text in _flat(one, depth + 1)]
    return []
