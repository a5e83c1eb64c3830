"""Questions about the domains that the desk writes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from derman.channels.mail.domains.models import DkimKey
from derman.channels.mail.domains.names import domain_of
from derman.channels.mail.domains.records import Finding, assess
from derman.channels.mail.models import Mailbox
from derman.channels.mail.servers import BadMailUrl, read_url
from derman.channels.mail.trust.proof.resolver import Questions
from derman.people.models import Person


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key without its secret half: where its record stands, what stands there, and since when."""

    signs: bool
    name: str
    record: str
    made_at: datetime
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Signing:
    """How the desk signs mails of a domain: the key that signs, and one that waits to be published."""

    domain: str
    signing: KeyShown | None
    waiting: KeyShown | None


def signing_of(asker: Person, mailbox: Mailbox) -> Signing:
    """How mails from this mailbox are signed, for administrators. 1 statement."""
    domain = domain_of(mailbox.address)
    found = list(DkimKey.objects.filter(domain=domain)) if asker.is_administrator else []
    shown = {key.signs: KeyShown(key.signs, key.record_name, key.record, key.made_at, key.seen_at) for key in found}
    return Signing(domain, shown.get(True), shown.get(False))


def records_of(asker: Person, mailbox: Mailbox) -> list[Finding]:
    """What DNS says of the mailbox's domain and what it should, for administrators; takes seconds. 1 statement."""
    domain = domain_of(mailbox.address)
    if not asker.is_administrator or not domain:
        return []
    keys = list(DkimKey.objects.filter(domain=domain))
    own_host = urlsplit(settings.DERMAN_URL).hostname or ""
    return list(assess(domain, _sending_host(mailbox), own_host, keys, Questions(fresh=True)))


def _sending_host(mailbox: Mailbox) -> str:
    if mailbox.host:
        return mailbox.host
    try:
        return read_url(settings.DERMAN_MAIL_URL).host if settings.DERMAN_MAIL_URL else ""
    except BadMailUrl:
        return ""
