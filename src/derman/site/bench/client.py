"""An agent's browser, as far as measuring needs one: keeps its connection and its session."""

from __future__ import annotations

import gzip
import http.client
import re
import secrets
import time
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlencode, urljoin, urlsplit

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from derman.people.models import Person

_PARTS = re.compile(rb"""<(?:link|script|img|use)\b[^>]*?(?:href|src)=["']?([^"' >]+)""")
_URLS = re.compile(rb"""url\(["']?([^"')]+)["']?\)""")
_STYLE = re.compile(rb"""rel=["']?(?:stylesheet|icon|preload|modulepreload|manifest)""")


class WrongAnswer(Exception):
    """The desk answered a measured request with an error; a figure of it would mean nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes  # as it came, perhaps compressed
    location: str
    compressed: bool
    ms: float

    def text(self) -> bytes:
        return gzip.decompress(self.body) if self.compressed else self.body


class Client:
    """One agent's session over one connection."""

    def __init__(self, port: int, person: Person | None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.token = secrets.token_hex(16)
        session = _session(person) if person is not None else ""
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self.token}",
            "Accept-Encoding": "gzip",
        }

    def get(self, path: str, **headers: str) -> Answer:
        """GET a page. Raises WrongAnswer."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, **fields: str) -> Answer:
        """POST a form. Raises WrongAnswer."""
        headers = {"X-CSRFToken": self.token, "Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields).encode(), headers)

    def htmx(self, path: str) -> Answer:
        """GET a part, as a page asks for it. Raises WrongAnswer."""
        return self._ask("GET", path, None, {"HX-Request": "true", "HX-Target": "div#list"})

    def act(self, path: str, **fields: str) -> Answer:
        """POST a form, as a page sends it that stays where it is. Raises WrongAnswer."""
        headers = {"X-CSRFToken": self.token, "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        return self._ask("POST", path, urlencode(fields).encode(), headers)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        started = time.perf_counter()
        self.connection.request(method, path, body, self.headers | headers)
        response = self.connection.getresponse()
        read = response.read()
        ms = (time.perf_counter() - started) * 1000
        if response.status >= 400:
            raise WrongAnswer(f"{method} {path} was answered with {response.status}.")
        packed = response.headers.get("Content-Encoding") == "gzip"
        return Answer(response.status, read, response.headers.get("Location", ""), packed, ms)


def _session(person: Person) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    UserSession.objects.create(session_key=store.session_key, user=person, ip="127.0.0.1")
    return str(store.session_key)


def first_page(client: Client, path: str) -> dict[str, int]:
    """What a browser with nothing in its cache loads for a page: requests, and bytes as sent."""
    page = client.get(path)
    total, seen = len(page.body), {path}
    waiting = [urljoin(path, link) for link in _links(page.text())]
    while waiting:
        link = waiting.pop()
        bare = urlsplit(link)
        if bare.netloc or bare.scheme or bare.path in seen:
            continue
        seen.add(bare.path)
        answer = client.get(bare.path)
        total += len(answer.body)
        if bare.path.endswith(".css"):
            # of the fonts of a style sheet a browser loads those that the page's letters need: all, at worst
            waiting += [
                urljoin(link, found.decode()) for found in _URLS.findall(answer.text()) if b"data:" not in found
            ]
    return {"requests": len(seen), "bytes": total}


def _links(page: bytes) -> list[str]:
    found = []
    for match in _PARTS.finditer(page):
        tag, address = match.group(0), match.group(1).decode()
        if tag.startswith(b"<link") and not _STYLE.search(page[match.start() : page.find(b">", match.start())]):
            continue
        found.append(address.partition("#")[0])
    return [address for address in found if address and not address.startswith("data:")]
