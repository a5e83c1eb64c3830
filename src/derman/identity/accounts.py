"""What a web service is told of a requester: the places in its address and body, and how each is filled.

Pure: no database. A value is escaped for where it stands, so a name with a quote in it stays a name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit
from xml.sax.saxutils import escape

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from derman.kernel.outward import is_address

MADE = "new_password"  # the place of a password that is made for the call
# name of the place → what stands there
PLACES: Mapping[str, Promise] = {
    "requester.email": _("the requester's registered address"),
    "requester.login": _("what stands before the @ in it"),
    "requester.name": _("the requester's name"),
    "ticket.number": _("the number of the ticket"),
    "agent.email": _("the address of the agent"),
    MADE: _("a new password, made for this; the requester gets it by a link that shows it once"),
}
METHODS = ("POST", "PUT", "PATCH", "DELETE", "GET")
JSON, FORM, XML, TEXT = "application/json", "application/x-www-form-urlencoded", "text/xml", "text/plain"
CONTENT_TYPES = (JSON, FORM, XML, TEXT)
LONGEST_BODY = 10_000
MOST_HEADERS = 20
SHOWN = 300  # characters of an answer on the timeline

_PLACE = re.compile(r"\{\{[ \t]*([^{}\n]{1,60}?)[ \t]*\}\}")
_HEADER = re.compile(r"([A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}):[ \t]*([\x20-\x7e\xa0-\xff]{0,2000})")
_OF_THE_CONNECTION = {"host", "content-length", "transfer-encoding", "connection", "content-type", "te", "upgrade"}


class Unfit(Exception):
    """What was set cannot be sent; `field` says where, the message what to do."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


def _in_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _in_text(value: str) -> str:
    return " ".join(value.split())


_ESCAPES: Mapping[str, Callable[[str], str]] = {
    JSON: _in_json,
    FORM: quote_plus,
    XML: lambda value: escape(value, {'"': "&quot;", "'": "&apos;"}),
    TEXT: _in_text,
}


def places_in(text: str) -> list[str]:
    """The names in the places of a text, each once."""
    return list(dict.fromkeys(_PLACE.findall(text)))


def filled_address(address: str, values: Mapping[str, str]) -> str:
    """The address to call."""
    return _PLACE.sub(lambda place: quote(values[place[1]], safe=""), address)


def filled_body(body: str, content_type: str, values: Mapping[str, str]) -> bytes:
    """The body to send."""
    told = _ESCAPES[content_type]
    return _PLACE.sub(lambda place: told(values[place[1]]), body).encode()


def check(
    *, address: str, body: str, content_type: str, method: str, places: Mapping[str, str | Promise] = PLACES
) -> None:
    """Can this be sent, whoever asks? `places`: those that may stand in it. Raises Unfit."""
    if method not in METHODS or content_type not in CONTENT_TYPES:
        raise Unfit(str(_("Choose one of those that are offered.")), field="method")
    for field, text in (("address", address), ("body", body)):
        unknown = [name for name in places_in(text) if name not in places]
        if unknown:
            sentence = _("There is no place {{%(name)s}}. Choose one of those below.") % {"name": unknown[0]}
            raise Unfit(str(sentence), field=field)
    sample = {**dict.fromkeys(places, "x"), "ticket.number": "1"}
    whole = filled_address(address, sample)
    if not is_address(whole) or "{{" in _host_of(address):
        raise Unfit(
            str(_("This is no address. It begins with https:// and has no place before its path.")), field="address"
        )
    if MADE in places_in(address):
        raise Unfit(str(_("A password may stand in the body only: addresses are kept in logs.")), field="address")
    if len(body) > LONGEST_BODY:
        raise Unfit(str(_("This is too long: %(most)d characters at most.") % {"most": LONGEST_BODY}), field="body")
    if body.strip() and content_type == JSON:
        try:
            json.loads(filled_body(body, JSON, sample))
        except (ValueError, RecursionError) as error:
            raise Unfit(str(_("This is no JSON: %(why)s") % {"why": error}), field="body") from None


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return "{{"


def headers_of(lines: str) -> dict[str, str]:
    """Headers by name, from lines “Name: value”. Raises Unfit."""
    found: dict[str, str] = {}
    for line in filter(None, (one.strip() for one in lines.splitlines())):
        fit = _HEADER.fullmatch(line)
        if fit is None:
            raise Unfit(str(_("Write each header on a line of its own: Name: value")), field="headers")
        if fit[1].lower() in _OF_THE_CONNECTION:  # protocol
            raise Unfit(str(_("%(name)s is set by the desk itself.") % {"name": fit[1]}), field="headers")
        found[fit[1]] = fit[2]
    if len(found) > MOST_HEADERS:
        raise Unfit(str(_("%(most)d headers at most.") % {"most": MOST_HEADERS}), field="headers")
    return found


def found_at(answer: Any, path: str) -> str:
    """What stands in a JSON answer at a path like `result.0.password`; empty where nothing does."""
    for step in path.split("."):
        if isinstance(answer, dict):
            answer = answer.get(step)
        elif isinstance(answer, list) and step.isdigit() and int(step) < len(answer):
            answer = answer[int(step)]
        else:
            return ""
    return answer if isinstance(answer, str) else ""


def told(body: bytes, secrets: list[str]) -> str:
    """The beginning of an answer as it may stand on the timeline: no secret, no control characters."""
    text = body.decode("utf-8", "replace")
    for secret in filter(None, secrets):
        for form in {secret, _in_json(secret), quote_plus(secret), escape(secret)}:
            text = text.replace(form, "•••")
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"
