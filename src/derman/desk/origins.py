"""The origins of other web sites: scheme, host and port, as browsers name them."""

from __future__ import annotations

from urllib.parse import urlsplit

_USUAL = {"http": 80, "https": 443}
LONGEST = 255


def origin_of(address: str) -> str:
    """The origin as browsers send it: `intranet.ege.example` is `https://intranet.ege.example`.

    "" for what is none: another scheme, a path, a password, a star.
    """
    address = address.strip()
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError):
        return ""
    beyond = parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password
    if parts.scheme not in _USUAL or beyond or not host or set(host) & set("*,; \\\"'<>"):
        return ""
    host = f"[{host}]" if ":" in host else host
    origin = f"{parts.scheme}://{host}" if port in (None, _USUAL[parts.scheme]) else f"{parts.scheme}://{host}:{port}"
    return origin if len(origin) <= LONGEST else ""
