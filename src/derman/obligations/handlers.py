"""What is owed arises and is settled with what happens to a ticket. *Now*, in the transaction of the change.

No statement for a ticket that opens: what it owes is written with it. 2 to 4 for a message, or for what else changes
where a ticket stands; none for the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from derman.kernel import clock, sql
from derman.kernel.recalling import recall, recall_once, remember
from derman.obligations.models import Obligation, Owed, State
from derman.obligations.reading.moods import mood_of
from derman.obligations.reading.promises import promises_in
from derman.tickets import actions, events
from derman.tickets.facts import (
    MessageAdded,
    MessageWithdrawn,
    TicketChanged,
    TicketEmptied,
    TicketOpened,
    TicketsChanged,
)
from derman.tickets.models import IN_BIN, UNRESOLVED, Status

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
SELECT of.ticket, asked.created_at, asked.id, answer.at, moved.back_in_work, moved.why, moved.stood,
    noted.kinds, noted.rows, noted.since, noted.message
FROM unnest(%(tickets)s::bigint[]) AS of (ticket)
CROSS JOIN LATERAL (
    SELECT max(m.created_at) AS at FROM tickets_message m WHERE m.ticket_id = of.ticket AND m.public AND m.staff
    AND NOT m.automatic AND m.forward_id IS NULL AND m.withdrawn_at IS NULL
) AS answer LEFT JOIN LATERAL (
    SELECT m.id, m.created_at FROM tickets_message m WHERE m.ticket_id = of.ticket AND m.public AND NOT m.staff
    AND NOT m.automatic AND m.forward_id IS NULL AND m.withdrawn_at IS NULL
    AND m.created_at > COALESCE(answer.at, '-infinity') ORDER BY m.created_at, m.id LIMIT 1
) AS asked ON true CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE e.details->'before'->>'status' IN ('resolved', 'closed')
            AND e.details->'after'->>'status' IN ('new', 'open', 'waiting')) AS back_in_work,
        (array_agg(e.details->>'why' ORDER BY e.seq DESC))[1] AS why,
        (array_agg(e.details->'before'->>'status' ORDER BY e.seq DESC))[1] AS stood
    FROM tickets_event e WHERE e.ticket_id = of.ticket AND e.kind = 'status.changed' AND e.seq NOT IN (
        SELECT s::int FROM tickets_event u, jsonb_array_elements_text(u.details->'seqs') AS s
        WHERE u.ticket_id = of.ticket AND u.kind = 'ticket.undone')
) AS moved CROSS JOIN LATERAL (
    SELECT array_agg(o.kind ORDER BY o.id) AS kinds, array_agg(o.id ORDER BY o.id) AS rows,
        max(o.since) FILTER (WHERE o.kind = 'unanswered') AS since,
        max(o.message_id) FILTER (WHERE o.kind = 'unanswered') AS message
    FROM obligations_obligation o WHERE o.ticket_id = of.ticket AND o.state = 'open' AND o.kind <> 'word'
) AS noted
"""


class _Standing(NamedTuple):
    """What of a ticket's talk and ways counts for what is owed; None: there is none."""

    asked: datetime | None  # since when somebody waits for an answer, and by which message
    message: int | None
    answered: datetime | None
    back_in_work: int
    why: str | None  # it stands where it does
    stood: str | None  # where it stood before
    noted: list[str] | None
    rows: list[int] | None  # of what is noted, in the same order
    noted_since: datetime | None  # of an answer that is waited for
    noted_message: int | None


_NOTE = """
INSERT INTO obligations_obligation (ticket_id, kind, message_id, since, words, state, noted_at)
VALUES (%(ticket)s, %(kind)s, %(message)s, %(since)s, %(words)s, 'open', %(at)s)
ON CONFLICT (ticket_id, kind) WHERE state = 'open' AND NOT (kind = 'word')
DO UPDATE SET since = EXCLUDED.since, message_id = EXCLUDED.message_id, words = EXCLUDED.words
RETURNING id
"""
_END = """
UPDATE obligations_obligation SET state = CASE state WHEN 'offered' THEN 'dropped' ELSE 'done' END,
    settled_at = %(at)s, settled_by_id = %(actor)s
WHERE ticket_id = %(ticket)s AND state IN ('open', 'offered') RETURNING id
"""
# what an act settled was settled at its very moment, and the reopening that it made one too many was noted then
_BRING_BACK = """
WITH gone AS (
    DELETE FROM obligations_obligation o
    USING tickets_event u, jsonb_array_elements_text(u.details->'seqs') AS back, tickets_event e
    WHERE u.ticket_id = ANY(%(tickets)s) AND u.act = ANY(%(acts)s::uuid[]) AND u.kind = 'ticket.undone'
        AND e.ticket_id = u.ticket_id AND e.seq = back::int AND e.kind = 'status.changed'
        AND o.ticket_id = u.ticket_id AND o.kind = 'reopened' AND o.noted_at = e.at AND o.state = 'open'
)
UPDATE obligations_obligation o SET settled_at = NULL, settled_by_id = NULL,
    state = CASE o.state WHEN 'dropped' THEN 'offered' ELSE 'open' END
FROM tickets_event u, jsonb_array_elements_text(u.details->'seqs') AS back, tickets_event e
WHERE u.ticket_id = ANY(%(tickets)s) AND u.act = ANY(%(acts)s::uuid[]) AND u.kind = 'ticket.undone'
    AND e.ticket_id = u.ticket_id AND e.seq = back::int AND o.ticket_id = u.ticket_id AND o.settled_at = e.at
    AND NOT EXISTS (SELECT 1 FROM obligations_obligation other WHERE other.ticket_id = o.ticket_id
        AND other.kind = o.kind AND o.kind <> 'word'
        AND (other.state = 'open' OR other.settled_at = o.settled_at AND other.id > o.id))
RETURNING o.id
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


def read_together(fact: TicketsChanged) -> None:
    """What is asked of each of many tickets in a moment. 1 statement, 1 more where something was taken back."""
    if {*_TALK, events.StatusChanged.kind, events.MailSent.kind}.isdisjoint(fact.kinds):
        return
    if events.Undone.kind in fact.kinds:
        _bring_back(fact.acts)
        for number in fact.acts:
            remember(("brought back", number), None)
    for number, found in _standing(fact.acts).items():
        remember(("owed", number), found)


def _standing(tickets: Iterable[int]) -> dict[int, _Standing]:
    wanted = list(tickets)
    statement = sql.for_so_many(_STANDING, wanted)
    return {number: _Standing(*more) for number, *more in sql.rows(statement, {"tickets": wanted})}


def keep_up(fact: TicketChanged) -> None:
    """Somebody wrote, or the ticket stands elsewhere: what is owed is noted, what is not any more is settled."""
    kinds = frozenset(fact.kinds)
    talk, moved = bool(kinds & _TALK), events.StatusChanged.kind in {*kinds, *fact.undone}
    lost = events.MailSent.kind in kinds
    if not (talk or moved or lost) or actions.opening_at_hand(fact.ticket) is not None:
        return
    ticket = actions.ticket_at_hand(fact.ticket)
    if ticket.status == IN_BIN:
        return  # it is to come out as it went in
    if fact.undone:
        recall_once(("brought back", fact.ticket), lambda: _bring_back({fact.ticket: fact.act}))
    if ticket.status not in (*UNRESOLVED, Status.RESOLVED):
        _end(fact)
        return
    found = recall_once(("owed", fact.ticket), lambda: _standing([fact.ticket])[fact.ticket])
    over = {Owed.UNANSWERED, Owed.MOOD} if found.asked is None else set[Owed]()
    if found.asked is not None and (found.asked, found.message) != (found.noted_since, found.noted_message):
        _note(fact.ticket, Owed.UNANSWERED, found.asked, found.message)
    if found.answered is not None and kinds & _ANSWERS:
        over |= {Owed.MOOD, Owed.BOUNCED}
    if moved and fact.actor is None and found.why in BACK and ticket.status == Status.OPEN:
        _note(fact.ticket, Owed.RETURNED, clock.now(), None, words=found.why)
    if found.back_in_work < TWICE:
        over.add(Owed.REOPENED)
    elif moved and not fact.undone and ticket.is_unresolved and found.stood in (Status.RESOLVED, Status.CLOSED):
        _note(fact.ticket, Owed.REOPENED, clock.now(), None, words=str(found.back_in_work))
    if lost and _lost(fact):
        _note(fact.ticket, Owed.BOUNCED, clock.now(), None)
        over.discard(Owed.BOUNCED)
    beside, at = actions.set_at_hand(fact.ticket), actions.moment_at_hand(fact.ticket)
    for kind, row in zip(found.noted or (), found.rows or (), strict=True):
        if kind == Owed.REOPENED and fact.undone and kind not in over:
            beside.update(Obligation(pk=row, words=str(found.back_in_work)), ("words",))
        if kind in over:
            done = Obligation(pk=row, state=State.DONE, settled_at=at, settled_by_id=fact.actor)
            beside.update(done, ("state", "settled_at", "settled_by"))


def _end(fact: TicketChanged) -> None:
    """The ticket is closed or spam: nothing is owed on it. 1 statement."""
    sql.rows(_END, {"ticket": fact.ticket, "actor": fact.actor, "at": actions.moment_at_hand(fact.ticket)})


def _bring_back(acts: Mapping[int, str]) -> None:
    """What was owed before what these acts take back of these tickets is owed again. 1 statement."""
    sql.rows(_BRING_BACK, {"tickets": list(acts), "acts": list(acts.values())})


def _lost(fact: TicketChanged) -> bool:
    """Was a mail lost by what is being written? 1 statement."""
    found = sql.rows(
        "SELECT 1 FROM tickets_event WHERE ticket_id = %s AND act = %s AND kind = %s AND details->>'what' = ANY(%s)",
        [fact.ticket, fact.act, events.MailSent.kind, list(_LOST)],
    )
    return bool(found)


def _note(ticket: int, kind: Owed, since: datetime, message: int | None, *, words: str = "") -> None:
    values = {"ticket": ticket, "kind": kind.value, "since": since, "message": message, "words": words}
    sql.rows(_NOTE, {**values, "at": actions.moment_at_hand(ticket)})


def _zone_of(author: int | None) -> ZoneInfo:
    """1 statement."""
    ((zone,),) = recall(("zone", author), lambda: sql.rows(_ZONE, [author]))
    return ZoneInfo(zone)


_ZONE = """
SELECT COALESCE(NULLIF((SELECT zone FROM people_person WHERE id = %s), ''),
    (SELECT zone FROM desk_desk WHERE id = 1), 'UTC')
"""


def read_message(fact: MessageAdded) -> None:
    """An agent wrote: what they promise by a time is offered to them. A requester: do they sound angry, or in need?

    1 statement for what sounds like an agent's promise; what is found there is written with the change.
    """
    if fact.automatic or not fact.public:
        return
    message = actions.message_at_hand(fact.ticket, fact.message)
    if message.forward_id is not None:
        return
    text, at, author = message.text, message.created_at, message.author_id
    if not fact.staff:
        mood = mood_of(text)
        if mood is not None:
            _note(fact.ticket, Owed.MOOD, at, fact.message, words=": ".join(mood))
        return
    said = promises_in(text, at, lambda: _zone_of(author))
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
    actions.set_at_hand(fact.ticket).insert(*rows)


def forget_said(fact: MessageWithdrawn) -> None:
    """A reply was taken back: nobody has promised anything. 1 statement."""
    sql.rows("DELETE FROM obligations_obligation WHERE kind = 'word' AND message_id = %s RETURNING id", [fact.message])


def forget(fact: TicketEmptied) -> None:
    """The words of a ticket that is emptied go too. 1 statement."""
    sql.rows("DELETE FROM obligations_obligation WHERE ticket_id = %s RETURNING id", [fact.ticket])
