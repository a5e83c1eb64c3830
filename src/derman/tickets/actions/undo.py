"""Taking back what an agent did: the values from before, and a line on the timeline that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, html, sql
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.access import may_delete
from derman.tickets.actions import aside, guiding, handing, own_fields, tasks, working
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.copying import uncopy
from derman.tickets.actions.deleting import put_in, take_out
from derman.tickets.actions.drafts import put_into_draft
from derman.tickets.actions.later import withdraw
from derman.tickets.actions.linking import link_to, put
from derman.tickets.actions.locking import lock_in_order
from derman.tickets.actions.merging import release
from derman.tickets.actions.parts import answers_to_withdraw
from derman.tickets.actions.pinning import unpin_for
from derman.tickets.actions.restoring import RESTORE
from derman.tickets.actions.splitting import unsplit
from derman.tickets.actions.standing import dates_of
from derman.tickets.actions.undoable import ABOVE, FAR, RAN, SAID, WHOLE
from derman.tickets.addressed import Addressees
from derman.tickets.errors import AlreadyUndone, TicketNotFound, TooLateToUndo
from derman.tickets.facts import MessageWithdrawn
from derman.tickets.models import (
    IN_BIN,
    Event,
    LaterReply,
    LaterState,
    Message,
    Ticket,
)
from derman.tickets.settling import GRACE, UNDO_TIME

# what was sent, changed or answered is an event beside it
_BESIDE = (events.ReplyReleased.kind, events.ChangedTogether.kind, events.VendorAsked.kind, events.RunbookEnded.kind)
HANDED = (events.HandedUp.kind, events.HandOverAccepted.kind, events.HandOverReturned.kind)


@dataclass(frozen=True, slots=True)
class Done:
    """What one act did to one ticket, the latest first, and what of that ticket was taken back (sequence numbers)."""

    events: list[Event]
    undone: frozenset[int]

    @property
    def others(self) -> list[int]:
        """The tickets that it joined or parted with this one: what takes it back changes them too."""
        named: list[int] = []
        for one in (event.details for event in self.events if event.kind in FAR):
            one_other = [one.get("other") or one.get("into")]
            named += one.get("merged", one.get("parts", one_other))
        return named


_UNDONE = """
SELECT t.ticket_id, array_agg(back::int) FROM tickets_event t, jsonb_array_elements_text(t.details->'seqs') AS back
WHERE t.ticket_id = ANY(%s) AND t.kind = %s GROUP BY t.ticket_id
"""


def done_by(act: UUID | str, tickets: Sequence[int]) -> dict[int, Done]:
    """What an act did to each of these tickets, which are locked. 2 statements."""
    undone = _undone(tickets)
    return {number: Done(done, undone.get(number, frozenset())) for number, done in _events(act, tickets).items()}


def _events(act: UUID | str, tickets: Sequence[int]) -> dict[int, list[Event]]:
    found: dict[int, list[Event]] = {number: [] for number in tickets}
    did = "WHERE t.ticket_id = ANY(%s) AND t.act = %s ORDER BY t.ticket_id, t.seq DESC"
    for event in sql.read(Event, did, [list(tickets), str(act)]):
        found[event.ticket_id].append(event)
    # of what the desk does by itself, only what a rule did can be taken back
    return {number: done if _is_an_act(done) else [] for number, done in found.items()}


def _is_an_act(done: Sequence[Event]) -> bool:
    return all(event.actor_id is not None for event in done) or any(event.kind == events.RuleRan.kind for event in done)


def _undone(tickets: Sequence[int]) -> dict[int, frozenset[int]]:
    rows = sql.rows(_UNDONE, [list(tickets), events.Undone.kind])
    return {number: frozenset(seqs) for number, seqs in rows}


def undo(*, actor: Person, ticket: int, act: UUID | str) -> Ticket:
    """Take back everything that one action of an agent did to a ticket.

    At any time, as long as nothing later builds on it; what was said only by its author within UNDO_TIME. Raises
    TooLateToUndo with what is in the way.
    """
    with transaction.atomic():
        # what an act did is never changed; what was taken back of it is
        did = Done(_events(act, [ticket])[ticket], frozenset())
        lock_in_order(ticket, *did.others)
        return undo_done(
            actor=actor, ticket=ticket, done=replace(did, undone=_undone([ticket]).get(ticket, did.undone))
        )


def undo_done(*, actor: Person, ticket: int, done: Done) -> Ticket:
    """The same where it is known what was done, to a ticket that is locked."""
    with changing(ticket, actor, deleted_too=may_delete(actor)) as change:
        if change.ticket.status == IN_BIN and not any(event.kind == events.TicketDeleted.kind for event in done.events):
            raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": ticket})
        done = _without_what_has_left(change, done)
        _may_be_taken_back(change, done)
        # what joins or parts tickets takes everything back that it did
        for event in [event for event in done.events if event.kind in WHOLE] or done.events:
            _take_back(change, event)
        what = [event.kind for event in reversed(done.events)]
        change.record(events.Undone(seqs=sorted(event.seq for event in done.events), what=what))
        change.undone = what
    return change.ticket


def _without_what_has_left(change: Change, done: Done) -> Done:
    """Of what a macro did, the rest can be taken back when its words cannot any more."""
    if not any(event.kind == events.MacroRan.kind for event in done.events) or not _is_said(change, done):
        return done
    return replace(done, events=[event for event in done.events if event.kind not in SAID])


def _is_said(change: Change, done: Done) -> bool:
    """Is it too late to take back what was said, or not this person's to do so?"""
    first = done.events[0]
    is_own = change.actor is not None and first.actor_id == change.actor.pk
    return clock.now() - first.at > UNDO_TIME + GRACE or not is_own


def _may_be_taken_back(change: Change, done: Done) -> None:
    if not done.events:
        raise TooLateToUndo(_("This cannot be taken back."))
    first = done.events[0]
    if any(event.kind in SAID for event in done.events) and _is_said(change, done):
        raise TooLateToUndo(_("It is too late to take this back."))
    if first.seq in done.undone:
        raise AlreadyUndone(_("This was taken back already."))


def _changed_again(change: Change, event: Event) -> TooLateToUndo:
    later = change.ticket.events.filter(kind=event.kind, seq__gt=event.seq).exclude(act=event.act)
    last = later.select_related("actor").last()
    if last is None or last.actor is None:
        return TooLateToUndo(_("This has been changed again since then."))
    name = last.actor.name or last.actor.email
    return TooLateToUndo(_("%(name)s changed this again since then. Take that back first.") % {"name": name})


def _take_back(change: Change, event: Event) -> None:
    if event.kind in (events.Replied.kind, events.Noted.kind, events.MessageForwarded.kind):
        _withdraw(change, event)
        return
    if event.kind == events.ReplyPlanned.kind:
        _unplan(change, event)
        return
    if event.kind in RAN:
        unpin_for(change.ticket, event.details.get("pinned", ()))
        return
    if event.kind in _BESIDE or event.kind in ABOVE:
        return
    if event.kind == events.Absorbed.kind:
        with changing(event.details["other"], change.actor, merged_too=True) as gone:
            release(gone, change)
        return
    if event.kind == events.SplitOff.kind:
        unsplit(change, event.details)
        return
    if event.kind == events.TicketDeleted.kind:
        take_out(change)
        return
    if event.kind == events.TicketRestored.kind:
        put_in(change, event.details["merged"])
        return
    if event.kind == events.TicketCopied.kind:
        uncopy(change, event.details)
        return
    if event.kind == events.PartsResolved.kind:
        _reopen_parts(change, event)
        return
    if event.kind == events.LinksChanged.kind:
        _relink(change, event)
        return
    within = {
        events.TaskChanged.kind: tasks.take_back,
        events.TaskAdded.kind: tasks.take_away,
        events.OwnFieldChanged.kind: own_fields.take_back,
        events.RunbookBegun.kind: guiding.take_back_begun,
        events.RunbookStepped.kind: guiding.take_back_step,
        events.AsideBegun.kind: aside.unsay,
        events.AsideSaid.kind: aside.unsay,
        events.AsidePeopleChanged.kind: aside.take_back,
    }.get(event.kind)
    if within is not None:
        within(change, event.details)
        return
    if event.kind in (events.TimeAdded.kind, events.TimeRemoved.kind):
        working.take_back(change, event.kind, event.details)
        return
    if event.kind in HANDED:
        handing.take_back(change, event.kind, event.details)
        return
    restore = RESTORE.get(event.kind)
    if restore is None:
        raise TooLateToUndo(_("This cannot be taken back."))
    read, write = restore
    if read(change.ticket) != event.details["after"]:
        raise _changed_again(change, event)
    write(change, event.details["before"])
    if event.kind == events.StatusChanged.kind:
        change.set(**dates_of(event))


def _reopen_parts(change: Change, event: Event) -> None:
    """The parts (locked) stand as before, but for those that were taken back alone; answers go back while they can."""
    assert change.actor is not None, "the desk takes nothing back"
    answers = answers_to_withdraw(event.details, event.at) if event.actor_id == change.actor.pk else {}
    done = done_by(event.act, event.details["parts"])
    for number in event.details["parts"]:
        try:
            undo_done(actor=change.actor, ticket=number, done=done[number])
        except AlreadyUndone:
            continue
        except TooLateToUndo as error:
            raise TooLateToUndo(f"#{number}: {error}") from None
        if number in answers:
            undo(actor=change.actor, ticket=number, act=answers[number])


def _relink(change: Change, event: Event) -> None:
    details = event.details
    if link_to(change.ticket, details["other"]) != details["after"]:
        raise _changed_again(change, event)
    put(change, details["other"], details["before"])


def _withdraw(change: Change, event: Event) -> None:
    """Take a message back and put its text and files into the author's draft, so that nothing is lost."""
    message = Message.objects.select_for_update().get(pk=event.details["message"])
    Message.objects.filter(pk=message.pk).update(withdrawn_at=change.at)
    waiting = list(message.attachments.all())
    message.attachments.update(message=None, uploader=event.actor, created_at=change.at)
    if event.actor is not None:
        put_into_draft(
            change.ticket,
            event.actor,
            public=message.public,
            html_body=message.html or html.from_text(message.text),
            cc=message.cc,
            addressees=Addressees(to=message.to, bcc=message.bcc, left_out=message.left_out),
            files=[file.key for file in waiting],
        )
    last = change.ticket.messages.filter(withdrawn_at=None, public=True).exclude(pk=message.pk).last()
    latest = change.ticket.messages.filter(withdrawn_at=None).exclude(pk=message.pk).last()
    change.set(
        excerpt=" ".join(last.text[:600].split())[:200] if last else "",
        message_seq=latest.seq if latest else 0,
    )
    answered = change.ticket.messages.filter(withdrawn_at=None, staff=True, public=True).exclude(pk=message.pk).first()
    change.set(first_response_at=answered.created_at if answered else None)
    change.later(MessageWithdrawn(ticket=change.ticket.pk, message=message.pk))


def _unplan(change: Change, event: Event) -> None:
    row = LaterReply.objects.select_for_update().filter(pk=event.details["later"], state=LaterState.WAITING).first()
    if row is None or event.actor is None:
        raise TooLateToUndo(_("It is too late to take this back."))
    withdraw(change, row, to=event.actor)
