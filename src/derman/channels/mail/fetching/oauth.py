"""OAuth 2 (RFC 6749) with PKCE (RFC 7636) as far as a mailbox needs it: the way to a provider, and its answers."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

PATIENCE = 15.0  # seconds for a provider's answer
LONGEST = 256 * 1024  # bytes of an answer
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider lets people sign in. `{tenant}` stands for the organisation that Microsoft asks for."""

    name: str
    authorize_url: str
    token_url: str
    scope: str
    extra: tuple[tuple[str, str], ...] = ()  # what it wants besides, to give a key that lasts


PROVIDERS = {
    "google": Provider(
        "Google",
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://mail.google.com/",
        (("access_type", "offline"), ("prompt", "consent")),
    ),
    "microsoft": Provider(
        "Microsoft",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        "offline_access https://outlook.office.com/IMAP.AccessAsUser.All "
        "https://outlook.office.com/POP.AccessAsUser.All https://outlook.office.com/SMTP.Send",
        (("prompt", "select_account"),),
    ),
}


class Refused(Exception):
    """The provider said no. `code` is RFC 6749's (`invalid_grant`, …), `words` what it adds."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"{code}: {words}" if words else code)
        self.code = code


class Away(Exception):
    """The provider cannot be asked, or answers what nobody understands."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a provider gives. `refresh` empty: the one before goes on; `seconds`: how long `access` is good."""

    access: str
    refresh: str
    seconds: int


def new_verifier() -> str:
    """A secret that proves later that whoever comes back is who went (RFC 7636, 4.1)."""
    return secrets.token_urlsafe(48)


def authorize_address(
    *,
    authorize_url: str,
    client_id: str,
    scope: str,
    redirect: str,
    state: str,
    verifier: str,
    provider: str,
    user: str,
) -> str:
    """Where to send the person who signs in."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect,
        "scope": scope,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **({"login_hint": user} if user else {}),
        **dict(PROVIDERS[provider].extra if provider in PROVIDERS else ()),
    }
    joint = "&" if urlsplit(authorize_url).query else "?"
    return authorize_url + joint + urlencode({name: value for name, value in asked.items() if value}, quote_via=quote)


def exchange(*, token_url: str, client_id: str, client_secret: str, code: str, redirect: str, verifier: str) -> Tokens:
    """The code that a person brought back becomes tokens. Raises Refused, Away."""
    return _ask(
        token_url,
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": verifier,
            "client_id": client_id,
            "client_secret": client_secret,
        },
    )


def refresh(*, token_url: str, client_id: str, client_secret: str, refresh_token: str, scope: str) -> Tokens:
    """A fresh access token. Raises Refused, Away."""
    return _ask(
        token_url,
        {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "client_id": client_id,
            "client_secret": client_secret,
            "scope": scope,
        },
    )


def is_safe_address(address: str) -> bool:
    """May secrets go to this address? HTTPS, or this very machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))


class _NoDetours(urllib.request.HTTPRedirectHandler):
    """Secrets go where they were sent, and nowhere else."""

    def redirect_request(self, *_arguments: Any, **_named: Any) -> None:
        return None


def _ask(address: str, fields: Mapping[str, str]) -> Tokens:
    if not is_safe_address(address):
        raise Away("the address is not https")
    body = urlencode({name: value for name, value in fields.items() if value}).encode()
    request = urllib.request.Request(  # noqa: S310 - https, or this machine: is_safe_address above
        address, data=body, headers={"Accept": "application/json", "User-Agent": "Derman"}
    )
    opener = urllib.request.build_opener(_NoDetours)
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
            return _tokens(_parsed(answer.read(LONGEST)))
    except urllib.error.HTTPError as error:
        with error:
            said = _parsed(error.read(LONGEST))
        code = str(said.get("error", ""))[:60]
        if error.code in (400, 401, 403) and code:
            raise Refused(code, str(said.get("error_description", ""))[:300]) from None
        raise Away(f"HTTP {error.code}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise Away(str(reason) or type(error).__name__) from error


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _tokens(said: dict[str, Any]) -> Tokens:
    access = said.get("access_token")
    if not isinstance(access, str) or not access or not access.isascii() or len(access) > 16_384:
        raise Away("the answer holds no access token")
    seconds = said.get("expires_in", 3600)
    kept = said.get("refresh_token")
    try:
        lasting = max(0, min(int(seconds), 86_400))
    except (TypeError, ValueError):
        lasting = 3600
    return Tokens(access, kept if isinstance(kept, str) else "", lasting)
