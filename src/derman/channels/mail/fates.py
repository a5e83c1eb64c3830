"""What became of the mails that carry the desk's answers, for the screens that show those answers."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from derman.channels.mail.models import OutgoingKind, OutgoingMail, OutgoingState
from derman.channels.mail.queries.mailboxes import sends_by
from derman.kernel import sql
from derman.kernel.recalling import recall_once


@dataclass(frozen=True, slots=True)
class Recipient:
    """What became of a mail at a recipient: sent, delayed, failed, delivered, complained, or the state of the mail."""

    address: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """The state of one mail, and what the other server said last; of several recipients, each one's."""

    state: str
    words: str
    recipients: list[Recipient]
    to: list[str]
    cc: list[str]
    bcc: list[str]
    kept: bool = False  # it waits for an outgoing server: none is known


# written out, since each ticket's page asks it
_DELIVERIES = """
SELECT m.message_id, m.state, m.words, m.fates, m."to", m.cc, m.bcc, b.host
FROM unnest(%s::bigint[]) AS of (message) JOIN mail_outgoingmail AS m ON m.message_id = of.message
LEFT JOIN mail_mailbox AS b ON b.id = m.mailbox_id WHERE m.kind = ANY(%s) AND m.about_id IS NULL
"""


def deliveries_of(messages: Collection[int]) -> dict[int, Delivery]:
    """By message, for messages that the reader may see (the caller has asked). 1 statement; none for no message."""
    if not messages:
        return {}
    found = sql.rows(
        sql.for_so_many(_DELIVERIES, messages),
        [list(messages), [OutgoingKind.REPLY.value, OutgoingKind.FORWARD.value, OutgoingKind.VENDOR.value]],
    )
    nowhere = not sends_by()
    return {
        message: Delivery(
            state,
            words,
            _recipients(state, [*to, *cc, *bcc], json.loads(fates)),
            to,
            cc,
            bcc,
            kept=nowhere and not host and state == OutgoingState.WAITING,
        )
        for message, state, words, fates, to, cc, bcc, host in found
    }


def leaves_of(message: int) -> bool | None:
    """Can the mail that carries what was just written leave, as far as the desk knows? None where there is none.

    1 statement; none within `recalling`.
    """
    row: OutgoingMail | None = recall_once(("mail with", message), lambda: None)
    if row is not None:
        return bool(sends_by() or (row.mailbox and row.mailbox.host))
    delivery = deliveries_of([message]).get(message)
    return None if delivery is None else not delivery.kept


def _recipients(state: str, addresses: list[str], fates: Mapping[str, Mapping[str, str]]) -> list[Recipient]:
    everybody = list(dict.fromkeys(addresses))
    known = [fates.get(address, {}) for address in everybody]
    # of a single one the mail's state says the rest
    if len(everybody) < 2 and not any(fate.get("state") in ("delayed", "complained") for fate in known):
        return []
    return [
        Recipient(address, fate.get("state", state), fate.get("words", ""))
        for address, fate in zip(everybody, known, strict=True)
    ]
