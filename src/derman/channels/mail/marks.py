"""What the desk signs, so that an answer finds its ticket: Message-IDs and reply addresses."""

from __future__ import annotations

import hashlib
import re
import secrets as random

from derman.kernel import secrets

_ID = re.compile(r"(\d{1,18})\.([a-z0-9]{4,20})\.([a-z2-7]{20})@")
_AGENT = re.compile(r"\+(\d{1,18})-a(\d{1,18})-([a-z2-7]{20})@")
_FORWARD = re.compile(r"\+(\d{1,18})-f-([a-z2-7]{20})@")
_TOKEN = re.compile(r"\+(\d{1,18})-([a-z2-7]{20})@")


def new_message_id(ticket: int | None, domain: str) -> str:
    """A Message-ID (RFC 5322, 3.6.4; without brackets) that says of which ticket it is, signed."""
    number, nonce = ticket or 0, random.token_hex(8)
    signed = secrets.signature("mail.message-id", f"{number}.{nonce}")
    return f"{number}.{nonce}.{signed}@{domain}"


def ticket_of_message_id(message_id: str) -> int | None:
    """The ticket of a Message-ID that the desk issued (0: of none); None for one that it did not issue."""
    found = _ID.match(message_id)
    if found is None or not secrets.signature_fits("mail.message-id", f"{found[1]}.{found[2]}", found[3]):
        return None
    return int(found[1])


def reply_address(address: str, ticket: int) -> str:
    """The mailbox's address with a token for this ticket (RFC 5233): `destek+10001-…@firma.example`.

    A local part may have 64 characters (RFC 5321, 4.5.3.1.1); where the token does not fit, the plain address.
    """
    local, _at, domain = address.rpartition("@")
    marked = f"{local}+{ticket}-{secrets.signature('mail.reply', str(ticket))}"
    return f"{marked}@{domain}" if len(marked) <= 64 else address


def ticket_of_address(address: str) -> int | None:
    """The ticket for which the desk signed this address, or None."""
    found = _TOKEN.search(address.casefold())
    if found is None or not secrets.signature_fits("mail.reply", found[1], found[2]):
        return None
    return int(found[1])


def agent_address(address: str, ticket: int, agent: int) -> str:
    """The mailbox's address with a token for this ticket and this agent alone; the plain address if it does not fit."""
    local, _at, domain = address.rpartition("@")
    signed = secrets.signature("mail.agent", f"{ticket}.{agent}")
    marked = f"{local}+{ticket}-a{agent}-{signed}@{domain}"
    return marked if len(marked.rpartition("@")[0]) <= 64 else address


def agent_of_address(address: str) -> tuple[int, int] | None:
    """(ticket, agent) for whom the desk signed this address, or None."""
    found = _AGENT.search(address.casefold())
    if found is None or not secrets.signature_fits("mail.agent", f"{found[1]}.{found[2]}", found[3]):
        return None
    return int(found[1]), int(found[2])


def forward_address(address: str, forward: int) -> str:
    """The mailbox's address with a token for what was forwarded, and for nothing else; plain if it does not fit."""
    local, _at, domain = address.rpartition("@")
    marked = f"{local}+{forward}-f-{secrets.signature('mail.forward', str(forward))}"
    return f"{marked}@{domain}" if len(marked) <= 64 else address


def forward_of_address(address: str) -> int | None:
    """What was forwarded (see tickets.Forward) and is answered at this address, or None."""
    found = _FORWARD.search(address.casefold())
    if found is None or not secrets.signature_fits("mail.forward", found[1], found[2]):
        return None
    return int(found[1])


def digest_of_id(message_id: str) -> str:
    """The key under which a Message-ID is stored: SHA-256, hexadecimal."""
    return hashlib.sha256(message_id.encode("utf-8", "surrogateescape")).hexdigest()
