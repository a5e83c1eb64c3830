"""Secrets: signed values, digests of tokens, and text that is encrypted at rest."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class SecretUnreadable(Exception):
    """A stored secret was encrypted under another key: restore the key, or enter the secret anew."""


def _key(purpose: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"derman/" + purpose.encode(), "sha256")


def new_token(prefix: str = "") -> str:
    """An unguessable token of 256 bits, to be shown once; keep only its `digest`."""
    return prefix + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token: SHA-256 in hexadecimal, 64 characters."""
    return hashlib.sha256(token.encode()).hexdigest()


def signature(purpose: str, value: str, *, length: int = 20) -> str:
    """A short signature of `value` for one `purpose`: base32 in small letters, safe in an address's local part.

    20 characters are 100 bits.
    """
    mac = hmac.digest(_key(purpose), value.encode(), "sha256")
    return base64.b32encode(mac).decode("ascii").translate(_SMALL)[:length]


_SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def signature_fits(purpose: str, value: str, given: str) -> bool:
    """Was `given` made by `signature(purpose, value)`? Compared in constant time."""
    return hmac.compare_digest(signature(purpose, value, length=len(given) or 20), given) and len(given) >= 16


def encrypt(text: str) -> str:
    """Encrypt for storage in the database."""
    return Fernet(base64.urlsafe_b64encode(_key("store"))).encrypt(text.encode()).decode("ascii")


def decrypt(stored: str) -> str:
    """The text of `encrypt`. Raises SecretUnreadable where the desk's key has changed."""
    try:
        return Fernet(base64.urlsafe_b64encode(_key("store"))).decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise SecretUnreadable("A stored secret cannot be read with this desk's key. Enter it anew.") from error
