"""Clocks start, stop and end with what happens to their ticket. *Now*, in the transaction of the change.

1 statement for a ticket that opens, 1 or 2 for one that changes; what comes of it is written with the ticket.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from derman.kernel import clock, sql
from derman.kernel.recalling import recall_once, remember
from derman.sla.book import About, Chapter, chapter_for, the_book
from derman.sla.models import Clock
from derman.sla.reckoning import Outcome, Talk, most_urgent, reconcile
from derman.tickets import actions, events
from derman.tickets.facts import TicketChanged, TicketOpened, TicketsChanged
from derman.tickets.models import Ticket

DONE = "done"  # Ticket.promise: there are clocks, and none is live

_SAID = frozenset(
    kind.kind
    for kind in (
        events.Received, events.Replied, events.ReplyReleased, events.Undone, events.Merged, events.Absorbed,
        events.Unmerged, events.Released, events.SplitOff, events.SplitFrom,
    )
)  # fmt: skip
_SORTED = frozenset(
    kind.kind
    for kind in (
        events.StatusChanged, events.PriorityChanged, events.KindChanged, events.CategoryChanged, events.TeamChanged,
        events.ServiceAsked, events.TicketDeleted, events.TicketRestored,
    )
)  # fmt: skip

CLOCK_COLUMNS = (
    "policy", "seconds", "always", "marks", "state", "due_at", "left", "ended_at", "stage", "next_at",
)  # fmt: skip
TICKET_COLUMNS = ("promise", "promised_at", "due_at")

# what was said to the requester and by them, without what machines wrote and what went to others
_TALK = """
SELECT of.ticket, answer.at, (SELECT min(m.created_at) FROM tickets_message m WHERE m.ticket_id = of.ticket
    AND m.public AND NOT m.staff AND NOT m.automatic AND m.forward_id IS NULL AND m.withdrawn_at IS NULL
    AND m.created_at > COALESCE(answer.at, '-infinity'))
FROM unnest(%s::bigint[]) AS of (ticket), LATERAL (SELECT max(m.created_at) AS at FROM tickets_message m
    WHERE m.ticket_id = of.ticket AND m.public AND m.staff AND NOT m.automatic AND m.forward_id IS NULL
    AND m.withdrawn_at IS NULL) AS answer
"""
_ABOUT = """
WITH RECURSIVE given (ticket, category, requester) AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[])),
above (id, top, parent) AS (
    SELECT id, id, parent_id FROM tickets_category WHERE id IN (SELECT category FROM given)
    UNION ALL SELECT above.id, c.id, c.parent_id FROM tickets_category c JOIN above ON above.parent = c.id)
SELECT g.ticket, (SELECT organisation_id FROM people_person WHERE id = g.requester),
    (SELECT service_id FROM tickets_servicerequest WHERE ticket_id = g.ticket LIMIT 1),
    ARRAY(SELECT top FROM above WHERE above.id = g.category)
FROM given g
"""


def start(fact: TicketOpened) -> None:
    """A ticket opened, and has its place: what its requester is promised begins to run."""
    book = the_book()
    if book:
        follow(actions.ticket_at_hand(fact.ticket), book, [], Talk(None, None))


def read_together(fact: TicketsChanged) -> None:
    """What is asked of each of many tickets in a moment, where policies are in use. 3 statements at most."""
    if (_SAID | _SORTED).isdisjoint(fact.kinds) or not the_book():
        return
    clocks: dict[int, list[Clock]] = {number: [] for number in fact.acts}
    for one in sql.read(Clock, "WHERE t.ticket_id = ANY(%s) ORDER BY t.id", [list(fact.acts)]):
        clocks[one.ticket_id].append(one)
    for number, talk in _talk_on(fact.acts).items():
        remember(("clocks", number), clocks[number])
        remember(("talk", number), talk)


def keep_up(fact: TicketChanged) -> None:
    """Something about a ticket changed: its clocks with it."""
    kinds = frozenset(fact.kinds)
    said, sorted_ = bool(kinds & _SAID), bool(kinds & _SORTED)
    if not (said or sorted_) or actions.opening_at_hand(fact.ticket) is not None:
        return
    ticket = actions.ticket_at_hand(fact.ticket)
    if not ticket.promise and not sorted_:
        return
    book = the_book()
    if not ticket.promise and chapter_of(ticket, book) is None:
        return
    clocks = _clocks_at_hand(ticket)
    talk = recall_once(("talk", ticket.pk), lambda: talk_on(ticket)[ticket.pk])
    outcome = follow(ticket, book, clocks, talk)
    for moved in outcome.moved:
        due, seconds = moved.clock.due_at, moved.clock.seconds
        if (due, seconds) != (moved.due_before, moved.seconds_before):
            actions.note_promise_moved(
                ticket=ticket.pk,
                target=moved.clock.target,
                policy=next(one.name for one in book if one.policy == moved.clock.policy_id),
                seconds=seconds,
                before=moved.due_before,
                after=due,
            )


def follow(ticket: Ticket, book: Sequence[Chapter], clocks: list[Clock], talk: Talk) -> Outcome:
    """Bring the clocks of a ticket that is being changed to where they should be, and the ticket's own columns."""
    at = clock.now()
    outcome = reconcile(ticket, clocks, talk, chapter_of(ticket, book), at)
    clocks.extend(outcome.made)
    columns = shown_of(clocks)
    same = all(getattr(ticket, name) == value for name, value in columns.items())
    beside = actions.set_at_hand(ticket.pk, **({} if same else columns))
    beside.insert(*outcome.made)
    for changed in outcome.changed:
        beside.update(changed, CLOCK_COLUMNS)
    return outcome


def shown_of(clocks: Collection[Clock]) -> dict[str, object]:
    """What a ticket says of its clocks: the most urgent one."""
    first = most_urgent(clocks)
    if first is None:
        return {"promise": DONE if clocks else "", "promised_at": None, "due_at": None}
    return {"promise": first.target, "promised_at": first.started_at, "due_at": first.due_at}


def talk_on(*tickets: Ticket) -> dict[int, Talk]:
    """What was said on tickets (by their numbers), as far as promises go. 1 statement."""
    return _talk_on(ticket.pk for ticket in tickets)


def _talk_on(numbers: Iterable[int]) -> dict[int, Talk]:
    found = sql.rows(_TALK, [list(numbers)])
    return {ticket: Talk(answered, asked) for ticket, answered, asked in found}


def chapters_of(tickets: Sequence[Ticket], book: Sequence[Chapter]) -> dict[int, Chapter | None]:
    """The policies that hold for tickets (by their numbers).

    1 statement where a policy asks for more than a ticket itself says.
    """
    more: dict[int, tuple[int | None, int | None, list[int]]] = {}
    asked = ("organisations", "services", "categories")
    if any(chapter.conditions[name] for chapter in book for name in asked):
        columns = zip(*((ticket.pk, ticket.category_id, ticket.requester_id) for ticket in tickets), strict=True)
        more = {ticket: (*found, tops) for ticket, *found, tops in sql.rows(_ABOUT, [list(one) for one in columns])}
    found = {}
    for ticket in tickets:
        own = [ticket.category_id] if ticket.category_id else []
        organisation, service, categories = more.get(ticket.pk, (None, None, own))
        about = About(ticket.kind, organisation, service, ticket.team_id, frozenset(categories))
        found[ticket.pk] = chapter_for(book, about, ticket.created_at)
    return found


def chapter_of(ticket: Ticket, book: Sequence[Chapter]) -> Chapter | None:
    """The policy that holds for a ticket. 1 statement where a policy asks for more than a ticket itself says."""
    return chapters_of([ticket], book)[ticket.pk]


def _clocks_at_hand(ticket: Ticket) -> list[Clock]:
    """The clocks of a ticket that is being changed. 1 statement, once in a change."""
    known = actions.set_at_hand(ticket.pk).known
    if "clocks" not in known:
        known["clocks"] = recall_once(
            ("clocks", ticket.pk), lambda: sql.read(Clock, "WHERE t.ticket_id = %s ORDER BY t.id", [ticket.pk])
        )
    clocks: list[Clock] = known["clocks"]
    return clocks
