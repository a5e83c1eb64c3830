"""DKIM: a signature that fits proves the sender, also behind a server that says nothing; a broken one does not."""

from __future__ import annotations

import base64
from typing import Any

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from derman.channels.mail.reading import read_mail
from derman.channels.mail.tests.post import letter
from derman.channels.mail.trust.proof.judge import Arrived, Trusted, judge
from derman.channels.mail.trust.proof.resolver import LookupFailed, answered_by

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PRIVATE = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
PUBLIC = base64.b64encode(
    KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
)


def _zone(name: str, kind: str) -> list[Any]:
    return [b"v=DKIM1; k=rsa; p=" + PUBLIC] if (name, kind) == ("s._domainkey.ege.example", "TXT") else []


def _away(name: str, kind: str) -> list[Any]:
    raise LookupFailed(name)


def _signed() -> bytes:
    raw = letter().replace(b"\n", b"\r\n")
    return bytes(dkim.sign(raw, b"s", b"ege.example", PRIVATE, include_headers=[b"from", b"subject"])) + raw


def test_a_signature_of_the_senders_domain_proves_them() -> None:
    raw = _signed()
    with answered_by(_zone):
        found = judge(raw, read_mail(raw), Arrived("pipe"), Trusted())
        changed = raw.replace(b"ten minutes", b"two minutes")
        broken = judge(changed, read_mail(changed), Arrived("pipe"), Trusted())

    assert (found.proof, found.why, found.dkim) == ("proven", "dkim", "pass")
    assert (broken.proof, broken.why) == ("unknown", "broken")


def test_where_dns_is_away_nothing_is_known() -> None:
    raw = _signed()
    with answered_by(_away):
        found = judge(raw, read_mail(raw), Arrived("smtp", "192.0.2.1", "mx", "a@ege.example"), Trusted())

    assert (found.proof, found.why) == ("unknown", "no_answer")
