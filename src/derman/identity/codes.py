"""Codes of six digits: made here, said by whoever calls, compared in constant time, and never kept."""

from __future__ import annotations

import secrets as random

from derman.kernel import secrets

_PURPOSE = "identity-code"
_LENGTH = 52  # characters of the digest: all of it
DIGITS = 6


def new_code() -> str:
    """Six digits."""
    return f"{random.randbelow(10**DIGITS):0{DIGITS}d}"


def digest_of(nonce: str, code: str) -> str:
    """What is kept of a code while it is waited for: keyed, and of this check alone."""
    return secrets.signature(_PURPOSE, f"{nonce}.{code}", length=_LENGTH)


def fits(nonce: str, code: str, digest: str) -> bool:
    """Is this the code? Compared in constant time."""
    return bool(digest) and secrets.signature_fits(_PURPOSE, f"{nonce}.{code}", digest)


def as_typed(text: str) -> str:
    """The six digits of what somebody typed, with or without blanks; empty where it is no code."""
    digits = "".join(text.split()).replace("-", "")
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdecimal() else ""
