"""How one value of a ticket reads, and how an earlier one is put back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from derman.kernel.recalling import recall
from derman.people.models import Team
from derman.tickets import events
from derman.tickets.actions.changing import Change
from derman.tickets.actions.standing import set_status_columns, status_of
from derman.tickets.models import PRIORITY_CODES, PRIORITY_OF, Follower, Ticket


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


def _set_team(change: Change, before: dict[str, Any]) -> None:
    change.set(team=team_of(before["team"]), tier=before["tier"])


def team_of(number: int | None) -> Team | None:
    """The team with this number, if there still is one. 1 statement; once for many tickets."""
    return recall(("team", number), lambda: Team.objects.filter(pk=number).first()) if number is not None else None


# kind of event → how the present value reads, how the earlier one is put back
RESTORE: dict[str, tuple[Callable[[Ticket], Any], Callable[[Change, Any], None]]] = {
    events.StatusChanged.kind: (status_of, set_status_columns),
    events.AssigneeChanged.kind: (
        lambda ticket: ticket.assignee_id,
        lambda change, old: change.set(assignee_id=old),
    ),
    events.TeamChanged.kind: (
        lambda ticket: {"team": ticket.team_id, "tier": ticket.tier},
        _set_team,
    ),
    events.PriorityChanged.kind: (_priority, _set_priority),
    events.CategoryChanged.kind: (
        lambda ticket: ticket.category_id,
        lambda change, old: change.set(category_id=old),
    ),
    events.KindChanged.kind: (lambda ticket: ticket.kind, lambda change, old: change.set(kind=old)),
    events.SubjectChanged.kind: (lambda ticket: ticket.subject, lambda change, old: change.set(subject=old)),
    events.TagsChanged.kind: (lambda ticket: sorted(ticket.tags), lambda change, old: change.set(tags=old)),
    events.WatchersChanged.kind: (
        lambda ticket: sorted(ticket.watchers),
        lambda change, old: change.set(watchers=old),
    ),
    events.FollowersChanged.kind: (
        lambda ticket: sorted(ticket.followers.values_list("person_id", flat=True)),
        _set_followers,
    ),
}
