"""Keys for signing: made here, kept encrypted, published by whoever keeps the domain."""

from __future__ import annotations

import base64
from secrets import token_hex

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from derman.channels.mail.domains.models import DkimKey
from derman.channels.mail.trust.proof.resolver import Questions
from derman.kernel import clock, secrets

BITS = 2048  # what every mail server reads; longer ones do not fit into one answer of DNS everywhere


def new_key(domain: str) -> DkimKey:
    """A key that is not saved yet, under a selector of its own, so that an older one can go on meanwhile."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return DkimKey(
        domain=domain,
        selector=f"derman-{clock.now():%Y%m}-{token_hex(2)}",
        private_key_encrypted=secrets.encrypt(pem.decode("ascii")),
        public_key=base64.b64encode(public).decode("ascii"),
    )


def is_published(key: DkimKey, questions: Questions) -> bool:
    """Does DNS give this very key? Raises LookupFailed."""
    return any(key_in(record) == key.public_key for record in questions.ask(key.record_name, "TXT"))


def key_in(record: bytes) -> str:
    """The public key of a record, without the blanks that DNS panels put in; empty where there is none."""
    for piece in record[:4000].decode("ascii", "replace").split(";"):
        name, equals, value = piece.partition("=")
        if equals and name.strip() == "p":
            return "".join(value.split())
    return ""
