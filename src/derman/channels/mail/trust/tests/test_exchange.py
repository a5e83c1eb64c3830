"""Exchange Online names no server in its findings: they count where it had the mail last, and only there."""

from __future__ import annotations

import pytest

from derman.channels.mail.reading import read_mail
from derman.channels.mail.tests.post import letter
from derman.channels.mail.trust.proof.judge import Arrived, Trusted, judge

TAKEN = "Received: from AM0PR01MB1.eurprd01.prod.outlook.com (2603:10a6::1) by DB7PR01MB2.eurprd01.prod.outlook.com"
FOUND = (
    "Authentication-Results: spf=pass (sender IP is 192.0.2.7)\n smtp.mailfrom=ege.example; dkim=pass (signature was"
    " verified)\n header.d=ege.example;dmarc=pass action=none\n header.from=ege.example;compauth=pass reason=100"
)
INSIDE = "X-MS-Exchange-Organization-AuthAs: Internal"
OURS = "Received: from mx (by x.prod.outlook.com [192.0.2.9]) by mail.ege.example"


def judged(*fields: str, servers: tuple[str, ...] = ("outlook.com",), source: str = "imap") -> tuple[str, str, str]:
    raw = "".join(f"{field}\n" for field in fields).encode() + letter()
    found = judge(raw, read_mail(raw), Arrived(source, "198.51.100.1"), Trusted(servers, asks_dns=False))
    return found.proof.value, found.why.value, found.by


def test_what_it_found_proves_the_sender() -> None:
    assert judged(TAKEN, FOUND) == ("proven", "dmarc", "outlook.com")
    assert judged(TAKEN, FOUND.replace("dmarc=pass", "dmarc=fail")) == ("failed", "dmarc_failed", "outlook.com")


def test_a_colleague_who_is_signed_in_there_is_proven() -> None:
    nothing = "Authentication-Results: dkim=none (message not signed)\n header.d=none;dmarc=none"
    assert judged(TAKEN, nothing, INSIDE) == ("proven", "inside", "outlook.com")
    assert judged(TAKEN, nothing, INSIDE.replace("Internal", "Anonymous"))[0] == "unknown"


@pytest.mark.parametrize("claims", [FOUND, INSIDE])
def test_nobody_else_can_say_so_for_it(claims: str) -> None:
    assert judged(TAKEN, claims, servers=())[0] == "unknown"
    assert judged(OURS, TAKEN, claims)[0] == "unknown"
    assert judged(claims)[0] == "unknown"
    assert judged(TAKEN, claims, source="smtp")[0] != "proven"
    lower = FOUND.replace("dmarc=pass", "dmarc=none").replace("=pass", "=none")
    assert judged(TAKEN, lower, TAKEN, claims.replace("Internal", "External"))[0] == "unknown"
