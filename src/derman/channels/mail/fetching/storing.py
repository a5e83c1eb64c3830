"""From the fetched bytes to the ledger: what the desk has already is recognised and not stored again."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from derman.channels.mail import intake
from derman.channels.mail.errors import StoreUnavailable
from derman.channels.mail.fetching.account import Entry
from derman.channels.mail.fetching.models import FetchedMail, MailboxSource
from derman.channels.mail.intake import Arrival, Spool
from derman.channels.mail.marks import digest_of_id
from derman.channels.mail.models import IncomingMail

_places = threading.BoundedSemaphore(4)  # fetchers that use the database at once, each on a connection of its own


@contextlib.contextmanager
def database() -> Iterator[None]:
    """A connection for a moment: a fetcher waits for hours, and must hold none meanwhile."""
    with _places:
        try:
            yield
        finally:
            if not connection.in_atomic_block:
                connection.close()


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A mail that came. `too_big`: only its header did."""

    entry: Entry
    spool: Spool
    too_big: bool = False

    @property
    def digest(self) -> str:
        return self.spool.digest


@dataclass(frozen=True, slots=True)
class Stored:
    """Which mails are safe now, how many of them the desk had not had, and why others are not safe."""

    safe: list[Piece]
    new: int
    failure: StoreUnavailable | None = None


def store(source: MailboxSource, pieces: Sequence[Piece]) -> Stored:
    """Put mails into the ledger, as durably as the SMTP listener does. What is here already stays as it is."""
    if not pieces:
        return Stored([], 0)
    with database():
        have = _have(source, pieces)
        here = [piece for piece in pieces if piece.digest in have]
        # the same mail may lie there twice
        new = list({piece.digest: piece for piece in pieces if piece.digest not in have}.values())
        outcome = intake.store([_arrival(source, piece) for piece in new]) if new else []
        safe = {piece.digest for piece, error in zip(new, outcome, strict=True) if error is None}
        if safe:
            intake.wake_filing()
    failure = next((error for error in outcome if error is not None), None)
    came = [piece for piece in pieces if piece.digest in safe]
    return Stored([*here, *came], len(safe), failure)


def _have(source: MailboxSource, pieces: Sequence[Piece]) -> set[str]:
    """Digests of what this mailbox brought before, under whatever number, or what came in another way."""
    digests = {piece.digest for piece in pieces}
    names = {digest_of_id(intake.message_id_of(piece.spool)) for piece in pieces}
    fetched = FetchedMail.objects.filter(source=source, digest__in=digests).values_list("digest", flat=True)
    ledger = IncomingMail.objects.filter(message_id_hash__in=names, digest__in=digests).values_list("digest", flat=True)
    return {*fetched, *ledger}


def _arrival(source: MailboxSource, piece: Piece) -> Arrival:
    """The mail with what is left of its envelope: the server that delivered it notes the sender as Return-Path."""
    path = intake.header_of(piece.spool, "return-path").strip()
    return Arrival(
        piece.spool,
        envelope_to=[source.mailbox.address],
        envelope_from=path.strip("<> "),
        null_sender=path == "<>",
        source=str(source.arrival),
        quarantine="too_big" if piece.too_big else "",
    )
