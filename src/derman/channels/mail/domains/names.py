"""Names of domains as DNS knows them."""

from __future__ import annotations


def domain_of(address: str) -> str:
    """The domain of an address, in ASCII and small letters; empty where it has none that DNS could know."""
    domain = address.rpartition("@")[2].strip().rstrip(".")
    try:
        ascii_name = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return ascii_name.lower() if "." in ascii_name else ""  # protocol


def in_ascii(address: str) -> str:
    """An address as a mail server takes it: its domain in ASCII."""
    local, at, domain = address.rpartition("@")
    return local + at + domain if domain.isascii() else local + at + domain.encode("idna").decode("ascii")
