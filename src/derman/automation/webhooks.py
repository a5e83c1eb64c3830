"""Calling an address outside: never one of this machine or of the network behind it, whatever its name says.

The name is looked up once, every address that it has must be a public one, and that very address is called: a name
that points elsewhere a moment later gains nothing. Nothing is followed elsewhere.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 10  # seconds
LONGEST = 65_536  # bytes of an answer that are read
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # holds an address of the older kind


class NotCalled(Exception):
    """The address may not be called, or did not answer as it should; the message says why, for people who set it."""


def is_address(address: str) -> bool:
    """Can this be the address of a webhook? What it points to is looked at when it is called."""
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("https", "http")
        and bool(parts.hostname)
        and parts.username is None
        and len(address) <= 500
        and address.isascii()
        and address.isprintable()
    )


def public_address(host: str, port: int) -> str:
    """The address of a host, if it is a public one. Raises NotCalled."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise NotCalled(f"{host} is not known") from None
    for address in found:
        place = ipaddress.ip_address(str(address).partition("%")[0])
        inner = getattr(place, "ipv4_mapped", None) or getattr(place, "sixtofour", None) or place
        if place in _TRANSLATED:
            inner = ipaddress.ip_address(int(place) & 0xFFFF_FFFF)
        if not place.is_global or not inner.is_global or place.is_multicast:
            raise NotCalled(f"{host} is in a network that is not public")
    return str(sorted(found)[0])


class _Plain(http.client.HTTPConnection):
    at = ""

    def connect(self) -> None:
        self.sock = socket.create_connection((self.at, self.port), self.timeout)


class _Sealed(http.client.HTTPSConnection):
    at = ""

    def connect(self) -> None:
        plain = socket.create_connection((self.at, self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def call(address: str, told: dict[str, Any]) -> int:
    """Send `told` as JSON; gives the status of the answer. Raises NotCalled."""
    if not is_address(address):
        raise NotCalled("this is no address")
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    host, port = str(parts.hostname), parts.port or (443 if secure else 80)
    connection = (_Sealed if secure else _Plain)(host, port, timeout=PATIENCE)
    connection.at = public_address(host, port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        headers = {"Content-Type": "application/json", "User-Agent": "Derman"}
        connection.request("POST", path, json.dumps(told).encode(), headers)
        answer = connection.getresponse()
        answer.read(LONGEST)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotCalled(f"{host} did not answer: {type(error).__name__}") from error
    finally:
        connection.close()
    if answer.status >= 300:
        raise NotCalled(f"{host} answered {answer.status}")
    return answer.status
