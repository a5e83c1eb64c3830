"""What of a timeline can be taken back, before anybody tries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from derman.kernel import clock, sql
from derman.kernel.recalling import recall_once
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.restoring import RESTORE
from derman.tickets.models import Event
from derman.tickets.settling import UNDO_TIME

# acts that are undone by one of their events, which knows of all that they did
WHOLE = (events.Absorbed.kind, events.SplitOff.kind)
BIN = (events.TicketDeleted.kind, events.TicketRestored.kind)
# acts that changed other tickets too
FAR = (*WHOLE, *BIN, events.PartsResolved.kind)
# that say of an act only who was at it, or what came along
RAN = (events.RuleRan.kind, events.MacroRan.kind)
SAYS = (events.MessageMoved.kind, *RAN)
# what was said, or would have been, is its author's alone to take back, and only until it leaves
SAID = (
    events.Replied.kind,
    events.Noted.kind,
    events.MessageForwarded.kind,
    events.ReplyPlanned.kind,
    events.ReplyReleased.kind,
    events.AsideBegun.kind,
    events.AsideSaid.kind,
)
# what follows from what was done
FOLLOWS = (
    events.PromiseMoved.kind,
    events.PromiseStep.kind,
    events.PageEnded.kind,
    events.VendorEnded.kind,
    events.VendorAskedAgain.kind,
)
# what the rooms above keep: they put it back, or say what is in the way, when they hear that it is taken back
ABOVE = (
    events.ProblemLinked.kind,
    events.ProblemUnlinked.kind,
    events.VendorEnded.kind,
    events.VendorAskedAgain.kind,
)
# of these, what was written by an earlier version does not say what was before, and so stays
TELLS_BEFORE = (
    events.RunbookStepped.kind,
    events.ProblemUnlinked.kind,
    events.VendorEnded.kind,
    events.VendorAskedAgain.kind,
)
# what an agent did that can be taken back at any time
STEADY = frozenset(
    {
        *RESTORE,
        *FAR,
        events.MessageMoved.kind,
        events.OwnFieldChanged.kind,
        events.LinksChanged.kind,
        events.HandedUp.kind,
        events.HandOverAccepted.kind,
        events.HandOverReturned.kind,
        events.TaskChanged.kind,
        events.TaskAdded.kind,
        events.TimeAdded.kind,
        events.TimeRemoved.kind,
        events.ChangedTogether.kind,
        *RAN,
        events.TicketCopied.kind,
        events.AsidePeopleChanged.kind,
        events.RunbookBegun.kind,
        events.RunbookEnded.kind,
        *TELLS_BEFORE,
        *ABOVE,
    }
)


_THINGS = ("task", "other", "entry", "run", "field", "aside", "case", "problem", "walk")


def _what(event: Event) -> tuple[object, ...]:
    """What an event changed: a field of the ticket or of the desk, or one of its tasks, links, entries, cases …"""
    return (
        event.kind.partition(".")[0],
        *(event.details.get(name) for name in _THINGS),
        event.act if event.kind in RAN else None,  # what one rule or macro did hides nothing of another's
    )


def can_be_taken_back(timeline: Sequence[Event], undone: Collection[int]) -> set[int]:
    """Of a timeline in order, the sequence number of the last event of each act that can be taken back now.

    `undone`: the sequence numbers of events that were. Nothing of what an act changed was changed since; what cannot
    be seen from the timeline alone is said when it is tried.
    """
    latest = {_what(event): event.act for event in timeline if event.seq not in undone}
    acts: dict[UUID, list[Event]] = {}
    for event in timeline:
        acts.setdefault(event.act, []).append(event)
    return {done[-1].seq for done in acts.values() if _stands(_lasting(done), undone, latest)}


def _lasting(done: Sequence[Event]) -> list[Event]:
    """What a macro did beside what it said: that stays when the rest is taken back."""
    if not any(event.kind == events.MacroRan.kind for event in done):
        return list(done)
    return [event for event in done if event.kind not in SAID]


def _stands(done: Sequence[Event], undone: Collection[int], latest: dict[tuple[object, ...], UUID]) -> bool:
    """Does all that one act did still stand, and can it be taken back?"""
    return any(event.kind not in SAYS or event.details.get("pinned") for event in done) and all(
        (event.actor_id is not None or any(one.kind == events.RuleRan.kind for one in done))
        and event.seq not in undone
        and event.kind in STEADY
        and (event.kind not in TELLS_BEFORE or bool(event.details.get("before")))
        and (event.kind == events.MessageMoved.kind or latest[_what(event)] == event.act)
        for event in done
    )


def last_act(*, actor: Person, ticket: int) -> Event | None:
    """The latest thing that `actor` did to a ticket and can still take back, if any.

    1 statement; none within `recalling` for whoever has just done something to it.
    """
    done: list[Event] = recall_once(("done", ticket), list)
    # what follows for a promise or a vendor hides nothing of what was done
    event = next((one for one in reversed(done) if one.kind not in FOLLOWS or one.actor_id is not None), None)
    if event is None:
        tail = "WHERE t.ticket_id = %s AND NOT (t.kind = ANY(%s) AND t.actor_id IS NULL) ORDER BY t.seq DESC LIMIT 1"
        event = next(iter(sql.read(Event, tail, [ticket, list(FOLLOWS)])), None)
    if (
        event is None
        or event.actor_id != actor.pk
        or event.kind in (events.Undone.kind, events.PromiseAcknowledged.kind)
        or event.kind.startswith(("identity.", "secret."))
    ):
        return None
    return event if clock.now() - event.at <= UNDO_TIME else None
