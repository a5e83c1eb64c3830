"""A provider that lets people sign in (OAuth 2), for tests: authorisation, tokens, and who may use them."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT_ID = "desk"
CLIENT_SECRET = "known to two"
_count = itertools.count(1)


def _set() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class Provider:
    """What the provider knows. `account` signs in wherever somebody is sent to it."""

    port: int = 0
    account: str = ""
    seconds: int = 3600  # how long an access token is good, as it says
    gone: bool = False  # is it out of order?
    slow: threading.Event = field(default_factory=_set)  # before it is set, no token is given
    codes: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # code → account, challenge, redirect
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    access_tokens: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def introspection(self) -> str:
        return f"{self.url}/introspect"

    def sign_in(self, account: str) -> str:
        """A refresh token, as if `account` had signed in."""
        token = f"refresh-{next(_count)}"
        self.refresh_tokens[token] = account
        return token

    def forget_access(self) -> None:
        """Every access token ends at once, before its time."""
        self.access_tokens.clear()

    def forget_everybody(self) -> None:
        """Nobody is signed in any more: an administrator took the permission back."""
        self.refresh_tokens.clear()
        self.access_tokens.clear()

    def authorize(self, query: dict[str, str]) -> str:
        """Where the person goes who was sent here and agreed."""
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        if query["client_id"] != CLIENT_ID:
            return query["redirect_uri"] + "?" + urlencode({"error": "unauthorized_client", "state": query["state"]})
        code = f"code-{next(_count)}"
        self.codes[code] = (self.account, query["code_challenge"], query["redirect_uri"])
        return query["redirect_uri"] + "?" + urlencode({"code": code, "state": query["state"]})

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """Status and answer of the token endpoint."""
        self.asked.append(form)
        self.slow.wait(10)
        if self.gone:
            return 503, {}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return 401, {"error": "invalid_client", "error_description": "No such client"}
        if form["grant_type"] == "authorization_code":
            account, challenge, redirect = self.codes.pop(form["code"], ("", "", ""))
            proof = hashlib.sha256(form["code_verifier"].encode()).digest()
            if base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != challenge or redirect != form["redirect_uri"]:
                return 400, {"error": "invalid_grant", "error_description": "The code is not good"}
            return 200, {**self._access(account), "refresh_token": self.sign_in(account)}
        account = self.refresh_tokens.get(form["refresh_token"], "")
        if not account:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        return 200, self._access(account)

    def _access(self, account: str) -> dict[str, object]:
        token = f"access-{next(_count)}"
        self.access_tokens[token] = account
        return {"access_token": token, "token_type": "Bearer", "expires_in": self.seconds}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path != "/authorize":
                self.send_error(404)
                return
            self.send_response(302)
            self.send_header("Location", provider.authorize({k: v[0] for k, v in parse_qs(parts.query).items()}))
            self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            if self.path == "/introspect":
                account = provider.access_tokens.get(form.get("token", ""))
                self._answer(200, {"active": bool(account), "email": account or ""})
            else:
                self._answer(*provider.token(form))

        def _answer(self, status: int, body: dict[str, object]) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *arguments: object) -> None:
            """Tests are quiet."""

    return Handler


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Start a provider on the loopback; ends with the block."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
