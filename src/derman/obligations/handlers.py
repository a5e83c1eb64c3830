"""What is owed arises and is settled with what happens to a ticket. *Now*, in the transaction of the change.

No statement for a ticket that opens: what it owes is written with it. 2 to 4 for a message, or for what else changes
where a ticket stands; none for the rest.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from derman.kernel import clock, sql
from derman.obligations.models import Obligation, Owed, State
from derman.obligations.reading.moods import mood_of
from derman.obligations.reading.promises import promises_in
from derman.tickets import actions, events
from derman.tickets.facts import MessageAdded, MessageWithdrawn, TicketChanged, TicketEmptied, TicketOpened
from derman.tickets.models import UNRESOLVED, Status

_TALK = frozenset(
    kind.kind
    for kind in (
        events.Received, events.Replied, events.ReplyReleased, events.Undone, events.Merged, events.Absorbed,
        events.Unmerged, events.Released, events.SplitOff, events.SplitFrom,
    )
)  # fmt: skip
_ANSWERS = frozenset((events.Replied.kind, events.ReplyReleased.kind))
BACK = ("date_came", "no_answer")  # why a ticket comes back from waiting by itself
_LOST = ("bounce", "undelivered")  # of events.MailSent.what
TWICE = 2

# in one statement: who waits for an answer since when and by which message, how often it was reopened, which mail was
# lost last, whether it came back from waiting by itself, and what is noted already
_STANDING = """
WITH answer AS (
    SELECT max(m.created_at) AS at FROM tickets_message m WHERE m.ticket_id = %(ticket)s AND m.public AND m.staff
    AND NOT m.automatic AND m.forward_id IS NULL AND m.withdrawn_at IS NULL
), asked AS (
    SELECT m.id, m.created_at FROM tickets_message m, answer WHERE m.ticket_id = %(ticket)s AND m.public AND NOT m.staff
    AND NOT m.automatic AND m.forward_id IS NULL AND m.withdrawn_at IS NULL
    AND m.created_at > COALESCE(answer.at, '-infinity') ORDER BY m.created_at, m.id LIMIT 1
), back AS (
    SELECT s::int AS seq FROM tickets_event u, jsonb_array_elements_text(u.details->'seqs') AS s
    WHERE u.ticket_id = %(ticket)s AND u.kind = 'ticket.undone'
), moves AS (
    SELECT e.seq, e.actor_id, e.details FROM tickets_event e WHERE e.ticket_id = %(ticket)s
    AND e.kind = 'status.changed' AND e.seq NOT IN (SELECT seq FROM back)
)
SELECT (SELECT created_at FROM asked), (SELECT id FROM asked), (SELECT at FROM answer),
    (SELECT count(*) FROM moves WHERE details->'before'->>'status' IN ('resolved', 'closed')
        AND details->'after'->>'status' IN ('new', 'open', 'waiting')),
    (SELECT details->>'why' FROM moves WHERE seq = (SELECT max(seq) FROM moves)),
    (SELECT array_agg(o.kind) FROM obligations_obligation o WHERE o.ticket_id = %(ticket)s AND o.state = 'open'
        AND o.kind <> 'word')
"""
_SETTLE = """
UPDATE obligations_obligation SET state = 'done', settled_at = %(at)s, settled_by_id = %(actor)s
WHERE ticket_id = %(ticket)s AND state = 'open' AND kind = ANY(%(kinds)s) RETURNING id
"""
_NOTE = """
INSERT INTO obligations_obligation (ticket_id, kind, message_id, since, words, state, noted_at)
VALUES (%(ticket)s, %(kind)s, %(message)s, %(since)s, %(words)s, 'open', %(at)s)
ON CONFLICT (ticket_id, kind) WHERE state = 'open' AND NOT (kind = 'word')
DO UPDATE SET since = EXCLUDED.since, message_id = EXCLUDED.message_id, words = EXCLUDED.words
RETURNING id
"""
_END = """
UPDATE obligations_obligation SET state = CASE kind WHEN 'word' THEN 'dropped' ELSE 'done' END,
    settled_at = %(at)s, settled_by_id = %(actor)s
WHERE ticket_id = %(ticket)s AND state IN ('open', 'offered') RETURNING id
"""


def begin(fact: TicketOpened) -> None:
    """A ticket opened: whoever wrote waits for an answer from now on. No statement."""
    found = actions.opening_at_hand(fact.ticket)
    if found is None:
        return
    ticket, message = found
    if not ticket.is_unresolved or fact.automatic or message.staff or not message.public:
        return
    beside = actions.set_at_hand(ticket.pk)
    said = {"ticket": ticket, "message": message, "since": message.created_at}
    beside.insert(Obligation(kind=Owed.UNANSWERED, **said))
    mood = mood_of(f"{ticket.subject}\n{message.text}")
    if mood is not None:
        beside.insert(Obligation(kind=Owed.MOOD, words=": ".join(mood), **said))


def keep_up(fact: TicketChanged) -> None:
    """Somebody wrote, or the ticket stands elsewhere: what is owed is noted, what is not any more is settled."""
    kinds = frozenset(fact.kinds)
    talk, moved = bool(kinds & _TALK), events.StatusChanged.kind in {*kinds, *fact.undone}
    lost = events.MailSent.kind in kinds
    if not (talk or moved or lost) or actions.opening_at_hand(fact.ticket) is not None:
        return
    ticket = actions.ticket_at_hand(fact.ticket)
    if ticket.status not in (*UNRESOLVED, Status.RESOLVED):
        _end(fact)
        return
    ((asked, message, answered, reopened, why, noted),) = sql.rows(_STANDING, {"ticket": fact.ticket})
    over = {Owed.UNANSWERED, Owed.MOOD} if asked is None else set[Owed]()
    if asked is not None:
        _note(fact.ticket, Owed.UNANSWERED, asked, message)
    if answered is not None and kinds & _ANSWERS:
        over |= {Owed.MOOD, Owed.BOUNCED}
    if moved and fact.actor is None and why in BACK and ticket.status == Status.OPEN:
        _note(fact.ticket, Owed.RETURNED, clock.now(), None, words=why)
    if reopened < TWICE:
        over.add(Owed.REOPENED)
    elif moved and not fact.undone and ticket.is_unresolved:
        _note(fact.ticket, Owed.REOPENED, clock.now(), None, words=str(reopened))
    if lost and _lost(fact):
        _note(fact.ticket, Owed.BOUNCED, clock.now(), None)
        over.discard(Owed.BOUNCED)
    if settled := over.intersection(noted or ()):
        values = {"ticket": fact.ticket, "kinds": sorted(settled), "actor": fact.actor, "at": clock.now()}
        sql.rows(_SETTLE, values)


def _end(fact: TicketChanged) -> None:
    """The ticket is closed, spam or deleted: nothing is owed on it. 1 statement."""
    sql.rows(_END, {"ticket": fact.ticket, "actor": fact.actor, "at": clock.now()})


def _lost(fact: TicketChanged) -> bool:
    """Was a mail lost by what is being written? 1 statement."""
    found = sql.rows(
        "SELECT 1 FROM tickets_event WHERE ticket_id = %s AND act = %s AND kind = %s AND details->>'what' = ANY(%s)",
        [fact.ticket, fact.act, events.MailSent.kind, list(_LOST)],
    )
    return bool(found)


def _note(ticket: int, kind: Owed, since: datetime, message: int | None, *, words: str = "") -> None:
    values = {"ticket": ticket, "kind": kind.value, "since": since, "message": message, "words": words}
    sql.rows(_NOTE, {**values, "at": clock.now()})


_MESSAGE = """
SELECT m.text, m.created_at, m.author_id,
    COALESCE(NULLIF(p.zone, ''), (SELECT zone FROM desk_desk WHERE id = 1), 'UTC')
FROM tickets_message m
LEFT JOIN people_person p ON p.id = m.author_id WHERE m.id = %s AND m.forward_id IS NULL
"""


def read_message(fact: MessageAdded) -> None:
    """An agent wrote: what they promise by a time is offered to them. A requester: do they sound angry, or in need?

    1 statement, 1 more where something is found.
    """
    if fact.automatic or not fact.public:
        return
    found = sql.rows(_MESSAGE, [fact.message])
    if not found:
        return
    ((text, at, author, zone),) = found
    if not fact.staff:
        mood = mood_of(text)
        if mood is not None:
            _note(fact.ticket, Owed.MOOD, at, fact.message, words=": ".join(mood))
        return
    said = promises_in(text, at, ZoneInfo(zone))
    rows = [
        Obligation(
            ticket_id=fact.ticket,
            kind=Owed.WORD,
            message_id=fact.message,
            person_id=author,
            since=at,
            due_at=one.due,
            words=one.words,
            state=State.OFFERED,
        )
        for one in said
    ]
    sql.insert(*rows)


def forget_said(fact: MessageWithdrawn) -> None:
    """A reply was taken back: nobody has promised anything. 1 statement."""
    sql.rows("DELETE FROM obligations_obligation WHERE kind = 'word' AND message_id = %s RETURNING id", [fact.message])


def forget(fact: TicketEmptied) -> None:
    """The words of a ticket that is emptied go too. 1 statement."""
    sql.rows("DELETE FROM obligations_obligation WHERE ticket_id = %s RETURNING id", [fact.ticket])
