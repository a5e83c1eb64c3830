"""What became of mails, written into the ledger for some at once, with the Message-IDs that now have a ticket."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from derman.channels.mail.conversations import message_ids
from derman.channels.mail.filing import Prepared
from derman.channels.mail.marks import digest_of_id
from derman.channels.mail.models import IncomingMail
from derman.kernel import sql

# by the key, said twice, and `|| ''`: never through all that is stored, or all there is
_WRITE = """
WITH named AS (
    INSERT INTO mail_mailreference (hash, header, ticket_id, message_id, created_at)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::timestamptz[]) ON CONFLICT DO NOTHING
)
UPDATE mail_incomingmail AS m SET mailbox_id = g.mailbox, sender = g.sender, subject = g.subject, content = g.content,
    state = g.state, reason = g.reason, detail = g.detail, ticket_id = g.ticket, filed_as_id = g.filed_as,
    not_before = g.not_before, done_at = g.done_at, sender_proof = g.proof, findings = g.findings
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::text[], %s::jsonb[])
    AS g (id, mailbox, sender, subject, content, state, reason, detail, ticket, filed_as, not_before, done_at, proof,
    findings)
WHERE m.id = ANY(%s::bigint[]) AND m.id = g.id AND m.state || '' = 'stored' RETURNING m.id
"""


class DoneByOthers(Exception):
    """A mail is not stored any more: everything is to be rolled back."""


class Outcomes:
    """Mails that were filed in the transaction that goes on, until it is written down."""

    def __init__(self) -> None:
        self._rows: list[IncomingMail] = []
        self._references: list[Sequence[Any]] = []

    def add(self, row: IncomingMail, reference: Sequence[Any] | None) -> None:
        """A mail with what `file_mail` set and gave."""
        self._rows.append(row)
        if reference is not None:
            self._references.append(reference)

    def concern(self, prepared: Prepared) -> bool:
        """Must they be written before this mail is filed: is one of the same sender, or one that it answers?"""
        answers = {digest_of_id(one) for one in message_ids(prepared.mail)}
        return any(row.lane == prepared.row.lane or row.message_id_hash in answers for row in self._rows)

    def write(self) -> None:
        """1 statement; none for nothing. Raises DoneByOthers."""
        if not self._rows:
            return
        references = [list(column) for column in zip(*self._references, strict=True)] or [[]] * 5
        columns = zip(*map(_values, self._rows), strict=True)
        written = sql.rows(_WRITE, [*references, *map(list, columns), [row.pk for row in self._rows]])
        if len(written) != len(self._rows):
            raise DoneByOthers
        self._rows, self._references = [], []


def _values(row: IncomingMail) -> tuple[Any, ...]:
    return (
        *(row.pk, row.mailbox_id, row.sender, row.subject, row.content, row.state, row.reason, row.detail),
        *(row.ticket_id, row.filed_as_id, row.not_before, row.done_at, row.sender_proof, json.dumps(row.findings)),
    )
