"""The same mail over another way too: sent to two addresses of the desk, say. It is filed once."""

from __future__ import annotations

from collections.abc import Iterable

from derman.channels.mail.models import IncomingMail, IncomingState
from derman.kernel import sql

_FILED = (
    # `|| ''`: by the Message-ID, and not through all that was filed, which a young ledger seems to have few of
    "SELECT message_id_hash, content, id, ticket_id, filed_as_id FROM mail_incomingmail"
    " WHERE message_id_hash = ANY(%s) AND state || '' = 'filed'"
)


class Twins:
    """What was filed under the Message-IDs of some mails, which others file no more of meanwhile. 1 statement."""

    def __init__(self, rows: Iterable[IncomingMail]) -> None:
        wanted = {row.message_id_hash for row in rows if row.message_id}
        self._filed: dict[tuple[str, str], dict[int, tuple[int | None, int | None]]] = {}
        for hashed, content, number, ticket, message in sql.rows(_FILED, [sorted(wanted)]) if wanted else ():
            self._filed.setdefault((hashed, content), {})[number] = ticket, message

    def of(self, row: IncomingMail) -> tuple[int | None, int | None] | None:
        """Ticket and message of a mail that says the same as this one under the same Message-ID, if there is one."""
        if not row.message_id:
            return None
        others = self._filed.get((row.message_id_hash, row.content), {})
        return next((where for number, where in others.items() if number != row.pk), None)

    def add(self, row: IncomingMail) -> None:
        """This one is filed now, if it is."""
        if row.state == IncomingState.FILED and row.message_id:
            found = self._filed.setdefault((row.message_id_hash, row.content), {})
            found[row.pk] = row.ticket_id, row.filed_as_id
