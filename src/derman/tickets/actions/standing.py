"""Where a ticket stands: its status with the dates that belong to it, inside a change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from derman.kernel import sql
from derman.kernel.recalling import recall, recalled, remember
from derman.tickets import events
from derman.tickets.actions.changing import Change
from derman.tickets.errors import WrongInput
from derman.tickets.models import Event, OwnField, OwnValues, Status, Task, Ticket, WaitingFor

LONGEST_REMINDER = 365  # days
LONGEST_WAIT = 731


def status_of(ticket: Ticket) -> dict[str, Any]:
    """Where a ticket stands, as events keep it."""
    return {
        "status": ticket.status,
        "waiting_for": ticket.waiting_for,
        "waiting_until": _iso(ticket.waiting_until),
    }


def set_status(
    change: Change,
    status: str,
    *,
    waiting_for: str = "",
    waiting_until: datetime | None = None,
    why: str = "",
    because: dict[str, Any] | None = None,
) -> None:
    """Within a change: move the ticket to `status`, with the dates that belong to it."""
    ticket = change.ticket
    if status == Status.WAITING:
        waiting_for = waiting_for or WaitingFor.REQUESTER
        if waiting_for not in WaitingFor.values:
            raise WrongInput(_("Say for whom or what the ticket waits."), field="waiting_for")
        if waiting_for == WaitingFor.DATE and waiting_until is None:
            raise WrongInput(_("Say until when the ticket waits."), field="waiting_until")
        if waiting_until is not None and not change.at < waiting_until < change.at + timedelta(days=LONGEST_WAIT):
            raise WrongInput(_("The date must lie in the future, at most two years from now."), field="waiting_until")
    elif status in Status.values:
        waiting_for, waiting_until = "", None
    else:
        raise WrongInput(_("There is no such status."), field="status")
    if status in (Status.RESOLVED, Status.CLOSED) and ticket.tasks > ticket.tasks_done and not why:
        _nothing_left(ticket)
    before = status_of(ticket)
    after = {
        "status": str(status),
        "waiting_for": str(waiting_for),
        "waiting_until": _iso(waiting_until),
    }
    if before == after:
        return
    if status in (Status.RESOLVED, Status.CLOSED) and ticket.is_unresolved and not why:
        _filled_in(ticket)
    dates = {name: _iso(getattr(ticket, name)) for name in ("resolved_at", "closed_at")}
    change.record(events.StatusChanged(before=before, after=after, why=why, because=because or {}, dates=dates))
    set_status_columns(change, after)


def dates_of(changed: Event) -> dict[str, datetime | None]:
    """When the ticket had been resolved and closed before its status changed, as its columns."""
    dates = changed.details.get("dates") or {}
    return {name: datetime.fromisoformat(text) if text else None for name, text in dates.items()}


def _iso(moment: datetime | None) -> str | None:
    # as the column gives it back, whatever the zone in which it was said: undoing compares the two
    return moment.astimezone(UTC).isoformat() if moment is not None else None


def wait_for_answer(change: Change, days: int) -> None:
    """Within a change: out of sight for so many days, unless the requester answers before. Raises WrongInput."""
    if not 1 <= days <= LONGEST_REMINDER:
        raise WrongInput(_("A reminder comes after 1 to 365 days."), field="remind_days")
    set_status(
        change,
        Status.WAITING,
        waiting_for=WaitingFor.DATE,
        waiting_until=change.at + timedelta(days=days),
        because={"unless": "answer"},
    )


def waits_for_answer(ticket: Ticket) -> bool:
    """Is a ticket that waits for a date to come back earlier if an answer comes? 1 statement."""
    last = ticket.events.filter(kind=events.StatusChanged.kind).last()
    return last is not None and last.details.get("because", {}).get("unless") == "answer"


def _nothing_left(ticket: Ticket) -> None:
    """Raises WrongInput where tasks are left that must be done before the ticket is resolved. 1 statement."""
    left = ticket.tasks_of.filter(blocking=True, state__in=(Task.State.OPEN, Task.State.PLANNED)).count()
    if left:
        raise WrongInput(
            ngettext(
                "One task must be done first, or marked as not needed.",
                "%(count)d tasks must be done first, or marked as not needed.",
                left,
            )
            % {"count": left},
            field="status",
        )


# those without a value that must be filled in on some tickets at least
_REQUIRED = """
LEFT JOIN tickets_ownvalues v ON v.ticket_id = %s WHERE t.active AND t.required <> ''
AND NOT coalesce(v.values ? t.key, false) ORDER BY t.position, t.id
"""
_REQUIRED_AT_ALL = "WHERE t.active AND t.required <> '' ORDER BY t.position, t.id"


def know_values(tickets: Collection[int]) -> None:
    """Read what stands in the own fields of many locked tickets, within `recalling`. 1 statement."""
    found = {row.ticket_id: row for row in sql.read(OwnValues, "WHERE t.ticket_id = ANY(%s)", [list(tickets)])}
    for number in tickets:
        remember(("own values", number), found.get(number) or OwnValues(ticket_id=number))


def known_values(ticket: Ticket) -> OwnValues | None:
    """The row that was read then, as it is to be written."""
    found: OwnValues | None = recalled(("own values", ticket.pk))
    return found


def empty_fields(ticket: Ticket) -> list[OwnField]:
    """The fields that must be filled in and are not. 1 statement, 2 more where they count on categories alone."""
    if (own := known_values(ticket)) is not None:
        required = recall("required fields", lambda: sql.read(OwnField, _REQUIRED_AT_ALL))
        found = [field for field in required if field.key not in own.values]
    else:
        found = sql.read(OwnField, _REQUIRED, [ticket.pk])
    if not found:
        return []
    about: set[int] = set()
    if any(field.categories for field in found):
        category = ticket.category
        while category is not None:
            about.add(category.pk)
            category = category.parent
    return [field for field in found if field.counts_on(ticket.kind, ticket.team_id, frozenset(about))]


def _filled_in(ticket: Ticket) -> None:
    """Raises WrongInput with the names of the fields that must be filled in first."""
    if empty := empty_fields(ticket):
        names = ", ".join(field.label for field in empty)
        raise WrongInput(_("Fill in first: %(fields)s.") % {"fields": names}, field="fields")


def set_status_columns(change: Change, state: dict[str, Any]) -> None:
    """Set what follows from a status: the dates of resolution and closing."""
    ticket, status = change.ticket, state["status"]
    until = state["waiting_until"]
    change.set(
        status=status,
        waiting_for=state["waiting_for"],
        waiting_until=datetime.fromisoformat(until) if until else None,
        resolved_at=(ticket.resolved_at or change.at) if status in (Status.RESOLVED, Status.CLOSED) else None,
        closed_at=change.at if status == Status.CLOSED else None,
    )
