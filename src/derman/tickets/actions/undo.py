"""Taking back what an agent did: the values from before, and a line on the timeline that says so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, sql
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.access import may_delete
from derman.tickets.actions import own_fields, tasks, working
from derman.tickets.actions.changing import Change, changing, lock_in_order
from derman.tickets.actions.deleting import put_in, take_out
from derman.tickets.actions.later import withdraw
from derman.tickets.actions.linking import link_to, put
from derman.tickets.actions.merging import release
from derman.tickets.actions.splitting import unsplit
from derman.tickets.actions.standing import dates_of, set_status_columns, status_of
from derman.tickets.errors import AlreadyUndone, NotAllowed, TicketNotFound, TooLateToUndo
from derman.tickets.facts import MessageWithdrawn
from derman.tickets.models import (
    IN_BIN,
    PRIORITY_CODES,
    PRIORITY_OF,
    Draft,
    Event,
    Follower,
    LaterReply,
    LaterState,
    Message,
    Ticket,
)
from derman.tickets.settling import GRACE, UNDO_TIME

WHOLE = (events.Absorbed.kind, events.SplitOff.kind)
BIN = (events.TicketDeleted.kind, events.TicketRestored.kind)
# what was said, or would have been, is its author's alone to take back, and only until it leaves
SAID = (
    events.Replied.kind,
    events.Noted.kind,
    events.MessageForwarded.kind,
    events.ReplyPlanned.kind,
    events.ReplyReleased.kind,
)


def undo(*, actor: Person, ticket: int, act: UUID | str) -> Ticket:
    """Take back everything that one action of an agent did to a ticket.

    At any time, as long as nothing later builds on it; what was said only by its author within UNDO_TIME. Raises
    TooLateToUndo with what is in the way.
    """
    with transaction.atomic():
        lock_in_order(ticket, *_joined_by(ticket, act))
        return _undo(actor, ticket, act)


def _joined_by(ticket: int, act: UUID | str) -> list[int]:
    """The tickets that an act joined or parted with `ticket`: what takes it back changes them too. 1 statement."""
    found = Event.objects.filter(ticket=ticket, act=act, kind__in=WHOLE + BIN).values_list("details", flat=True)
    return [
        other for details in found for other in details.get("merged", [details.get("other") or details.get("into")])
    ]


def _undo(actor: Person, ticket: int, act: UUID | str) -> Ticket:
    with changing(ticket, actor, deleted_too=may_delete(actor)) as change:
        done = list(change.ticket.events.filter(act=act).exclude(actor=None).order_by("-seq"))
        if change.ticket.status == IN_BIN and not any(event.kind == events.TicketDeleted.kind for event in done):
            raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": ticket})
        _may_be_taken_back(change, done)
        # what joins or parts tickets takes everything back that it did
        for event in [event for event in done if event.kind in WHOLE] or done:
            _take_back(change, event)
        change.record(
            events.Undone(seqs=sorted(event.seq for event in done), what=[event.kind for event in reversed(done)])
        )
    return change.ticket


def _may_be_taken_back(change: Change, done: list[Event]) -> None:
    if not done:
        raise TooLateToUndo(_("This cannot be taken back."))
    is_own = change.actor is not None and done[0].actor_id == change.actor.pk
    is_over = clock.now() - done[0].at > UNDO_TIME + GRACE
    if any(event.kind in SAID for event in done) and (is_over or not is_own):
        raise TooLateToUndo(_("It is too late to take this back."))
    if change.ticket.events.filter(kind=events.Undone.kind, details__seqs__contains=[done[0].seq]).exists():
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
    if event.kind in (events.ReplyReleased.kind, events.ChangedTogether.kind):
        return  # what it sent, and what was changed, are events beside it
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
        if not may_delete(change.actor):
            raise NotAllowed(_("Only leads and administrators delete tickets."))
        put_in(change, event.details["merged"])
        return
    if event.kind == events.LinksChanged.kind:
        _relink(change, event)
        return
    within = {
        events.TaskChanged.kind: tasks.take_back,
        events.TaskAdded.kind: tasks.take_away,
        events.OwnFieldChanged.kind: own_fields.take_back,
    }.get(event.kind)
    if within is not None:
        within(change, event.details)
        return
    if event.kind in (events.TimeAdded.kind, events.TimeRemoved.kind):
        working.take_back(change, event.kind, event.details)
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
    Draft.objects.update_or_create(
        ticket=change.ticket,
        agent_id=event.actor_id,
        public=message.public,
        defaults={
            "html": message.html or message.text,
            "to": ", ".join(message.to),
            "cc": ", ".join(message.cc),
            "bcc": ", ".join(message.bcc),
            "left_out": message.left_out,
            "files": [file.key for file in waiting],
            "updated_at": change.at,
        },
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


def _set_followers(change: Change, before: list[int]) -> None:
    change.ticket.followers.exclude(person__in=before).delete()
    change.followers = set(before)
    Follower.objects.bulk_create(
        [Follower(ticket=change.ticket, person_id=person) for person in before], ignore_conflicts=True
    )


def _priority(ticket: Ticket) -> dict[str, Any]:
    return {"priority": PRIORITY_CODES[ticket.priority], "impact": ticket.impact, "urgency": ticket.urgency}


def _set_priority(change: Change, before: dict[str, Any]) -> None:
    change.set(priority=PRIORITY_OF[before["priority"]], impact=before["impact"], urgency=before["urgency"])


# kind of event → how the present value reads, how the earlier one is put back
RESTORE: dict[str, tuple[Callable[[Ticket], Any], Callable[[Change, Any], None]]] = {
    events.StatusChanged.kind: (status_of, set_status_columns),
    events.AssigneeChanged.kind: (
        lambda ticket: ticket.assignee_id,
        lambda change, old: change.set(assignee_id=old),
    ),
    events.TeamChanged.kind: (
        lambda ticket: {"team": ticket.team_id, "tier": ticket.tier},
        lambda change, old: change.set(team_id=old["team"], tier=old["tier"]),
    ),
    events.PriorityChanged.kind: (_priority, _set_priority),
    events.CategoryChanged.kind: (
        lambda ticket: ticket.category_id,
        lambda change, old: change.set(category_id=old),
    ),
    events.KindChanged.kind: (lambda ticket: ticket.kind, lambda change, old: change.set(kind=old)),
    events.SubjectChanged.kind: (lambda ticket: ticket.subject, lambda change, old: change.set(subject=old)),
    events.TagsChanged.kind: (lambda ticket: sorted(ticket.tags), lambda change, old: change.set(tags=old)),
    events.FollowersChanged.kind: (
        lambda ticket: sorted(ticket.followers.values_list("person_id", flat=True)),
        _set_followers,
    ),
}


# what an agent did that can be taken back at any time
STEADY = frozenset(
    {
        *RESTORE,
        *WHOLE,
        *BIN,
        events.MessageMoved.kind,
        events.OwnFieldChanged.kind,
        events.LinksChanged.kind,
        events.TaskChanged.kind,
        events.TaskAdded.kind,
        events.TimeAdded.kind,
        events.TimeRemoved.kind,
        events.ChangedTogether.kind,
    }
)


def _what(event: Event) -> tuple[object, ...]:
    """What an event changed: a field of the ticket or of the desk, or one of its tasks, links, entries, runs."""
    return (
        event.kind.partition(".")[0],
        *(event.details.get(name) for name in ("task", "other", "entry", "run", "field")),
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
    return {
        done[-1].seq
        for done in acts.values()
        if all(
            event.actor_id is not None
            and event.seq not in undone
            and event.kind in STEADY
            and (event.kind == events.MessageMoved.kind or latest[_what(event)] == event.act)
            for event in done
        )
        and any(event.kind != events.MessageMoved.kind for event in done)
    }


def last_act(*, actor: Person, ticket: int) -> Event | None:
    """The latest thing that `actor` did to a ticket and can still take back, if any. 1 statement."""
    tail = "JOIN tickets_ticket now ON now.number = t.ticket_id AND now.seq = t.seq WHERE t.ticket_id = %s"
    event = next(
        iter(sql.read(Event, tail + " AND t.actor_id = %s AND t.kind != %s", [ticket, actor.pk, events.Undone.kind])),
        None,
    )
    return event if event and clock.now() - event.at <= UNDO_TIME else None
