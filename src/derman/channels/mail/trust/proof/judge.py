"""From what was found to what it means: is the address in From proven?"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from derman.channels.mail.reading import Mail
from derman.channels.mail.trust.proof import results, signatures, spf
from derman.channels.mail.trust.proof.dmarc import aligned, policy_of
from derman.channels.mail.trust.proof.resolver import LookupFailed, Questions
from derman.channels.mail.trust.verdict import SenderProof, Verdict, Why


@dataclass(frozen=True, slots=True)
class Arrived:
    """How a mail came to the desk. `source`: smtp, pipe, imap or pop3."""

    source: str
    peer: str = ""
    helo: str = ""
    envelope_from: str = ""


@dataclass(frozen=True, slots=True)
class Trusted:
    """Whom the desk believes: names of servers, networks from which they bring mail, domains that seal ARC."""

    servers: Collection[str] = ()
    networks: Sequence[str] = ()
    sealers: Collection[str] = ()
    asks_dns: bool = True


def through_server(arrived: Arrived, networks: Sequence[str]) -> bool:
    """Did a mail server of ours bring it? Through the pipe, from a mailbox, from this machine or a trusted network."""
    if arrived.source != "smtp":
        return True
    try:
        peer = ipaddress.ip_address(arrived.peer)
    except ValueError:
        return not arrived.peer  # unknown: stored by an earlier version
    if isinstance(peer, ipaddress.IPv6Address) and peer.ipv4_mapped is not None:
        peer = peer.ipv4_mapped
    if peer.is_loopback:
        return True
    return any(peer in ipaddress.ip_network(network, strict=False) for network in networks)


def judge(raw: bytes, mail: Mail, arrived: Arrived, trusted: Trusted, questions: Questions | None = None) -> Verdict:
    """How far the sender of a mail is proven. Never raises; asks DNS, by `questions`, at most for a few seconds."""
    domains = {author.email.rpartition("@")[2].rstrip(".").lower() for author in mail.authors}  # protocol
    domain = next(iter(domains)) if len(domains) == 1 else ""
    if len(mail.authors) != 1 or mail.headers.count("from") != 1 or "." not in domain:
        return Verdict(SenderProof.UNKNOWN, Why.SEVERAL, domain)
    ours = through_server(arrived, trusted.networks)
    if ours and (found := results.read(mail.headers, trusted.servers)) is not None:
        return _believed(found, domain)
    # behind a server of ours only a signature can prove anything: without one there is nothing to ask
    if not trusted.asks_dns or (ours and not _is_signed(raw)):
        return Verdict(SenderProof.UNKNOWN, Why.NOT_ASKED, domain)
    return _looked(raw, domain, arrived, trusted, questions or Questions(), ours=ours)


def _believed(found: results.Found, domain: str) -> Verdict:
    """A trusted server's word. It says `none` of what it did not look at: then nothing is known."""
    if found.inside:
        return Verdict(SenderProof.PROVEN, Why.INSIDE, domain, by=found.by)
    dkim = [name for name, result in found.dkim if result == "pass"]
    shown = _best([result for _name, result in found.dkim])
    verdict = _weigh(
        domain,
        dmarc=found.dmarc if found.from_domain in ("", domain) else "",
        signed=any(aligned(domain, name) for name in dkim),
        sent=found.spf == "pass" and aligned(domain, found.spf_domain),
        refused=found.spf == "fail" and aligned(domain, found.spf_domain),
        broken=any(result == "fail" and aligned(domain, name) for name, result in found.dkim),
    )
    return Verdict(verdict[0], verdict[1], domain, found.spf, shown, found.dmarc, by=found.by)


def _looked(
    raw: bytes, domain: str, arrived: Arrived, trusted: Trusted, questions: Questions, *, ours: bool
) -> Verdict:
    """What the desk finds itself. Behind a server of ours the machine that sent is not known: no SPF there."""
    away = False
    sent_result, sent_domain = "none", ""
    if not ours:
        sent_result, sent_domain = spf.check(
            peer=arrived.peer, helo=arrived.helo, envelope_from=arrived.envelope_from, questions=questions
        )
    signed = signatures.check(raw, questions) if _is_signed(raw) else []
    policy: dict[str, str] | None = None
    try:
        policy = policy_of(domain, questions)
    except LookupFailed:
        away = True
    strict_dkim = policy is not None and policy.get("adkim") == "s"
    strict_spf = policy is not None and policy.get("aspf") == "s"
    good = any(result == "pass" and aligned(domain, name, strict=strict_dkim) for name, result in signed)
    sent = sent_result == "pass" and aligned(domain, sent_domain, strict=strict_spf)
    temporary = away or sent_result == "temperror" or any(result == "temperror" for _name, result in signed)
    dmarc = ""
    if policy is not None:
        # without SPF a missing signature proves nothing; a domain that asks for nothing (`p=none`) forbids nothing
        unsure = temporary or ours or policy["p"] == "none"
        dmarc = "pass" if good or sent else "none" if unsure else "fail"
    proof, why = _weigh(
        domain,
        dmarc=dmarc,
        signed=good,
        sent=sent,
        refused=sent_result == "fail" and aligned(domain, sent_domain) and policy is None and not signed,
        broken=any(result == "fail" and aligned(domain, name) for name, result in signed),
    )
    if proof is not SenderProof.PROVEN and trusted.sealers:
        sealer = signatures.sealed_by(raw, questions)
        if sealer in trusted.sealers and _passed_before(raw, domain):
            proof, why = SenderProof.PROVEN, Why.ARC
    if proof is SenderProof.UNKNOWN and temporary:
        why = Why.NO_ANSWER
    shown = _best([result for _name, result in signed])
    return Verdict(proof, why, domain, sent_result if not ours else "", shown, dmarc)


def _weigh(
    domain: str, *, dmarc: str, signed: bool, sent: bool, refused: bool, broken: bool
) -> tuple[SenderProof, Why]:
    """The one table: DMARC first, then a fitting signature or machine; a clear no only where the domain says no."""
    if dmarc == "pass":
        return SenderProof.PROVEN, Why.DMARC
    if dmarc == "fail":
        return SenderProof.FAILED, Why.DMARC_FAILED
    if signed:
        return SenderProof.PROVEN, Why.DKIM
    if sent:
        return SenderProof.PROVEN, Why.SPF
    if refused:
        return SenderProof.FAILED, Why.SPF_FAILED
    # a signature that lists and gateways broke is common: it proves nothing, in either direction (RFC 6376, 6.1)
    return SenderProof.UNKNOWN, Why.BROKEN if broken else Why.NOTHING


def _is_signed(raw: bytes) -> bool:
    head = raw[:100_000].lower()  # protocol
    return b"dkim-signature" in head or b"arc-seal" in head


def _best(given: Sequence[str]) -> str:
    return next((wanted for wanted in ("pass", "temperror", "policy", "fail") if wanted in given), "")


def _passed_before(raw: bytes, domain: str) -> bool:
    """Does the last sealed ARC-Authentication-Results say that DMARC passed for this domain?"""
    from derman.channels.mail.reading.headers import read_headers

    headers, _body = read_headers(raw, 0, len(raw))
    sealed = headers.get_all("arc-authentication-results")
    numbered = {value.partition(";")[0].strip(): value.partition(";")[2] for value in sealed[:50]}
    last = next((numbered[f"i={i}"] for i in range(50, 0, -1) if f"i={i}" in numbered), "")
    found = results.findings_of(last)
    return found.dmarc == "pass" and found.from_domain == domain
