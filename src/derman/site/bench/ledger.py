"""A ledger that has grown for years: mails that were filed, their Message-IDs, and as many that left."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection, transaction

from derman.channels.mail.models import IncomingMail, MailReference, OutgoingMail
from derman.site.bench.measures import NothingToMeasure
from derman.tickets.models import Message

BATCH = 50_000
_SHARED = "g AS n, md5('ledger ' || g) || md5(g || ' ledger') AS hash, m.id AS message, m.ticket_id AS ticket"
# a mail for each number of the batch, spread over the messages of the desk
_FROM = (
    f"FROM (SELECT {_SHARED} FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS g"  # noqa: S608 - nothing from outside
    " JOIN tickets_message AS m ON m.id = %(least)s::bigint + g %% %(messages)s::bigint) AS made"
)
_MAILS = f"""
INSERT INTO mail_incomingmail (digest, message_id, message_id_hash, size, source, envelope_from, envelope_to,
    null_sender, sender, subject, content, state, reason, detail, attempts, received_at, done_at, filed_as_id,
    ticket_id, findings, helo, lane, peer, sender_proof, turn)
SELECT hash, n || '@ledger.invalid', hash, 4000, 'smtp', sender, ARRAY['bench@ege.example'], false, sender,
    'Of the ledger ' || n, hash, 'filed', '', '', 0, now(), now(), message, ticket,
    '{{"why": "not_asked", "proof": "unknown"}}', '', sender, '127.0.0.1', 'unknown', 0
FROM (SELECT *, 'person.' || n %% 20000 || '@ledger.invalid' AS sender {_FROM}) AS mails
"""  # noqa: S608 - as above
_REFERENCES = f"""
INSERT INTO mail_mailreference (hash, header, ticket_id, message_id, created_at)
SELECT hash, n || '@ledger.invalid', ticket, message, now() {_FROM} ON CONFLICT DO NOTHING
"""
_SENT = f"""
INSERT INTO mail_outgoingmail (kind, from_address, "to", cc, bcc, subject, header_id, language, text, sealed, state,
    not_before, tries, interrupted, words, created_at, done_at, ticket_id, person_id)
SELECT 'notice', 'bench@ege.example', ARRAY['person.' || n %% 20000 || '@ledger.invalid'], '{{}}', '{{}}',
    'Of the ledger ' || n, n || '@out.ledger.invalid', 'en', 'Said.', '', 'sent', now(), 1, 0, '', now(), now(),
    ticket, t.requester_id
{_FROM} JOIN tickets_ticket AS t ON t.number = ticket
"""


def fill(*, mails: int, say: Callable[[str], None] = print) -> int:
    """Add so many mails to the ledger, and as many to what left; returns how many. Raises NothingToMeasure."""
    started = time.monotonic()
    least = Message.objects.order_by("pk").values_list("pk", flat=True).first()
    newest = Message.objects.order_by("-pk").values_list("pk", flat=True).first()
    if least is None or newest is None:
        raise NothingToMeasure("There are no tickets. Fill the desk first: derman bench seed --tickets 1000")
    begin = IncomingMail.objects.filter(message_id__endswith="@ledger.invalid").count()
    for first in range(begin, begin + mails, BATCH):
        last = min(first + BATCH, begin + mails) - 1
        given = {"first": first, "last": last, "least": least, "messages": newest - least + 1}
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in (_MAILS, _REFERENCES, _SENT):
                cursor.execute(statement, given)
        say(f"mails {last + 1 - begin:,} of {mails:,}, {time.monotonic() - started:.0f} s")
    if not connection.in_atomic_block:
        tables = ", ".join(model._meta.db_table for model in (IncomingMail, MailReference, OutgoingMail))
        with connection.cursor() as cursor:
            # what a desk that has run for a while has behind it
            cursor.execute(f"VACUUM (ANALYZE) {tables}")
    return mails
