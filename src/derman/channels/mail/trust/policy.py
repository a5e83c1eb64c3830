"""What holds for one mail: the desk's decisions, and what is known of its sender. One statement for many."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from derman.channels.mail.trust.models import TrustSettings
from derman.channels.mail.trust.proof.judge import Trusted
from derman.kernel import sql

# kinds of rules, the most particular pattern first; what people said of the address and of its domain
_KNOWN = """
SELECT given.mail, (SELECT to_jsonb(s) FROM mail_trust_trustsettings AS s ORDER BY id LIMIT 1), (
    SELECT jsonb_agg(jsonb_build_array(kind, pattern) ORDER BY length(pattern) DESC) FROM mail_trust_senderrule
    WHERE pattern IN (given.mail, given.host) OR (wild <> '' AND given.mail LIKE wild)
), (SELECT count(*) FILTER (WHERE spam) - count(*) FILTER (WHERE NOT spam) FROM (
    SELECT spam FROM mail_trust_judgement WHERE address = given.mail ORDER BY id DESC LIMIT 20) AS of_address
), (SELECT CASE WHEN bool_and(spam) THEN count(DISTINCT address) ELSE 0 END FROM (
    SELECT spam, address FROM mail_trust_judgement WHERE domain = given.host ORDER BY id DESC LIMIT 50) AS of_domain
) FROM unnest(%s::text[], %s::text[]) AS given(mail, host)
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a sender. `rules`: (kind, pattern); `said`: spam less no-spam of the address; `domain_said`:
    how many addresses of its domain are spam, where none was ever none."""

    settings: TrustSettings
    rules: tuple[tuple[str, str], ...]
    said: int
    domain_said: int

    def rule(self, kind: str) -> str:
        """The pattern of the first rule of this kind, or empty."""
        return next((pattern for found, pattern in self.rules if found == kind), "")


def known(addresses: Collection[str]) -> dict[str, Known]:
    """The desk's settings and what is known of each of these (folded) addresses. 1 statement."""
    given = sorted(set(addresses))
    found = {}
    rows = sql.rows(_KNOWN, [given, [address.rpartition("@")[2] for address in given]])
    for address, row, rules, said, domain_said in rows:
        rules = json.loads(rules) if isinstance(rules, str) else rules or []
        kinds = tuple((kind, pattern) for kind, pattern in rules)
        found[address] = Known(_settings(row), kinds, said or 0, domain_said or 0)
    return found


def _settings(row: dict[str, object] | str | None) -> TrustSettings:
    values = json.loads(row) if isinstance(row, str) else row
    return TrustSettings(**values) if values else TrustSettings()


def the_settings() -> TrustSettings:
    """The desk's row of decisions, or the defaults. 1 statement."""
    return TrustSettings.objects.order_by("pk").first() or TrustSettings()


def trusted(settings: TrustSettings) -> Trusted:
    """Whom the desk believes."""
    return Trusted(
        servers=frozenset(settings.servers),
        networks=_usable(tuple(settings.networks)),
        sealers=frozenset(settings.sealers),
        asks_dns=settings.asks_dns,
    )


@lru_cache(maxsize=16)
def _usable(networks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(network for network in networks if is_network(network))


def is_network(text: str) -> bool:
    """An address or a network, like 10.0.0.0/8."""
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True
