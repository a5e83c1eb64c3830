"""Several fields of a ticket in one action, as forms and the API change them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from derman.people.models import Person, Team
from derman.tickets.actions import fields, own_fields
from derman.tickets.actions.changing import changing
from derman.tickets.actions.standing import set_status
from derman.tickets.models import Category, Ticket

UNCHANGED: Any = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChanges:
    """What to change; what is UNCHANGED stays."""

    subject: str = UNCHANGED
    kind: str = UNCHANGED
    status: str = UNCHANGED
    waiting_for: str = ""
    waiting_until: datetime | None = None
    priority: str = UNCHANGED
    impact: int | None = None
    urgency: int | None = None
    category: Category | None = UNCHANGED
    team: Team | None = UNCHANGED
    assignee: Person | None = UNCHANGED
    tags: Collection[str] = UNCHANGED
    followers: Collection[int] = UNCHANGED
    own: Mapping[str, Any] = UNCHANGED  # of the desk's own fields, by key; None empties one


def change_fields(
    *, actor: Person | None, ticket: int, changes: FieldChanges, expected_seq: int | None = None
) -> Ticket:
    """Apply all of `changes` or none. Raises what the single verbs raise."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        if changes.subject is not UNCHANGED:
            fields.set_subject_within(change, changes.subject)
        if changes.kind is not UNCHANGED:
            fields.set_kind_within(change, changes.kind)
        if changes.priority is not UNCHANGED:
            fields.set_priority_within(change, priority=changes.priority)
        elif changes.impact is not None:
            fields.set_priority_within(change, impact=changes.impact, urgency=changes.urgency)
        if changes.category is not UNCHANGED:
            fields.set_category_within(change, changes.category)
        if changes.tags is not UNCHANGED:
            fields.set_tags_within(change, changes.tags)
        if changes.followers is not UNCHANGED:
            fields.set_followers_within(change, changes.followers)
        if changes.own is not UNCHANGED:
            own_fields.set_within(change, changes.own)
        if changes.team is not UNCHANGED:
            fields.set_team(change, changes.team)
        if changes.assignee is not UNCHANGED:
            fields.set_assignee(change, changes.assignee)
        if changes.status is not UNCHANGED:
            set_status(change, changes.status, waiting_for=changes.waiting_for, waiting_until=changes.waiting_until)
    return change.ticket
