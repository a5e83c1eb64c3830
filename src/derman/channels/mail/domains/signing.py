"""Signing what leaves (DKIM, RFC 6376)."""

from __future__ import annotations

import dkim

from derman.channels.mail.domains.models import DkimKey
from derman.channels.mail.domains.names import domain_of
from derman.kernel import secrets

# a second From, Subject or recipient that somebody puts in on the way breaks the signature
ONCE_ONLY = (b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references")


def signed(raw: bytes, sender: str) -> bytes:
    """The mail with its signature in front, where the domain of `sender` has a key that signs. 1 statement.

    Raises kernel.secrets.SecretUnreadable: an unsigned mail may be thrown away on the other side, so it waits.
    """
    key = DkimKey.objects.filter(domain=domain_of(sender), signs=True).first()
    if key is None:
        return raw
    private = secrets.decrypt(key.private_key_encrypted)
    signer = dkim.DKIM(raw, minkey=1024)
    signer.add_frozen(ONCE_ONLY)
    header = signer.sign(
        key.selector.encode(), key.domain.encode(), private.encode(), canonicalize=(b"relaxed", b"relaxed")
    )
    return bytes(header) + raw
