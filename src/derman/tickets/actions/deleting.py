"""Deleting a ticket: into the bin, out of it again, and after its days empty for good.

What goes into the bin is as if it were not there, but all of it is kept; bringing it back changes nothing else. A mail
that answers a deleted ticket opens a new one (see `receive`), so that what somebody writes is never lost with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, sql
from derman.kernel.recalling import recalled, remember
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.access import bin_visible_to, may_delete, visible_to
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.locking import lock_in_order
from derman.tickets.actions.standing import status_of
from derman.tickets.binned import IN_BIN, KEPT, Binned
from derman.tickets.errors import NotAllowed, Overtaken, TicketNotFound, WrongInput
from derman.tickets.facts import TicketEmptied
from derman.tickets.merged import family_of
from derman.tickets.models import (
    Approval,
    Aside,
    Attachment,
    Draft,
    Event,
    Follower,
    Forward,
    HandOver,
    LaterReply,
    Link,
    Message,
    OwnValues,
    Pin,
    ReadMark,
    ServiceRequest,
    Task,
    Ticket,
    TimeSpent,
)


def delete(*, actor: Person, ticket: int, expected_seq: int | None = None) -> Ticket:
    """Put a ticket into the bin, and with it those that were merged into it.

    Raises TicketNotFound, NotAllowed, Overtaken, WrongInput where an answer waits to leave later.
    """
    if not visible_to(actor).filter(pk=ticket).exists():
        raise _not_found(ticket)
    with transaction.atomic():
        family = family_of(ticket)
        lock_in_order(*family)
        with changing(ticket, actor, expected_seq=expected_seq, touch=False) as change:
            put_in(change, family - {ticket})
    return change.ticket


def put_in(change: Change, merged: Iterable[int]) -> None:
    """Within a change: into the bin, with what was merged into it (locked). Raises NotAllowed, WrongInput."""
    if not may_delete(change.actor):
        raise NotAllowed(_("Only leads and administrators delete tickets."))
    merged = sorted(merged)
    put_aside(change, merged)
    for other in merged:
        with changing(other, change.actor, merged_too=True, touch=False) as along:
            along.act = change.act
            put_aside(along)


def put_aside(change: Change, merged: Sequence[int] = ()) -> None:
    """Within a change: into the bin, whoever acts; for what they have just opened themselves. Raises WrongInput."""
    ticket = change.ticket
    if ticket.later:
        raise WrongInput(
            _("An answer waits on #%(number)s to leave later. Send it or take it back first.") % {"number": ticket.pk},
            field="later",
        )
    assert change.actor is not None, "the desk deletes nothing by itself"
    change.record(events.TicketDeleted(before=status_of(ticket), merged=list(merged)))
    change.set(status=IN_BIN, waiting_for="", waiting_until=None)
    change.add(Binned(ticket=ticket, by=change.actor, at=change.at))


def restore(*, actor: Person, ticket: int) -> Ticket:
    """Take a ticket out of the bin as it was. Raises TicketNotFound where there is none for `actor`."""
    with transaction.atomic():
        if not bin_visible_to(actor).filter(pk=ticket, binned__emptied_at=None).exists():
            raise _not_found(ticket)
        lock_in_order(*family_of(ticket))
        with changing(ticket, actor, deleted_too=True, touch=False) as change:
            merged = take_out(change)
            change.record(events.TicketRestored(merged=merged))
    return change.ticket


def take_out(change: Change) -> list[int]:
    """Within a change: out of the bin, with those that went along (locked). Returns these. Raises Overtaken."""
    put = _take_out(change)
    for other in put.details["merged"]:
        with changing(other, change.actor, merged_too=True, deleted_too=True, touch=False) as along:
            along.act = change.act
            _take_out(along)
            along.record(events.TicketRestored())
    return list(put.details["merged"])


def _take_out(change: Change) -> Event:
    number = change.ticket.pk
    lies, put = recalled(("binned", number)) or _lying([number])[number]
    if change.ticket.status != IN_BIN or put is None or lies is None:
        raise Overtaken(_("#%(number)s is no longer in the bin.") % {"number": number})
    change.remove(lies)
    before: dict[str, Any] = put.details["before"]
    until = before["waiting_until"]
    change.set(
        status=before["status"],
        waiting_for=before["waiting_for"],
        waiting_until=datetime.fromisoformat(until) if until else None,
    )
    return put


def _lying(numbers: Collection[int]) -> dict[int, tuple[Binned | None, Event | None]]:
    """Of these, which are locked: what lies in the bin, and how it last came there. 2 statements."""
    bound = [list(numbers)]
    lies = {row.pk: row for row in sql.read(Binned, "WHERE t.ticket_id = ANY(%s) AND t.emptied_at IS NULL", bound)}
    came = "WHERE t.ticket_id = ANY(%s) AND t.kind = %s ORDER BY t.seq"
    puts = {event.ticket_id: event for event in sql.read(Event, came, [*bound, events.TicketDeleted.kind])}
    return {number: (lies.get(number), puts.get(number)) for number in numbers}


def know_bin(numbers: Collection[int]) -> None:
    """Read the same for many at once, within `recalling`. 2 statements."""
    for number, found in _lying(numbers).items():
        remember(("binned", number), found)


def _not_found(ticket: int) -> TicketNotFound:
    return TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": ticket})


def due_to_empty(limit: int) -> list[int]:
    """The tickets whose days in the bin are over, the oldest first. 1 statement."""
    over = Binned.objects.filter(emptied_at=None, at__lte=clock.now() - KEPT).order_by("at", "pk")
    return list(over.values_list("pk", flat=True)[:limit])


# what hangs on a ticket and holds words of people; messages go before what they point at
_CONTENT: tuple[Any, ...] = (
    Aside, Draft, LaterReply, Message, Forward, Approval, Task, ServiceRequest, Follower, ReadMark, Pin, OwnValues,
)  # fmt: skip
# details of these are codes and ids alone; the database lets the others of an emptied ticket be emptied, nothing else
CODES_ALONE = frozenset(
    kind.kind
    for kind in (
        events.Opened,
        events.StatusChanged,
        events.AssigneeChanged,
        events.TeamChanged,
        events.PriorityChanged,
        events.CategoryChanged,
        events.KindChanged,
        events.WatchersChanged,
        events.TicketDeleted,
        events.TicketRestored,
        events.TicketEmptied,
        events.Merged,
        events.ChangedTogether,
        events.Undone,
    )
)


def empty(number: int) -> None:
    """Remove all content of a ticket that has lain in the bin for its days. Safe to run twice."""
    with transaction.atomic():
        with changing(number, None, touch=False) as change:
            lies = Binned.objects.select_for_update().filter(ticket=number, emptied_at=None).first()
            if lies is None or change.ticket.status != IN_BIN or lies.at > clock.now() - KEPT:
                return
            files = Attachment.objects.filter(message__ticket=number).order_by().values_list("file", flat=True)
            digests = sorted(set(files.distinct()))
            change.record(events.TicketEmptied(days=KEPT.days))
            for model in _CONTENT:
                model.objects.filter(ticket=number).delete()
            HandOver.objects.filter(ticket=number).update(wrong="", tried="", asked="", reason="", evidence=[])
            TimeSpent.objects.filter(ticket=number).update(note="")  # the minutes are of those who worked
            Link.objects.filter(ticket=number).delete()
            Link.objects.filter(other=number).delete()
            change.set(
                subject="", excerpt="", tags=[], watchers=[], origin={}, later="", tasks=0, tasks_done=0, asides=0
            )
            lies.emptied_at = change.at
            lies.save(update_fields=["emptied_at"])
            change.later(TicketEmptied(ticket=number, files=digests))
        Event.objects.filter(ticket=number).exclude(kind__in=CODES_ALONE).exclude(details={}).update(details={})
