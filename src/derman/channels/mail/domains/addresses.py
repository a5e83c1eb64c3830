"""The addresses of machines that send."""

from __future__ import annotations

import ipaddress

from derman.channels.mail.trust.proof.resolver import Questions


def addresses_of(host: str, questions: Questions) -> list[str]:
    """IPv4 and IPv6 addresses of a name; an address is its own. Raises LookupFailed."""
    try:
        return [str(ipaddress.ip_address(host.strip("[]")))]
    except ValueError:
        return [str(found) for kind in ("A", "AAAA") for found in questions.ask(host, kind)]


def is_private(host: str, questions: Questions) -> bool:
    """Does the name lead to this machine or into its own network, so that the world sees another address?"""
    if "." not in host and ":" not in host:
        return True
    found = addresses_of(host, questions)
    return bool(found) and all(not ipaddress.ip_address(address).is_global for address in found)


def mechanism_for(host: str) -> str:
    """How SPF names a machine (RFC 7208, 5.3 and 5.6)."""
    try:
        return f"ip{ipaddress.ip_address(host.strip('[]')).version}:{host.strip('[]')}"
    except ValueError:
        return f"a:{host}"
