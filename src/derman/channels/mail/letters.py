"""A row of the outbox on the wire: what the server gets, and handing it over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from derman.channels.mail.composing import compose
from derman.channels.mail.domains.names import in_ascii
from derman.channels.mail.domains.signing import signed
from derman.channels.mail.models import OutgoingMail
from derman.channels.mail.recipients import still_to_reach
from derman.channels.mail.servers import Refusal, Server, connected, refusals_of


def hand_over(row: OutgoingMail, server: Server) -> dict[str, Refusal]:
    """Send now, signed where the domain has a key. Gives the recipients that the server refused, where it took others.

    Raises as smtplib, and kernel.secrets.SecretUnreadable.
    """
    return deliver(letter_of(row), server)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it goes over the wire. `names`: its recipients as the server knows them → as the desk does."""

    content: bytes
    sender: str
    names: Mapping[str, str]


def letter_of(row: OutgoingMail) -> Letter:
    """The mail of a row of the outbox, signed. Raises as `compose` does, and kernel.secrets.SecretUnreadable."""
    content = signed(compose(row).as_bytes(), row.from_address)
    # servers know the names of domains in ASCII only (RFC 5890)
    return Letter(content, in_ascii(row.from_address), {in_ascii(address): address for address in still_to_reach(row)})


def deliver(letter: Letter, server: Server, key_of: Callable[[int, bool], str] | None = None) -> dict[str, Refusal]:
    """Hand a letter over; the recipients that were refused. Asks nothing of the database, given `key_of`."""
    with connected(server, key_of) as session:
        refused = session.sendmail(letter.sender, list(letter.names), letter.content)
    return refusals_of({letter.names.get(address, address): said for address, said in refused.items()})


def words_about(refused: Mapping[str, Refusal]) -> str:
    """What a server said of the recipients that it refused, on one line."""
    return "; ".join(f"{refusal.words} ({address})" for address, refusal in refused.items())
