"""A ticket's status is taken back: what is with vendors stands as it stood before it, and no other way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from derman.kernel import sql
from derman.tickets import actions as tickets
from derman.tickets import events
from derman.tickets import queries as tickets_asked
from derman.tickets.errors import TooLateToUndo
from derman.tickets.facts import TicketChanged
from derman.tickets.models import Event, Status
from derman.vendors import standing
from derman.vendors.actions.handing import finish
from derman.vendors.models import OPEN, Case

OVER = (Status.RESOLVED, Status.CLOSED)

_TAKEN_BACK = """
SELECT e.at FROM tickets_event u, jsonb_array_elements_text(u.details->'seqs') AS back, tickets_event e
WHERE u.ticket_id = %s AND u.act = %s AND u.kind = 'ticket.undone' AND e.ticket_id = u.ticket_id AND e.seq = back::int
    AND e.kind = 'status.changed' ORDER BY e.seq LIMIT 1
"""


def as_before(fact: TicketChanged, cases: Sequence[Case], *, over: bool) -> None:
    """Undo what the status that is taken back did to these cases, which are locked. `over`: the ticket is so again.

    What vendors and agents did of it since then stays. 2 statements, more for each case that moves.
    """
    since = next((at for (at,) in sql.rows(_TAKEN_BACK, [fact.ticket, fact.act])), None)
    first = _first_since(since, cases) if since is not None else {}
    for case in cases:
        did = first.get(case.pk)
        if did is not None and _stands_as_made(case, did):
            _put_back(case, did)
        elif over and case.state in OPEN and (since is None or case.sent_at >= since or _asked_again(did)):
            finish(case, None, why="resolved")
        elif not over and case.ended_why == "resolved" and did is None and since is not None:
            _ended_by_hand(case, since)


BY_HAND = (events.VendorEnded.kind, events.VendorAskedAgain.kind)


def put_back_by_hand(fact: TicketChanged) -> None:
    """An agent takes back that they ended, withdrew or asked again. Raises TooLateToUndo. 2 statements for each."""
    for event in tickets_asked.taken_back(fact.ticket, fact.act, BY_HAND):
        did = event.details
        case = Case.objects.select_for_update(no_key=True).select_related(None).filter(pk=did["case"]).first()
        if case is None or not did.get("after") or not _stands_as_left(case, did["after"]):
            raise TooLateToUndo(_("Something happened to what is with the vendor since then."))
        standing.put_back(case, did["before"])


def _stands_as_left(case: Case, after: dict[str, Any]) -> bool:
    """But for reminders, which the desk sends by itself."""
    now = standing.of(case)
    return all(now[name] == after[name] for name in ("state", "ended_why", "ended_at", "solved_at", "reopened"))


def _first_since(since: datetime, cases: Sequence[Case]) -> dict[int, Event]:
    """What the desk did by itself to each case first since then."""
    kinds = [events.VendorEnded.kind, events.VendorAskedAgain.kind]
    found = sql.read(
        Event,
        "WHERE t.ticket_id = ANY(%s) AND t.kind = ANY(%s) AND t.actor_id IS NULL AND t.at >= %s ORDER BY t.at, t.seq",
        [list({case.ticket_id for case in cases}), kinds, since],
    )
    first: dict[int, Event] = {}
    for event in found:
        if event.details.get("before"):
            first.setdefault(event.details["case"], event)
    return first


def _stands_as_made(case: Case, did: Event) -> bool:
    if did.kind == events.VendorEnded.kind:
        return case.state == Case.State.DONE and case.ended_why == "resolved"
    return case.state == Case.State.OPEN and case.reopened == did.details["before"]["reopened"] + 1


def _asked_again(did: Event | None) -> bool:
    return did is not None and did.kind == events.VendorAskedAgain.kind


def _put_back(case: Case, did: Event) -> None:
    same: dict[str, Any] = {"case": case.pk, "vendor": case.vendor_id, "before": standing.of(case)}
    standing.put_back(case, did.details["before"])
    ended = not case.is_open
    what = events.VendorEnded(**same, why="resolved") if ended else events.VendorAskedAgain(**same, why="undone")
    tickets.note_of_vendor(actor=None, ticket=case.ticket_id, what=what)


def _ended_by_hand(case: Case, since: datetime) -> None:
    """What an agent had ended before the ticket was solved is not asked for again when that is reopened later."""
    ended = Event.objects.filter(ticket=case.ticket_id, kind=events.VendorEnded.kind, details__case=case.pk).last()
    if case.ended_at is not None and case.ended_at < since and ended is not None and ended.details["why"] == "done":
        Case.objects.filter(pk=case.pk).update(ended_why="done")
