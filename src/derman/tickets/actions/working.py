"""Time spent on a ticket: written down, and taken away again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.errors import NotAllowed, TooLateToUndo, WrongInput
from derman.tickets.models import TimeSpent
from derman.tickets.worked import LONGEST, minutes_of

MOST = 1_000  # entries of a ticket


def add_time(
    *, actor: Person, ticket: int, minutes: int | None = None, written: str = "", billable: bool = False, note: str = ""
) -> TimeSpent:
    """Write down time that `actor` worked on a ticket, in minutes or as people write it (`1h 20`, `45 dk`).

    Raises TicketNotFound, WrongInput with the field.
    """
    worked = minutes if minutes is not None else minutes_of(written)
    if worked is None:
        raise WrongInput(_("Write the time like 1h 20, 1:20 or 45."), field="time")
    if not 1 <= worked <= LONGEST:
        raise WrongInput(_("Write at least a minute, and a week at most."), field="time")
    with changing(ticket, actor, touch=False) as change:
        if change.ticket.time_spent.count() >= MOST:
            raise WrongInput(_("A ticket can have 1,000 entries of time."), field="time")
        row = TimeSpent.objects.create(
            ticket=change.ticket,
            person=actor,
            minutes=worked,
            billable=billable,
            note=" ".join(note.replace("\0", "").split())[:200],
            created_at=change.at,
        )
        change.set(minutes=change.ticket.minutes + worked)
        change.record(events.TimeAdded(entry=row.pk, minutes=worked, billable=billable))
    return row


def remove_time(*, actor: Person, ticket: int, entry: int) -> TimeSpent:
    """An entry counts no longer: one's own, or as a lead anybody's. Raises NotAllowed, WrongInput."""
    with changing(ticket, actor, touch=False) as change:
        row = TimeSpent.objects.select_for_update().filter(pk=entry, ticket=ticket, removed_at=None).first()
        if row is None:
            raise WrongInput(_("This entry does not exist any more."), field="entry")
        if row.person_id != actor.pk and not actor.is_lead:
            raise NotAllowed(_("Only a lead removes the time of somebody else."))
        _remove(change, row)
        change.record(events.TimeRemoved(entry=row.pk, minutes=row.minutes, billable=row.billable))
    return row


def _remove(change: Change, row: TimeSpent) -> None:
    row.removed_at = change.at
    row.save(update_fields=["removed_at"])
    change.set(minutes=change.ticket.minutes - row.minutes)


def take_back(change: Change, kind: str, details: dict[str, Any]) -> None:
    """Undo that an entry was added or removed. Raises TooLateToUndo."""
    added = kind == events.TimeAdded.kind
    row = TimeSpent.objects.select_for_update().filter(pk=details["entry"], ticket=change.ticket).first()
    if row is None or (row.removed_at is None) != added:
        raise TooLateToUndo(_("Somebody changed this again in the meantime."))
    if added:
        _remove(change, row)
        return
    row.removed_at = None
    row.save(update_fields=["removed_at"])
    change.set(minutes=change.ticket.minutes + row.minutes)
