"""Which addresses a link may have."""

from __future__ import annotations

import re

OWN_FILE = re.compile(r"/files/[A-Za-z0-9_-]{20,64}/")
_SCHEME = re.compile(r"(https?://[^/\s]|mailto:|tel:)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\0-\x1f\x7f]+")


def safe_address(value: str) -> str:
    """The address of a link if it may be followed: http, https, mailto, tel or an own file; else empty."""
    address = _CONTROLS.sub("", value).strip().replace(" ", "%20")
    if address.startswith("//"):
        address = "https:" + address
    return address if _SCHEME.match(address) or OWN_FILE.fullmatch(address) else ""
