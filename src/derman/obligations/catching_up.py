"""What is owed on tickets that were written in one go, as a demo desk writes them: noted afterwards."""

from __future__ import annotations

from derman.kernel import sql

_WAITS = """
INSERT INTO obligations_obligation (ticket_id, kind, message_id, since, words, state, noted_at)
SELECT t.number, 'unanswered', asked.id, asked.created_at, '', 'open', now() FROM tickets_ticket t, LATERAL (
    SELECT max(m.created_at) AS at FROM tickets_message m WHERE m.ticket_id = t.number AND m.public AND m.staff
    AND NOT m.automatic AND m.forward_id IS NULL AND m.withdrawn_at IS NULL
) AS answer, LATERAL (
    SELECT m.id, m.created_at FROM tickets_message m WHERE m.ticket_id = t.number AND m.public AND NOT m.staff
    AND NOT m.automatic AND m.forward_id IS NULL AND m.withdrawn_at IS NULL
    AND m.created_at > COALESCE(answer.at, '-infinity') ORDER BY m.created_at, m.id LIMIT 1
) AS asked
WHERE t.status IN ('new', 'open', 'waiting', 'resolved') ON CONFLICT DO NOTHING RETURNING id
"""


def note_who_waits() -> None:
    """Whoever wrote last, and has no answer, waits for one. 1 statement."""
    sql.rows(_WAITS)
