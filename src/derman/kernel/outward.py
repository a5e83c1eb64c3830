"""Calling addresses outside: by default never one of this machine or of the network behind it, whatever its name says.

The name is looked up once, every address that it has must be allowed, and that very address is called: a name that
points elsewhere a moment later gains nothing. No redirection is followed. Everything has a bound in time and bytes.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 10  # seconds, for a whole call
LONGEST = 65_536  # bytes of an answer that are read
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # holds an address of the older kind


class NotCalled(Exception):
    """The address may not be called, or did not answer; the message says why, for people who set it.

    `begun`: the other side may have acted all the same, since the request was on its way.
    """

    def __init__(self, message: str, *, begun: bool = False) -> None:
        super().__init__(message)
        self.begun = begun


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, LONGEST bytes of it at most; `headers` by their names in small letters."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    def json(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


def is_address(address: str) -> bool:
    """Can this be called over HTTP? What it points to is looked at when it is called."""
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
        and " " not in address
    )


def request(
    method: str,
    address: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    inside: bool = False,
    longest: int = LONGEST,
) -> Answer:
    """One request, and its answer whatever its status. Raises NotCalled.

    `inside`: an administrator said that this service stands in the desk's own network, so private addresses and those
    of this machine are allowed; those of the link (where clouds keep their keys) never are.
    """
    if not is_address(address):
        raise NotCalled("this is no address")
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    host, port = str(parts.hostname), parts.port or (443 if secure else 80)
    connection = (_Sealed if secure else _Plain)(host, port, timeout=PATIENCE)
    connection.at = address_of(host, port, inside=inside)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    until = time.monotonic() + PATIENCE
    begun = False
    try:
        connection.connect()
        begun = True
        connection.request(method, path, body, {"User-Agent": "Derman", **(headers or {})})
        answer = connection.getresponse()
        return Answer(answer.status, _read(answer, longest, until), _small(answer))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotCalled(f"{host} did not answer: {type(error).__name__}", begun=begun) from error
    finally:
        connection.close()


def call(address: str, told: dict[str, Any]) -> int:
    """Send `told` as JSON to a public address; gives the status of the answer. Raises NotCalled, also from 300 on."""
    answer = request("POST", address, body=json.dumps(told).encode(), headers={"Content-Type": "application/json"})
    if answer.status >= 300:
        raise NotCalled(f"{urlsplit(address).hostname} answered {answer.status}", begun=True)
    return answer.status


def address_of(host: str, port: int, *, inside: bool = False) -> str:
    """The address of a host, if it may be called. Raises NotCalled."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise NotCalled(f"{host} is not known") from None
    for address in found:
        place = ipaddress.ip_address(str(address).partition("%")[0])
        inner = getattr(place, "ipv4_mapped", None) or getattr(place, "sixtofour", None) or place
        if place in _TRANSLATED:
            inner = ipaddress.ip_address(int(place) & 0xFFFF_FFFF)
        if any(each.is_link_local or each.is_multicast or each.is_unspecified for each in (place, inner)):
            raise NotCalled(f"{host} is in a network that is not public")
        if not inside and not (place.is_global and inner.is_global):
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


def _read(answer: http.client.HTTPResponse, longest: int, until: float) -> bytes:
    """The body up to a length, and for no longer than a call may take: a byte now and then holds nobody up."""
    parts: list[bytes] = []
    left = longest
    while left > 0 and (part := answer.read1(min(left, 16_384))):
        parts.append(part)
        left -= len(part)
        if time.monotonic() > until:
            raise TimeoutError
    return b"".join(parts)


def _small(answer: http.client.HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.getheaders()}  # protocol
