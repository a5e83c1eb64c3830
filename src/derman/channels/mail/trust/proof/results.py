"""Authentication-Results (RFC 8601): what a server before the desk found. Only a trusted server's word counts."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from derman.channels.mail.reading import Headers

_COMMENT = re.compile(r"\([^()]{0,500}\)")
_METHOD = re.compile(r"\s*([a-z0-9-]{2,20})\s*(?:/\s*\d+)?\s*=\s*([a-z]{2,12})\b", re.IGNORECASE)
_PROPERTY = re.compile(r"\b([a-z]{2,10}\.[a-z0-9-]{1,30})\s*=\s*\"?([^\s;\"]{1,320})", re.IGNORECASE)
_BY = re.compile(r"\bby\s+([^\s;()]+)", re.IGNORECASE)
LONGEST = 8_000
NAMELESS = "outlook.com"  # Exchange Online leaves its name out, though RFC 8601 wants one


@dataclass(slots=True)
class Found:
    """What a trusted server says: `by` is its name, the rest is what each method gave."""

    by: str
    dmarc: str = ""
    spf: str = ""
    spf_domain: str = ""
    dkim: list[tuple[str, str]] = field(default_factory=list)  # (domain, result)
    from_domain: str = ""  # the domain that DMARC was asked about
    inside: bool = False  # its own people sent it, signed in


def read(headers: Headers, trusted: Collection[str]) -> Found | None:
    """The findings of the first trusted server in the header, or None.

    A server writes above what came to it. So its own fields are the topmost of its name, up to the next Received
    field below them; anything of the same name further down was brought from outside and counts for nothing.
    """
    found: Found | None = None
    nameless = NAMELESS in trusted and _is_of_exchange(headers)
    if nameless and _first(headers, "x-ms-exchange-organization-authas").strip().lower() == "internal":  # protocol
        return Found(NAMELESS, inside=True)
    for name, value in headers:
        if name == "received" and found is not None:
            break
        if name != "authentication-results":
            continue
        server, findings = _server_of(value[:LONGEST])
        if nameless and "=" in server:
            server, findings = NAMELESS, _without_comments(value[:LONGEST])
        if server in trusted and (found is None or found.by == server):
            found = found or Found(server)
            _add(found, findings)
    return found


def findings_of(value: str) -> Found:
    """The findings of one field, whoever wrote it: for a field whose writer is proven otherwise."""
    server, findings = _server_of(value[:LONGEST])
    found = Found(server)
    _add(found, findings)
    return found


def _is_of_exchange(headers: Headers) -> bool:
    """Was Exchange Online the last to have the mail? It takes away what others wrote in its own fields."""
    taken = _BY.search(_without_comments(_first(headers, "received")[:LONGEST]))
    return taken is not None and taken[1].rstrip(".").lower().endswith(f".{NAMELESS}")  # protocol


def _first(headers: Headers, wanted: str) -> str:
    return next((value for name, value in headers if name == wanted), "")


def _without_comments(value: str) -> str:
    for _nested in range(3):
        value = _COMMENT.sub(" ", value)
    return value


def _server_of(value: str) -> tuple[str, str]:
    server, _semicolon, findings = _without_comments(value).partition(";")
    return (server.split() or [""])[0].rstrip(".").lower(), findings  # protocol


def _add(found: Found, findings: str) -> None:
    for piece in findings.split(";")[:30]:
        match = _METHOD.match(piece)
        if match is None:
            continue
        method, result = match[1].lower(), match[2].lower()  # protocol
        properties = {name.lower(): value.lower() for name, value in _PROPERTY.findall(piece)}  # protocol
        if method == "dmarc" and not found.dmarc:
            found.dmarc, found.from_domain = result, _domain(properties.get("header.from", ""))
        elif method == "spf" and not found.spf:
            found.spf = result
            found.spf_domain = _domain(properties.get("smtp.mailfrom") or properties.get("smtp.helo") or "")
        elif method == "dkim" and len(found.dkim) < 10:
            found.dkim.append((_domain(properties.get("header.d") or properties.get("header.i") or ""), result))


def _domain(value: str) -> str:
    return value.rpartition("@")[2].strip("<>.")
