"""What became of the mails that carry the desk's answers, for the screens that show those answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from derman.channels.mail.models import OutgoingKind
from derman.kernel import sql


@dataclass(frozen=True, slots=True)
class Delivery:
    """The state of one mail, and what the other server said last."""

    state: str
    words: str


def deliveries_of(messages: Collection[int]) -> dict[int, Delivery]:
    """By message, for messages that the reader may see (the caller has asked). 1 statement; none for no message."""
    if not messages:
        return {}
    # written out, since each ticket's page asks it
    found = sql.rows(
        "SELECT message_id, state, words FROM mail_outgoingmail WHERE message_id = ANY(%s) AND kind = %s",
        [list(messages), OutgoingKind.REPLY.value],
    )
    return {message: Delivery(state, words) for message, state, words in found}
