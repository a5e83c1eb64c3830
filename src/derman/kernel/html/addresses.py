"""Which addresses a link may have."""

from __future__ import annotations

import re

OWN_FILE = re.compile(r"(?:/kb)?/files/[A-Za-z0-9_-]{20,64}/")
# an article of the desk, or a place on the same page
_OWN_PAGE = re.compile(r"(?:/kb/[a-z0-9-]{1,120}/)?(?:#[a-z0-9-]{1,80})?")
_SCHEME = re.compile(r"(https?://[^/\s]|mailto:|tel:)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\0-\x1f\x7f]+")


def safe_address(value: str, *, pages: bool = False) -> str:
    """The address of a link if it may be followed: http, https, mailto, tel or an own file; else empty.

    `pages`: an article of the desk, or a place on the same page, may be followed as well.
    """
    address = _CONTROLS.sub("", value).strip().replace(" ", "%20")
    if address.startswith("//"):
        address = "https:" + address
    own = OWN_FILE.fullmatch(address) or (pages and _OWN_PAGE.fullmatch(address))
    return address if own or _SCHEME.match(address) else ""
