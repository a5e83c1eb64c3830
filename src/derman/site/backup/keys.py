"""A secret key, recognised without being told."""

from __future__ import annotations

import hashlib


def fingerprint(key: str) -> str:
    """The same for the same key; slow to make, so that nobody finds a weak key by it."""
    return hashlib.scrypt(key.encode(), salt=b"derman/backup", n=2**14, r=8, p=1).hex()[:32]
