"""DMARC (RFC 7489): what a domain asks of mails that carry its name, and whether one is aligned with it."""

from __future__ import annotations

import functools

from publicsuffixlist import PublicSuffixList

from derman.channels.mail.trust.proof.resolver import Questions


@functools.cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def organisation(domain: str) -> str:
    """The domain that somebody registered: `ege.com.tr` of `mail.ege.com.tr`."""
    return _suffixes().privatesuffix(domain) or domain


def aligned(domain: str, other: str, *, strict: bool = False) -> bool:
    """Does `other`, which is proven, speak for `domain`?"""
    return domain == other if strict else bool(other) and organisation(domain) == organisation(other)


def policy_of(domain: str, questions: Questions) -> dict[str, str] | None:
    """The tags of the record that holds for `domain`, with `p` the policy for it; None for none.

    Raises LookupFailed.
    """
    record = _record(domain, questions)
    if record is not None:
        return record
    above = organisation(domain)
    if above == domain or (record := _record(above, questions)) is None:
        return None
    return {**record, "p": record.get("sp", record["p"])}


def _record(domain: str, questions: Questions) -> dict[str, str] | None:
    records = [
        text.decode("ascii", "replace")
        for text in questions.ask(f"_dmarc.{domain}", "TXT")
        if text[:8].upper().startswith(b"V=DMARC1")  # protocol
    ]
    if len(records) != 1:  # several count as none (RFC 7489, 6.6.3)
        return None
    tags: dict[str, str] = {}
    for piece in records[0][:4000].split(";"):
        name, equals, value = piece.partition("=")
        if equals:
            tags.setdefault(name.strip().lower(), value.strip().lower())  # protocol
    return tags if tags.get("p") in ("none", "quarantine", "reject") else None
