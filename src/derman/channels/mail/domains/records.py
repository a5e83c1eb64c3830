"""What DNS must say so that others believe the mails of a domain: what is there, what is wrong, what to publish."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from derman.channels.mail.domains.addresses import addresses_of, is_private, mechanism_for
from derman.channels.mail.domains.keys import is_published, key_in
from derman.channels.mail.domains.models import DkimKey
from derman.channels.mail.domains.providers import PUBLIC, MailProvider, provider_of
from derman.channels.mail.trust.proof import dmarc, spf
from derman.channels.mail.trust.proof.resolver import LookupFailed, Questions

GOOD, WARN, WRONG, UNKNOWN = "good", "warn", "wrong", "unknown"
MOST_INCLUDES = 10  # of an SPF record; others stop there too (RFC 7208, 4.6.4)
_ALL = re.compile(r"(?:^|\s)([+?~-]?all|redirect=\S+)(?=\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of record: how it stands, in a sentence, and what to publish where something is to do."""

    what: str  # SPF, DKIM, DMARC, MX
    state: str  # good, warn, wrong, unknown
    says: str
    now: Sequence[str] = ()  # the records that are there
    name: str = ""  # where to publish
    kind: str = "TXT"
    record: str = ""  # what to publish; empty where nothing is to do


def assess(domain: str, host: str, own_host: str, keys: Sequence[DkimKey], questions: Questions) -> Iterator[Finding]:
    """SPF, DKIM, DMARC and MX of `domain`, which sends by `host` (empty: by nothing yet).

    `own_host`: the public name of this machine, for a server that runs on it.
    """
    if domain in PUBLIC:
        yield Finding(
            "SPF",
            GOOD if (provider := provider_of(host)) and provider.mx else WARN,
            _(
                "%(domain)s belongs to a mail provider, which keeps its records itself. You need not publish anything; "
                "send through the provider's own server, or others take the desk's mails for forged."
            )
            % {"domain": domain},
        )
        return
    provider = provider_of(host)
    for what, look in (("SPF", _spf), ("DKIM", _dkim), ("DMARC", _dmarc), ("MX", _mx)):
        try:
            yield look(_Place(domain, host, own_host, provider, keys, questions))
        except LookupFailed:
            yield Finding(
                what,
                UNKNOWN,
                _("DNS gave no answer in time, so nothing is known. Ask again in a minute."),
            )


@dataclass(frozen=True, slots=True)
class _Place:
    domain: str
    host: str
    own_host: str
    provider: MailProvider | None
    keys: Sequence[DkimKey]
    questions: Questions

    def texts(self, name: str, begins: str) -> list[str]:
        found = [text.decode("ascii", "replace") for text in self.questions.ask(name, "TXT")]
        # the mark must be a word of its own: “v=spf10” is none
        return [text for text in found if re.match(rf"{begins}(?:[\s;]|$)", text, re.IGNORECASE)]


def _spf(at: _Place) -> Finding:
    found = at.texts(at.domain, "v=spf1")
    term, allowed = _term(at, found)
    if not term:
        says = (
            _("The outgoing server runs on this machine or in its network. Name its public address in DERMAN_URL.")
            if at.host
            else _("Enter the outgoing server first: it is what SPF has to allow.")
        )
        return Finding("SPF", UNKNOWN, says, found)
    values = {"domain": at.domain, "server": at.host}
    if not found:
        says = _("%(domain)s does not say who may send for it, so mails of the desk may land among spam.") % values
        return Finding("SPF", WRONG, says, (), at.domain, record=f"v=spf1 {term} ~all")
    if len(found) > 1:
        says = _("There are several SPF records, and then none of them counts. Put one in the place of all.")
        return Finding("SPF", WRONG, says, found, at.domain, record=_merged(found, term, allowed))
    if re.search(r"(?:^|\s)\+?all(?:\s|$)", found[0], re.IGNORECASE):
        says = _("The record ends in “+all”: it lets everybody send for %(domain)s, so it protects nobody.") % values
        return Finding("SPF", WARN, says, found, at.domain, record=_merged(found, term, allowed))
    if not allowed:
        says = _("The record does not allow %(server)s, by which the desk sends.") % values
        return Finding("SPF", WRONG, says, found, at.domain, record=_merged(found, term, allowed))
    return Finding("SPF", GOOD, _("%(server)s may send for %(domain)s.") % values, found)


def _term(at: _Place, found: Sequence[str]) -> tuple[str, bool]:
    """What an SPF record must hold for the server to be allowed, and whether it is."""
    if at.provider is not None:
        return f"include:{at.provider.spf}", any(at.provider.spf in _includes(record, at) for record in found)
    host = at.own_host if is_private(at.host, at.questions) else at.host
    if not at.host or is_private(host, at.questions):
        return "", False
    results = [
        spf.check(peer=peer, helo=host, envelope_from=f"postmaster@{at.domain}", questions=at.questions)[0]
        for peer in addresses_of(host, at.questions)
    ]
    if "temperror" in results:
        raise LookupFailed(at.domain)
    return mechanism_for(host), bool(results) and all(result == "pass" for result in results)


def _includes(record: str, at: _Place) -> set[str]:
    """The domains whose records this one takes in, also by way of others."""
    seen: set[str] = set()
    waiting = [record]
    while waiting and len(seen) < MOST_INCLUDES:
        for word in waiting.pop().lower().split():  # protocol
            taken_in = re.fullmatch(r"(?:\+?include:|redirect=)([^%]+)", word)
            if taken_in is not None and taken_in[1] not in seen:
                seen.add(taken_in[1])
                waiting += at.texts(taken_in[1], "v=spf1")[:1]
    return seen


def _merged(found: Sequence[str], term: str, allowed: bool) -> str:
    """One record that allows what those there allow, and `term`."""
    words: list[str] = []
    last = "~all"
    for record in found:
        for word in record.split()[1:]:
            if _ALL.fullmatch(word):
                last = word if not re.fullmatch(r"\+?all", word, re.IGNORECASE) else last
            elif word.casefold() not in {one.casefold() for one in words}:
                words.append(word)
    if not allowed or not words:
        words = [term, *(word for word in words if word.casefold() != term.casefold())]
    return " ".join(["v=spf1", *words, last])


def _dkim(at: _Place) -> Finding:
    signing = next((key for key in at.keys if key.signs), None)
    waiting = next((key for key in at.keys if not key.signs), None)
    if signing is not None:
        now = _key_records(at, signing.record_name)
        if is_published(signing, at.questions):
            return Finding("DKIM", GOOD, _("The desk signs, and everybody can check it by this record."), now)
        says = (
            _("The desk signs, but another key stands in DNS: every signature fails. Put this record in its place.")
            if now
            else _("The desk signs, but the record by which others check that is missing.")
        )
        return Finding("DKIM", WRONG, says, now, signing.record_name, record=signing.record)
    for selector in at.provider.selectors if at.provider else ():
        name = f"{selector}._domainkey.{at.domain}"
        if now := _key_records(at, name):
            says = _("%(provider)s signs the mails of %(domain)s by the key at %(name)s.") % {
                "provider": at.provider.name if at.provider else "",
                "domain": at.domain,
                "name": name,
            }
            return Finding("DKIM", GOOD, says, now)
    if waiting is not None:
        now = _key_records(at, waiting.record_name)
        if is_published(waiting, at.questions):
            return Finding("DKIM", WARN, _("The record is there. Press “Begin to sign”."), now)
        says = _("The desk's key waits: publish this record, then press “Begin to sign”.")
        return Finding("DKIM", WARN, says, now, waiting.record_name, record=waiting.record)
    says = (
        _("Nothing shows that mails of %(domain)s are signed. Switch DKIM on at %(provider)s, or let the desk sign.")
        if at.provider
        else _("The desk does not sign mails of %(domain)s. Let it sign, or have the outgoing server do so.")
    )
    provider = at.provider.name if at.provider else ""
    return Finding("DKIM", WARN, says % {"domain": at.domain, "provider": provider})


def _key_records(at: _Place, name: str) -> list[str]:
    """Records that hold a key (one without `v=` counts as well, RFC 6376, 3.6.1)."""
    return [text.decode("ascii", "replace") for text in at.questions.ask(name, "TXT") if key_in(text)]


def _dmarc(at: _Place) -> Finding:
    name = f"_dmarc.{at.domain}"
    now = at.texts(name, "v=DMARC1")
    plain = "v=DMARC1; p=none"
    if len(now) > 1:
        says = _("There are several DMARC records, and then none of them counts. Leave one.")
        return Finding("DMARC", WRONG, says, now, name, record=now[0])
    policy = dmarc.policy_of(at.domain, at.questions)
    if policy is None:
        says = (
            _("The DMARC record cannot be read. Put this one in its place.")
            if now
            else _(
                "%(domain)s has no DMARC record. Large providers want one before they believe a mail. This one changes "
                "nothing else; once SPF and DKIM hold, “p=quarantine” keeps forgers out."
            )
            % {"domain": at.domain}
        )
        return Finding("DMARC", WRONG, says, now, name, record=plain)
    says = {
        "none": _("There is a DMARC record that only watches. Once SPF and DKIM hold, “p=quarantine” is safer."),
        "quarantine": _("Forged mails of this domain go to spam."),
        "reject": _("Forged mails of this domain are refused."),
    }[policy["p"]]
    if not now:
        above = f"_dmarc.{dmarc.organisation(at.domain)}"
        return Finding("DMARC", GOOD, says, at.texts(above, "v=DMARC1"))
    return Finding("DMARC", GOOD, says, now)


def _mx(at: _Place) -> Finding:
    found = sorted(at.questions.ask(at.domain, "MX"))
    now = [f"{preference} {host}" for preference, host in found]
    if any(host.strip(".") for _preference, host in found):
        return Finding("MX", GOOD, _("Mail to %(domain)s has a way in.") % {"domain": at.domain}, now, kind="MX")
    wanted = at.provider.mx.format(dashed=at.domain.replace(".", "-")) if at.provider else ""
    says = (
        _("%(domain)s says that it takes no mail, so nobody can answer the desk.")
        if found
        else _("No server takes mail for %(domain)s, so nobody can answer the desk.")
    ) % {"domain": at.domain}
    if not wanted:
        says += " " + _("Publish the name of the server that receives for the domain.")
    return Finding("MX", WRONG, says, now, at.domain, "MX", wanted)
